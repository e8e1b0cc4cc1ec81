import { assert } from '../../checks';
import type { Json } from '../../../../tools/n8n/rest';
import type { OperationCase } from './operations';

/** The user behind the sandbox's token. */
const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';
const me = { __rl: true, mode: 'list', value: 'me', cachedResultName: 'Me' };

/** Of the organization `acme-energy`, and of a project and a team there. */
const ACME = '01HM5Z0QK8S4N2V7X9B3C6D001';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byEmail = { __rl: true, mode: 'email', value: '={{ $json.email }}' };
const places = {
	organizationMember: { organizationId: { __rl: true, mode: 'name', value: 'acme-energy' } },
	projectUser: { projectId: byId('sandbox000001') },
	teamMember: { teamId: byId('01HM5Z0QK8S4N2V7X9B3T6T001') },
};
type Resource = keyof typeof places;

/** What is done with the people of a place, the same way in each. */
const inEvery = (one: (resource: Resource) => Omit<OperationCase, 'resource'>) =>
	(Object.keys(places) as Resource[]).map((resource): OperationCase => {
		const { parameters, ...others } = one(resource);
		return { resource, ...others, parameters: { ...places[resource], ...parameters } };
	});

/** Two people who are there, somebody who is not, and what they may do. */
const BJORN = 'bjorn.asgeirsson@example.org';
const OTHER: Record<Resource, string> = {
	organizationMember: 'aiko.tanaka@example.org',
	projectUser: 'aiko.tanaka@example.org',
	teamMember: 'dilnoza.karimova@example.org',
};
const NEW: Record<Resource, string> = {
	organizationMember: 'nina.novak@example.org',
	projectUser: 'chidi.eze@example.org',
	teamMember: 'chidi.eze@example.org',
};
const RIGHTS: Record<Resource, string[]> = {
	organizationMember: ['billing', 'projects:list'],
	projectUser: ['viewer', 'production:contributor'],
	teamMember: [],
};
const hasRights = (resource: Resource) => resource !== 'teamMember';
const rightsIn = (resource: Resource) =>
	hasRights(resource) ? { permissions: RIGHTS[resource] } : {};

const ofPlaces: OperationCase[] = [
	...inEvery(() => ({
		operation: 'getAll',
		sentence: 'lists people with their addresses',
		parameters: { returnAll: true },
		items: [{}],
		verify: (people) => assert.ok(people.some(({ email }) => email === BJORN)),
	})),
	...inEvery((resource) => ({
		operation: 'add',
		sentence: 'adds somebody once',
		parameters: { email: '={{ $json.email }}', ...rightsIn(resource) },
		items: [{ email: NEW[resource] }, { email: NEW[resource].toUpperCase() }],
		verify(added) {
			const first = resource === 'organizationMember' ? 'invited' : 'added';
			assert.deepEqual(
				added.map(({ status }) => status),
				[first, 'unchanged'],
			);
		},
	})),
	...inEvery((resource) => ({
		operation: 'remove',
		sentence: 'removes somebody, and says who is not there',
		parameters: { userId: byEmail },
		items: [{ email: OTHER[resource] }, { email: 'nobody@example.org' }],
		verify(removed) {
			assert.deepEqual(
				removed.map((one) => one.removed),
				[true, false],
			);
		},
	})),
	...inEvery((resource) => ({
		operation: 'sync',
		sentence: 'removes whom the list does not name, and shows a plan first',
		parameters: {
			columns: { mappingMode: 'autoMapInputData', value: null, matchingColumns: ['email'] },
			leavers: 'remove',
			scope: { emailEndsWith: '@example.org' },
			dryRun: true,
			options: { maxLeavers: '100%' },
		},
		items: [{ email: OTHER[resource] }],
		async verify(plan, sandbox) {
			assert.equal(plan[0].action, 'none');
			assert.ok(plan.some(({ action, email }) => action === 'remove' && email === BJORN));
			const { upsun } = await sandbox.state();
			assert.equal(Object.keys(upsun.teams[0].members).length, 2);
		},
	})),
	...inEvery((resource) => ({
		operation: 'update',
		sentence: 'replaces what somebody may do',
		parameters: { userId: byEmail, ...rightsIn(resource) },
		items: [{ email: BJORN }],
		verify([{ status, changes }]) {
			assert.equal(status, 'applied');
			assert.deepEqual(changes.permissions.to, RIGHTS[resource]);
		},
	})).filter(({ resource }) => hasRights(resource as Resource)),
	...inEvery((resource) => ({
		operation: 'applyChanges',
		sentence: 'carries out a plan that still holds',
		parameters: { userId: '={{ $json.user_id }}', changes: '={{ $json.changes }}' },
		items: [
			{
				user_id: '7b3f2a10-5c4d-4e6f-8a90-000000000002',
				email: BJORN,
				action: 'update',
				changes: {
					permissions: {
						from:
							resource === 'projectUser'
								? ['viewer', 'development:contributor']
								: ['projects:list'],
						to: RIGHTS[resource],
					},
				},
			},
		],
		verify: ([{ status }]) => assert.equal(status, 'applied'),
	})).filter(({ resource }) => hasRights(resource as Resource)),
	{
		resource: 'invitation',
		operation: 'getAll',
		sentence: 'lists who has not answered yet',
		parameters: { of: 'organization', organizationId: byId(ACME), returnAll: true },
		items: [{}],
		verify: ([{ email }]) => assert.equal(email, 'hana.novak@example.org'),
	},
	{
		resource: 'invitation',
		operation: 'cancel',
		sentence: 'takes an invitation back',
		parameters: {
			of: 'organization',
			organizationId: byId(ACME),
			invitationId: '={{ $json.id }}',
		},
		items: [{ id: '5a0e0000-0000-4000-8000-000000000001' }],
		async verify([{ cancelled }], sandbox) {
			assert.equal(cancelled, true);
			const { upsun } = await sandbox.state();
			assert.equal(upsun.organizations[0].invitations[0].state, 'cancelled');
		},
	},
];

