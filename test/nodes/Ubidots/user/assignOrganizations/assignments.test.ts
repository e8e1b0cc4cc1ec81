import { AMARA, NOBODY } from '../../../../support/people';
import { requestLines, requestsInFull } from '../../../../support/requests';
import {
	byId,
	byLabel,
	byUsername,
	CONTINUE,
	fromList,
	type OnError,
	ubidots,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const PATH = `/api/v2.0/users/${AMARA}/_/assign_organizations/`;
const row = (label: unknown, role: unknown, more: object = {}) => ({
	label: fromList(label),
	role: fromList(role),
	sendInvitation: false,
	...more,
});

const assign = async (
	organization: unknown,
	onError?: OnError,
	items: Array<Record<string, string>> = [{}],
) => {
	const organizations = Array.isArray(organization) ? { organization } : organization;
	return await world.run(
		ubidots('assignOrganizations', { userKey: byId(AMARA), organizations }, onError),
		items,
	);
};

const rolesOf = (id: string) =>
	world.sandbox.ubidots.user(id)?.organizations.map(({ label, role }) => `${label}: ${role.label}`);

describe('Assign Organizations', () => {
	it('sends the labels of organization and role, and gives what the API answers', async () => {
		const { items } = await assign([row('city-lights', 'viewer')]);
		expect(requestsInFull(world)).toEqual([
			{ method: 'POST', path: PATH, body: [{ label: 'city-lights', role: 'viewer' }] },
		]);
		expect(items).toHaveLength(1);
		expect(items[0].pairedItem).toEqual({ item: 0 });
		expect(items[0].json).toMatchObject({
			id: AMARA,
			organizations: [{ label: 'city-lights', role: { label: 'viewer' } }],
		});
		expect(rolesOf(AMARA)).toEqual(['acme-energy: operator', 'city-lights: viewer']);
	});

	it('sends several organizations in one request, in their order', async () => {
		await assign([row('northwind-water', 'operator'), row('acme-energy', 'org-admin')]);
		expect(requestsInFull(world).map(({ body }) => body)).toEqual([
			[
				{ label: 'northwind-water', role: 'operator' },
				{ label: 'acme-energy', role: 'org-admin' },
			],
		]);
		expect(rolesOf(AMARA)).toEqual(['northwind-water: operator', 'acme-energy: org-admin']);
	});

	it('takes the user by username', async () => {
		const { items } = await world.run(
			ubidots('assignOrganizations', {
				userKey: byUsername('amara-okafor'),
				organizations: { organization: [row('city-lights', 'viewer')] },
			}),
		);
		expect(requestLines(world)).toEqual([
			'POST /api/v2.0/users/~amara-okafor/_/assign_organizations/',
		]);
		expect(items[0].json.organizations).toHaveLength(1);
	});

	it('takes labels by hand, with the ~ that they have elsewhere and blanks around them', async () => {
		await assign([row('x', 'y', { label: byLabel('~city-lights'), role: byLabel(' viewer ') })]);
		expect(requestsInFull(world)[0].body).toEqual([{ label: 'city-lights', role: 'viewer' }]);
	});

	it('takes labels from each item', async () => {
		const rows = [row('={{ $json.org }}', '={{ $json.role }}')];
		const { items } = await assign(rows, undefined, [
			{ org: 'city-lights', role: 'viewer' },
			{ org: 'northwind-water', role: 'operator' },
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(rolesOf(AMARA)?.sort()).toEqual([
			'acme-energy: operator',
			'city-lights: viewer',
			'northwind-water: operator',
		]);
	});

	it('is repeated after a broken connection: it gives the same roles again', async () => {
		world.sandbox.faults.add({ answer: 'reset', when: 'after' });
		const { items } = await assign([row('city-lights', 'viewer')]);
		expect(requestLines(world)).toEqual([`POST ${PATH}`, `POST ${PATH}`]);
		expect(items[0].json.organizations).toHaveLength(1);
	});
});

describe('an assignment that the API refuses', () => {
	const bad = [row('city-lights', 'viewer'), row('no-such-customer', 'no-such-role')];

	it('shows what the API says of the row', async () => {
		const { message } = await assign(bad);
		expect(message).toContain(`Could not assign organizations to the user '${AMARA}'`);
		expect(message).toContain('There is no organization "no-such-customer".');
		expect(message).toContain('There is no role "no-such-role".');
	});

	it('holds these messages in the details of the error item', async () => {
		const { items } = await assign(bad, CONTINUE);
		expect(Object.keys(items[0].json)).toEqual(['error', 'details']);
		expect(JSON.stringify(items[0].json.details)).toContain('no-such-customer');
	});

	it('says that there is no such user', async () => {
		const { message } = await world.run(
			ubidots('assignOrganizations', {
				userKey: byId(NOBODY),
				organizations: { organization: [row('city-lights', 'viewer')] },
			}),
		);
		expect(message).toContain('404');
		expect(message).toContain('check the user ID or username');
	});
});

describe('Assign Organizations is refused before any request', () => {
	it.each([
		['no rows', '={{ [] }}', "'Organizations'"],
		['a row without organization', [row('={{ "" }}', 'viewer')], "'Organization'"],
		['a row without role', [row('city-lights', '={{ "" }}')], "'Role'"],
		[
			'an organization that an expression leaves out',
			[row('={{ $json.x }}', 'a')],
			"'Organization'",
		],
		['a list as the role', [row('city-lights', '={{ ["a"] }}')], "'Role'"],
		['a second row without role', [row('a', 'b'), row('c', '={{ null }}')], "'Role 2'"],
	])('with %s', async (_, organizations, reason) => {
		const { message } = await assign(organizations);
		expect(message).toContain(reason);
		expect(requestLines(world)).toEqual([]);
	});

	it('for all items when one is bad', async () => {
		const rows = [row('={{ $json.org }}', 'viewer')];
		const { message, description } = await assign(rows, undefined, [
			{ org: 'city-lights' },
			{ org: '' },
		]);
		expect(message).toContain('[item 1]');
		expect(description).toContain('No request was sent');
		expect(requestLines(world)).toEqual([]);
	});
});
