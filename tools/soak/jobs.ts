import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { generatedUpsunId, generatedUserId } from '../sandbox';
import { bulk, type Job, job, pickerJob, updating } from './job';

const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
const userKey = locator('id', '={{ $json.id }}');
const userId = userKey;
const ubidotsItem = (n: number) => ({ id: generatedUserId(n), firstName: `Soak ${n % 7}` });
const upsunItem = (n: number) => ({ id: generatedUpsunId(n), first_name: `Soak ${n % 7}` });
const named = (n: number) => ({ name: `soak-${n % 50}` });
/** Usernames of people who may be there, and of some who are not. */
const byUsername = (n: number) => ({ username: `person-${String(n + 20).padStart(5, '0')}` });
/** A bad row now and then: an address that Ubidots refuses. */
const bulkItem = (n: number) => ({ ...ubidotsItem(n), ...(n % 29 === 0 && { email: 'none' }) });
const VIEWER = {
	organization: [{ label: locator('label', 'city-lights'), role: locator('label', 'viewer') }],
};

const bulkJob = (column: string, item: (n: number) => IDataObject) => {
	const schema = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [column] };
	return job(['ubidots', 'bulkUpdate'], 30, item, { columns: { ...schema, schema: [] } }, bulk);
};

/** Whatever the nodes can do, updates most of all. */
export const anyJob: fc.Arbitrary<Job> = fc.oneof(
	...[1, 2, 3].map(() =>
		job(
			['ubidots', 'update'],
			12,
			ubidotsItem,
			{ userKey, updateFields: { firstName: '={{ $json.firstName }}' } },
			updating,
		),
	),
	bulkJob('id', bulkItem),
	bulkJob('id', bulkItem),
	bulkJob('username', (n) => ({ ...byUsername(n), firstName: `Soak ${n % 5}` })),
	job(['ubidots', 'get'], 5, ubidotsItem, { userKey }),
	job(['ubidots', 'getAll'], 2, named, { limit: 120, filters: { search: 'person' } }),
	job(['ubidots', 'create'], 3, named, {
		username: '={{ $json.name }}',
		email: '={{ $json.name }}@new.example.com',
		password: 'Correct-horse-9',
	}),
	job(['ubidots', 'delete'], 3, named, { userKey: locator('username', '={{ $json.name }}') }),
	...[1, 2].map(() =>
		job(
			['upsun', 'update'],
			8,
			upsunItem,
			{ userId, updateFields: { first_name: '={{ $json.first_name }}' } },
			updating,
		),
	),
	job(['ubidots', 'assignOrganizations'], 3, ubidotsItem, { userKey, organizations: VIEWER }),
	job(['upsun', 'get'], 5, upsunItem, { userId }),
	job(['upsun', 'changeEmail'], 2, upsunItem, { userId, emailAddress: 'new@example.com' }),
	job(['upsun', 'resetPassword'], 2, upsunItem, { userId }),
	pickerJob('ubidots', ['searchUsers', 'searchOrganizations', 'searchRoles', 'getUserColumns']),
	pickerJob('upsun', ['searchUsers', 'searchCountries']),
);