export const upsunCases: OperationCase[] = [
	...ofPlaces,
	{
		operation: 'getAccess',
		sentence: 'lists what the user can access',
		parameters: { userId: byEmail },
		items: [{ email: 'aiko.tanaka@example.org' }],
		verify: (grants) => assert.ok(grants.some(({ title }) => title === 'Website')),
	},
	{
		operation: 'offboard',
		sentence: 'takes everything away, and reads it again',
		parameters: { email: '={{ $json.email }}', dryRun: false },
		items: [{ email: BJORN }],
		async verify([{ status, remaining }], sandbox) {
			assert.deepEqual([status, remaining], ['removed', []]);
			const { upsun } = await sandbox.state();
			assert.equal(Object.keys(upsun.teams[0].members).length, 1);
		},
	},
	{
		operation: 'update',
		sentence: 'changes the profile of the user behind the token',
		parameters: {
			userId: me,
			updateFields: {
				company: '={{ $json.company }}',
				country: { __rl: true, mode: 'code', value: 'se' },
			},
		},
		items: [{ company: 'Acme Energy Group' }],
		async verify([user], sandbox) {
			assert.deepEqual([user.id, user.company, user.country], [ME, 'Acme Energy Group', 'SE']);
			const { upsun } = await sandbox.state();
			assert.equal(upsun.users.find(({ id }: Json) => id === ME).country, 'SE');
		},
	},
	{
		operation: 'update',
		sentence: 'skips what is so already',
		parameters: {
			userId: { __rl: true, mode: 'email', value: 'robin.salgado@example.com' },
			updateFields: { company: 'Acme Energy' },
			options: { skipUnchanged: true },
		},
		items: [{}],
		async verify([user], sandbox) {
			assert.deepEqual(user.changes, {});
			const written = (await sandbox.journal()).filter(({ method }) => method === 'PATCH');
			assert.equal(written.length, 0);
		},
	},
	{
		operation: 'get',
		sentence: 'reads the user with this username',
		parameters: {
			userId: { __rl: true, mode: 'username', value: 'robin-salgado' },
			simplify: true,
		},
		items: [{}],
		verify: ([user]) => assert.equal(user.id, ME),
	},
	{
		operation: 'changeEmail',
		sentence: 'has a confirmation email sent to the new address',
		parameters: { userId: me, emailAddress: 'robin@example.org' },
		items: [{}],
		async verify(items, sandbox) {
			assert.deepEqual(items, [{ success: true, id: ME }]);
			const { upsun } = await sandbox.state();
			assert.deepEqual(
				upsun.mails.map(({ to }: Json) => to),
				['robin@example.org'],
			);
		},
	},
	{
		operation: 'resetPassword',
		sentence: 'has an email with a link sent',
		parameters: { userId: me },
		items: [{}],
		async verify(items, sandbox) {
			assert.deepEqual(items, [{ success: true, id: ME }]);
			assert.equal((await sandbox.state()).upsun.mails.length, 1);
		},
	},
];
