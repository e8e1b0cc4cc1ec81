import { assert } from '../../checks';
import { CANARY_PASSWORD } from './secrets';
import type { OperationCase } from './operations';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byUsername = (value: string) => ({ __rl: true, mode: 'username', value });
const fromList = (value: string) => ({
	__rl: true,
	mode: 'list',
	value,
	cachedResultName: value,
});

/** What the resource mapper saves. */
const columns = (match: string, rest: object = {}) => ({
	mappingMode: 'autoMapInputData',
	value: {},
	matchingColumns: [match],
	schema: [],
	...rest,
});

/** The person of the API page's own example. */
const TEST_PERSON = '63d3f1247fefea000cd325af';

export const ubidotsCases: OperationCase[] = [
	{
		operation: 'update',
		sentence: 'changes every kind of field of the user picked from the list',
		parameters: {
			userKey: fromList(TEST_PERSON),
			updateFields: {
				firstName: '={{ $json.first }}',
				password: CANARY_PASSWORD,
				decimalPlaces: '={{ "3" }}',
				isActive: '={{ "false" }}',
				tags: 'north, night shift',
				timezone: { __rl: true, mode: 'name', value: 'America/Bogota' },
				defaultRole: { __rl: true, mode: 'list', value: 'viewer' },
				contactMethods: { contactMethod: [{ type: 'sms', values: '+57 3305514578' }] },
				properties: '{"shift": "night"}',
			},
			fieldsToClear: ['lastName', 'language'],
		},
		items: [{ first: 'Tess' }],
		async verify([user, ...others], sandbox) {
			assert.equal(others.length, 0);
			assert.equal(user.id, TEST_PERSON);
			const held = await sandbox.user('testt');
			assert.deepEqual(
				[
					held.firstName,
					held.lastName,
					held.decimalPlaces,
					held.isActive,
					held.tags,
					held.timezone,
				],
				['Tess', '', 3, false, ['north', 'night shift'], 'America/Bogota'],
			);
			assert.equal(held.properties.shift, 'night');
		},
	},
	{
		operation: 'update',
		sentence: 'finds the user by username for each item, and hands the answers on in order',
		parameters: {
			userKey: byUsername('={{ $json.who }}'),
			updateFields: { lastName: '={{ $json.name }}' },
		},
		items: ['testt', 'otto-berg', 'ines-duarte'].map((who) => ({ who, name: `of ${who}` })),
		verify(items) {
			assert.deepEqual(
				items.map(({ lastName }) => lastName),
				['of testt', 'of otto-berg', 'of ines-duarte'],
			);
		},
	},
	{
		operation: 'update',
		sentence: 'only says what would change in a dry run',
		parameters: {
			userKey: byId(TEST_PERSON),
			updateFields: { firstName: 'Tess' },
			dryRun: true,
		},
		items: [{}],
		async verify([item], sandbox) {
			assert.deepEqual(item, {
				username: 'testt',
				email: 'testt@example.com',
				status: 'planned',
				summary: 'First Name: Test → Tess',
				id: TEST_PERSON,
				changes: { firstName: { from: 'Test', to: 'Tess' } },
			});
			assert.equal((await sandbox.user('testt')).firstName, 'Test');
		},
	},
	{
		operation: 'bulkUpdate',
		sentence:
			'sends many people as one request, matched by ID in automatic mapping, and confirms them',
		parameters: { columns: columns('id'), options: { confirm: true } },
		items: [
			{ id: '409dba9c67d3bb19f554', firstName: 'Inês Maria', costCentre: 7 },
			{ id: '445da83878abc3c75756', firstName: 'Otto Karl', costCentre: 8 },
		],
		async verify(items, sandbox) {
			assert.deepEqual(
				items.map(({ status }) => status),
				['applied', 'applied'],
			);
			const written = (await sandbox.journal()).filter(({ method }) => method === 'PATCH');
			assert.equal(written.length, 1);
			assert.equal((await sandbox.user('otto-berg')).firstName, 'Otto Karl');
		},
	},
	{
		operation: 'bulkUpdate',
		sentence: 'matches by email address, with columns mapped by hand',
		parameters: {
			columns: columns('email', {
				mappingMode: 'defineBelow',
				value: { email: '={{ $json.mail }}', lastName: '={{ $json.surname }}', tags: null },
			}),
			options: { confirm: true },
		},
		items: [{ mail: 'Otto.Berg@example.org', surname: 'Berg-Lund' }],
		async verify([item], sandbox) {
			assert.equal(item.status, 'applied');
			assert.equal((await sandbox.user('otto-berg')).lastName, 'Berg-Lund');
		},
	},
	{
		operation: 'bulkUpdate',
		sentence: 'gives one item for each request when asked to',
		parameters: { columns: columns('username'), options: { output: 'batches', batchSize: 2 } },
		items: ['testt', 'otto-berg', 'ines-duarte'].map((username) => ({ username, tags: 'moved' })),
		verify(items) {
			assert.deepEqual(
				items.map(({ users }) => users),
				[2, 1],
			);
			assert.ok(items.every(({ task }) => task.id));
		},
	},
	{
		operation: 'get',
		sentence: 'reads one user, simplified',
		parameters: { userKey: byUsername('amara-okafor'), simplify: true },
		items: [{}],
		verify([user]) {
			assert.equal(user.email, 'amara.okafor@example.com');
			assert.deepEqual(user.organizations, ['acme-energy']);
			assert.equal(user.roles, 'acme-energy:operator');
			assert.ok(Object.keys(user).length <= 11);
		},
	},
	{
		operation: 'getAll',
		sentence: 'filters, and gives one item for each user',
		parameters: { returnAll: true, simplify: true, filters: { tag: 'field' } },
		items: [{}],
		verify(users) {
			assert.deepEqual(users.map(({ username }) => username).sort(), ['amara-okafor', 'wei-zhang']);
		},
	},
	{
		operation: 'getAll',
		sentence: 'stops at the limit',
		parameters: { returnAll: false, limit: 3, simplify: true },
		items: [{}],
		verify: (users) => assert.equal(users.length, 3),
	},
	{
		operation: 'create',
		sentence: 'makes a user',
		parameters: {
			username: '={{ $json.name }}',
			email: '={{ $json.name }}@example.com',
			password: CANARY_PASSWORD,
			additionalFields: { firstName: 'Nina', tags: 'new' },
		},
		items: [{ name: 'nina-novak' }],
		async verify([user], sandbox) {
			assert.equal(user.username, 'nina-novak');
			assert.deepEqual((await sandbox.user('nina-novak')).tags, ['new']);
		},
	},
	{
		operation: 'assignOrganizations',
		sentence: 'gives the user a role in an organization',
		parameters: {
			userKey: byUsername('kai-makoa'),
			organizations: {
				organization: [
					{
						label: { __rl: true, mode: 'label', value: 'city-lights' },
						role: { __rl: true, mode: 'list', value: 'viewer' },
					},
				],
			},
		},
		items: [{}],
		verify([{ organizations }]) {
			assert.ok(
				JSON.stringify(organizations).includes('city-lights'),
				JSON.stringify(organizations),
			);
		},
	},
	{
		operation: 'removeOrganizations',
		sentence: 'takes the user out of an organization, and says what is left',
		parameters: {
			userKey: byUsername('ines-duarte'),
			organizations: {
				organization: [{ label: { __rl: true, mode: 'label', value: 'acme-energy' } }],
			},
		},
		items: [{}],
		verify([{ removed, organizations }]) {
			assert.deepEqual([removed, organizations], [['acme-energy'], []]);
		},
	},
	{
		operation: 'delete',
		sentence: 'deletes the user, and says so',
		parameters: { userKey: byUsername('otto-berg') },
		items: [{}],
		async verify(items, sandbox) {
			assert.deepEqual(items, [{ deleted: true, id: '445da83878abc3c75756' }]);
			assert.equal(await sandbox.user('otto-berg'), undefined);
		},
	},
	{
		operation: 'sync',
		sentence: 'makes the people of an organization those of a list, and deletes who is not in it',
		parameters: {
			columns: columns('username'),
			missingUsers: 'create',
			leavers: 'delete',
			scope: { organization: { __rl: true, mode: 'label', value: 'acme-energy' } },
			exceptUsers: 'mara-lindqvist',
			dryRun: false,
			options: { confirm: true },
		},
		items: [
			{ username: 'amara-okafor', firstName: 'Amara', lastName: 'Bello' },
			{ username: 'jose-ibanez', firstName: 'José' },
			{ username: 'Sean-OBrien', firstName: 'Seán' },
			{ username: 'nina-novak', email: 'nina.novak@example.com', firstName: 'Nina' },
		],
		async verify(items, sandbox) {
			assert.deepEqual(
				items.map(({ action, username, status }) => [action, username, status]),
				[
					['update', 'amara-okafor', 'applied'],
					['none', 'jose-ibanez', 'unchanged'],
					['none', 'Sean-OBrien', 'unchanged'],
					['create', 'nina-novak', 'created'],
					['delete', 'ines-duarte', 'deleted'],
				],
			);
			assert.equal((await sandbox.user('nina-novak')).firstName, 'Nina');
			assert.equal(await sandbox.user('ines-duarte'), undefined);
		},
	},
	{
		operation: 'applyChanges',
		sentence: 'writes a plan that comes as objects and as JSON text',
		parameters: {
			userId: '={{ $json.id }}',
			changes: '={{ $json.changes }}',
			direction: 'apply',
			options: { confirm: true },
		},
		items: [
			{ id: TEST_PERSON, changes: { firstName: { from: 'Test', to: 'Tess' } } },
			{
				id: '445da83878abc3c75756',
				changes: '{"tags":{"from":[],"to":["moved"]},"isActive":{"from":true,"to":false}}',
			},
		],
		async verify(items, sandbox) {
			assert.deepEqual(
				items.map(({ status }) => status),
				['applied', 'applied'],
			);
			assert.equal((await sandbox.user('testt')).firstName, 'Tess');
			const { tags, isActive } = await sandbox.user('otto-berg');
			assert.deepEqual([tags, isActive], [['moved'], false]);
		},
	},
];
