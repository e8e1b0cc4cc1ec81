import type { INodeParameters } from 'n8n-workflow';

import type { AnyOperation } from '../../nodes/shared/run/operation';
import { resources as ofUbidots } from '../../nodes/Ubidots/resources';
import { resources as ofUpsun } from '../../nodes/Upsun/resources';
import {
	ACME,
	AIKO,
	AMARA,
	CHIDI,
	DILNOZA,
	ENGINEERS,
	JOSE,
	JSMITH,
	ME,
	NOBODY,
	PASSWORD,
	WEBSITE,
} from '../support/people';
import {
	autoMap,
	BY_ID_OF_ITEM,
	applyChanges,
	mapByHand,
	bulkUpdate,
	byEmail,
	byId,
	ofOrganization,
	ofProject,
	ofTeam,
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
	/** A text in the path or the body of what has to be refused by hand, where the API would not. */
	refusal?: string;
	/** Other items that work, with further keys in their output, where need be with other parameters. */
	also?: Array<{ item: INodeParameters; parameters?: INodeParameters }>;
}

const userKey = BY_ID_OF_ITEM;
const userId = BY_ID_OF_ITEM;
const known = { good: { id: AMARA }, refused: { id: NOBODY }, wrong: { id: '..' } };
const mine = { good: { id: ME }, refused: { id: AIKO }, wrong: { id: 'x' } };
/** Users are matched so in a new node. */
const BY_EMAIL = { email: 'amara.okafor@example.com', firstName: 'Amarachi' };

const emailOfItem = '={{ $json.email }}';
const newcomers = {
	good: { email: 'farid.haidari@example.org' },
	refused: { email: 'eloise.dupre@example.org' },
	refusal: 'eloise.dupre@example.org',
	wrong: { email: 'x' },
};
const present = {
	good: { email: 'bjorn.asgeirsson@example.org' },
	refused: { email: 'aiko.tanaka@example.org' },
	refusal: AIKO,
	wrong: { email: 'x' },
};

interface InPlace {
	resource: string;
	of: typeof ofOrganization;
	/** The parameter of the place, one that works, and one that nobody knows. */
	place: [string, string, string];
	permissions?: string[];
	/** What those who are there may do. */
	had?: [good: string[], refused: string[]];
	comes: Omit<Case, keyof NodeSetup>;
	isThere: Omit<Case, keyof NodeSetup>;
}

/** The same items with a plan. */
const planOf = (
	{ good, refused, ...others }: InPlace['isThere'],
	[ofGood, ofRefused]: InPlace['had'] = [[], []],
	to: string[],
) => ({
	...others,
	good: { ...good, changes: { permissions: { from: ofGood, to } } },
	refused: { ...refused, changes: { permissions: { from: ofRefused, to } } },
});

/** What can be done with the people of a place. */
function ofPeople({ resource, of, place, permissions, had, comes, isThere }: InPlace) {
	const [name, known, unknown] = place;
	const given = permissions && { permissions };
	const userId = byEmail(emailOfItem);
	const columns = { email: emailOfItem, ...(permissions && { permissions: permissions.join() }) };
	const cases: Record<string, Case> = {
		getAll: {
			...of('getAll', { [name]: byId('={{ $json.place }}'), limit: 1 }),
			...{ good: { place: known }, refused: { place: unknown }, wrong: { place: '..' } },
		},
		add: { ...of('add', { email: emailOfItem, ...given }), ...comes },
		remove: { ...of('remove', { userId }), ...isThere },
		sync: { ...of('sync', { columns: mapByHand(columns, 'email'), dryRun: false }), ...comes },
		...(permissions && {
			update: { ...of('update', { userId, ...given }), ...isThere },
			applyChanges: {
				...of('applyChanges', {
					userId: emailOfItem,
					changes: '={{ $json.changes }}',
					direction: 'apply',
				}),
				...planOf(isThere, had, permissions),
			},
		}),
	};
	return Object.fromEntries(
		Object.entries(cases).map(([operation, one]) => [`Upsun ${resource} ${operation}`, one]),
	);
}

const invitation = (operation: string, parameters: object) =>
	upsun(operation, { resource: 'invitation', of: 'organization', ...parameters });

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
	'Upsun invitation getAll': {
		...invitation('getAll', { organizationId: byId('={{ $json.place }}') }),
		good: { place: ACME },
		refused: { place: ACME.replace('001', '009') },
		wrong: { place: '..' },
	},
	'Upsun invitation cancel': {
		...invitation('cancel', { organizationId: byId(ACME), invitationId: '={{ $json.id }}' }),
		good: { id: '5a0e0000-0000-4000-8000-000000000001' },
		refused: { id: 'refuse-me' },
		refusal: 'refuse-me',
		wrong: { id: '..' },
	},
	...ofPeople({
		resource: 'organizationMember',
		of: ofOrganization,
		place: ['organizationId', ACME, ACME.replace('001', '009')],
		permissions: ['projects:list', 'billing'],
		had: [['projects:list'], ['projects:list']],
		...{ comes: newcomers, isThere: present },
	}),
	...ofPeople({
		resource: 'projectUser',
		of: ofProject,
		place: ['projectId', WEBSITE, 'nowhere'],
		permissions: ['viewer', 'production:viewer'],
		had: [['viewer', 'development:contributor'], ['admin']],
		...{ comes: newcomers, isThere: present },
	}),
	...ofPeople({
		resource: 'teamMember',
		of: ofTeam,
		place: ['teamId', ENGINEERS, ENGINEERS.replace('001', '009')],
		// Members of the organization.
		comes: {
			...{ good: { email: 'aiko.tanaka@example.org' }, wrong: { email: 'x' } },
			...{ refused: { email: 'chidi.eze@example.org' }, refusal: CHIDI },
		},
		isThere: {
			...present,
			...{ refused: { email: 'dilnoza.karimova@example.org' }, refusal: DILNOZA },
		},
	}),
};

export const OPERATIONS = Object.entries(EVERY_OPERATION);

/** Every operation that the nodes have, by the name of its case: those of users by their own, others by their resource too. */
export const ALL_OPERATIONS: Array<[string, AnyOperation]> = [
	['Ubidots', ofUbidots] as const,
	['Upsun', ofUpsun] as const,
].flatMap(([service, resources]) =>
	resources.flatMap(({ value: resource, operations }) =>
		operations.map((operation): [string, AnyOperation] => [
			`${service} ${resource === 'user' ? '' : `${resource} `}${operation.value}`,
			operation,
		]),
	),
);
