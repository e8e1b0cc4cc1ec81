import type { INodeParameters } from 'n8n-workflow';

import type { NodeSetup } from '../support/world';
import { autoMap, byId } from '../support/world';
import { AMARA, JOSE, ME } from '../support/operations';

export interface Case {
	service: NodeSetup['service'];
	parameters: INodeParameters;
	/** An item that works, one that the API refuses, and one that is refused before any request. */
	good: INodeParameters;
	refused: INodeParameters;
	wrong: INodeParameters;
}

/** A secret in parameters, which no message and no output may hold. */
export const PASSWORD = 'Correct-horse-9';
const NOBODY = '000000000000000000000000';
const NOT_MINE = '7b3f2a10-5c4d-4e6f-8a90-000000000001';

const userKey = byId('={{ $json.id }}');
const known = { good: { id: AMARA }, refused: { id: NOBODY }, wrong: { id: '..' } };
const mine = { good: { id: ME }, refused: { id: NOT_MINE }, wrong: { id: 'x' } };
const pick = (value: string) => ({ __rl: true, mode: 'label', value });

/** Every operation of both nodes with three kinds of items. */
export const EVERY_OPERATION: Record<string, Case> = {
	'Ubidots get': { service: 'ubidots', parameters: { operation: 'get', userKey }, ...known },
	'Ubidots getAll': {
		service: 'ubidots',
		parameters: {
			operation: 'getAll',
			limit: 1,
			filters: { createdAfter: '={{ $json.at }}', search: '={{ $json.search }}' },
		},
		good: { at: '2020-01-01T00:00:00Z', search: 'testt' },
		refused: { at: '2020-01-01T00:00:00Z', search: 'refuse-me' },
		wrong: { at: 'soon', search: '' },
	},
	'Ubidots create': {
		service: 'ubidots',
		parameters: {
			operation: 'create',
			username: '={{ $json.name }}',
			email: '={{ $json.name }}@new.example.com',
			password: PASSWORD,
		},
		good: { name: 'fresh' },
		refused: { name: 'testt' },
		wrong: { name: 'not good' },
	},
	'Ubidots update': {
		service: 'ubidots',
		parameters: { operation: 'update', userKey, updateFields: { password: PASSWORD } },
		...known,
	},
	'Ubidots delete': { service: 'ubidots', parameters: { operation: 'delete', userKey }, ...known },
	'Ubidots assignOrganizations': {
		service: 'ubidots',
		parameters: {
			operation: 'assignOrganizations',
			userKey,
			organizations: { organization: [{ label: pick('city-lights'), role: pick('viewer') }] },
		},
		...known,
	},
	'Ubidots bulkUpdate': {
		service: 'ubidots',
		parameters: { operation: 'bulkUpdate', columns: autoMap() },
		good: { id: AMARA, password: PASSWORD },
		refused: { id: JOSE, username: 'testt', password: PASSWORD },
		wrong: { id: NOBODY, password: '' },
	},
	'Upsun get': {
		service: 'upsun',
		parameters: { operation: 'get', userId: byId('={{ $json.id }}') },
		...mine,
		refused: { id: '00000000-0000-4000-8000-000000000000' },
	},
	'Upsun update': {
		service: 'upsun',
		parameters: {
			operation: 'update',
			userId: byId('={{ $json.id }}'),
			updateFields: { company: 'Acme' },
		},
		...mine,
	},
	'Upsun changeEmail': {
		service: 'upsun',
		parameters: {
			operation: 'changeEmail',
			userId: byId('={{ $json.id }}'),
			emailAddress: 'robin.new@example.com',
		},
		...mine,
	},
	'Upsun resetPassword': {
		service: 'upsun',
		parameters: { operation: 'resetPassword', userId: byId('={{ $json.id }}') },
		...mine,
	},
};

export const OPERATIONS = Object.entries(EVERY_OPERATION);
