import type { INodeParameters } from 'n8n-workflow';

import { AIKO, AMARA, JOSE, JSMITH, ME, NOBODY, PASSWORD } from '../support/people';
import {
	applyChanges,
	autoMap,
	bulkUpdate,
	BY_ID_OF_ITEM,
	organizations,
	sync,
	ubidots,
	updateOf,
	upsun,
	upsunUpdateOf,
} from '../support/setups';
import type { NodeSetup } from '../support/world';

export interface Case extends NodeSetup {
	/** An item that works, one that the API refuses, and one that is refused before any request. */
	good: INodeParameters;
	refused: INodeParameters;
	wrong: INodeParameters;
	/** Other items that work, with further keys in their output, where need be with other parameters. */
	also?: Array<{ item: INodeParameters; parameters?: INodeParameters }>;
}

const userKey = BY_ID_OF_ITEM;
const userId = BY_ID_OF_ITEM;
const known = { good: { id: AMARA }, refused: { id: NOBODY }, wrong: { id: '..' } };
const mine = { good: { id: ME }, refused: { id: AIKO }, wrong: { id: 'x' } };
/** Users are matched so in a new node. */
const BY_EMAIL = { email: 'amara.okafor@example.com', firstName: 'Amarachi' };

/** Every operation of both nodes with three kinds of items. */
export const EVERY_OPERATION: Record<string, Case> = {
	'Ubidots get': { ...ubidots('get', { userKey }), ...known },
	'Ubidots getAll': {
		...ubidots('getAll', {
			limit: 1,
			filters: { createdAfter: '={{ $json.at }}', search: '={{ $json.search }}' },
		}),
		good: { at: '2020-01-01T00:00:00Z', search: 'testt' },
		refused: { at: '2020-01-01T00:00:00Z', search: 'refuse-me' },
		wrong: { at: 'soon', search: '' },
	},
	'Ubidots create': {
		...ubidots('create', {
			username: '={{ $json.name }}',
			email: '={{ $json.name }}@new.example.com',
			password: PASSWORD,
		}),
		good: { name: 'fresh' },
		refused: { name: 'testt' },
		wrong: { name: '' },
	},
	'Ubidots update': { ...updateOf(userKey, { password: PASSWORD }), ...known },
	'Ubidots delete': { ...ubidots('delete', { userKey }), ...known },
	'Ubidots assignOrganizations': {
		...ubidots('assignOrganizations', {
			userKey,
			organizations: organizations('city-lights', 'viewer'),
		}),
		...known,
	},
	'Ubidots removeOrganizations': {
		...ubidots('removeOrganizations', {
			userKey,
			organizations: organizations('acme-energy', ''),
		}),
		...known,
	},
	'Ubidots bulkUpdate': {
		...bulkUpdate(),
		good: { id: AMARA, password: PASSWORD },
		refused: { id: JOSE, username: 'no name', password: PASSWORD },
		wrong: { id: NOBODY, password: '' },
		also: [{ item: BY_EMAIL, parameters: bulkUpdate({}, undefined, autoMap('email')).parameters }],
	},
	'Ubidots applyChanges': {
		...applyChanges(),
		good: { id: AMARA, changes: { firstName: { from: 'Amara', to: 'Amarachi' } } },
		refused: { id: NOBODY, changes: { firstName: { from: 'Ada', to: 'Zoe' } } },
		wrong: { id: AMARA, changes: 'firstName' },
	},
	'Ubidots sync': {
		...sync(),
		good: { username: 'fresh', email: 'fresh@new.example.com' },
		refused: { username: 'fresher', email: 'testt@nowhere' },
		wrong: { username: '' },
		also: [{ item: BY_EMAIL, parameters: sync({ columns: autoMap('email') }).parameters }],
	},
	'Upsun get': {
		...upsun('get', { userId }),
		...mine,
		refused: { id: '00000000-0000-4000-8000-000000000000' },
	},
	'Upsun getAccess': {
		...upsun('getAccess', { userId }),
		good: { id: JSMITH },
		refused: { id: '00000000-0000-4000-8000-000000000000' },
		wrong: { id: 'x' },
	},
	'Upsun offboard': {
		...upsun('offboard', { email: '={{ $json.email }}', dryRun: false }),
		good: { email: 'jsmith@example.com' },
		refused: { email: 'farid.haidari@example.org' },
		wrong: { email: 'x' },
	},
	'Upsun update': { ...upsunUpdateOf(userId), ...mine },
	'Upsun changeEmail': {
		...upsun('changeEmail', { userId, emailAddress: 'robin.new@example.com' }),
		...mine,
	},
	'Upsun resetPassword': { ...upsun('resetPassword', { userId }), ...mine },
};

export const OPERATIONS = Object.entries(EVERY_OPERATION);
