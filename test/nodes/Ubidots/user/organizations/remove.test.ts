import { hintsOf } from '../../../../support/outputs';
import { AMARA, KAI, NOBODY, SEAN } from '../../../../support/people';
import { requestLines, requestsInFull } from '../../../../support/requests';
import {
	byId,
	byLabel,
	byUsername,
	CONTINUE,
	type OnError,
	organizations,
	ubidots,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const remove = async (userKey: unknown, rows: unknown, onError?: OnError, items = [{}]) =>
	await world.run(
		ubidots(
			'removeOrganizations',
			{ userKey, organizations: rows, options: { retryTimeout: 0 } },
			onError,
		),
		items,
	);
const outOf = (...labels: string[]) => ({
	organization: labels.map((label) => ({ label: byLabel(label), role: byLabel('') })),
});
const organizationsOf = (id: string) =>
	world.sandbox.ubidots.user(id)?.organizations.map(({ label }) => label);
const READ = `GET /api/v2.0/users/${SEAN}`;
const POST = `POST /api/v2.0/users/${SEAN}/_/remove_organizations/`;

describe('Remove Organizations', () => {
	it('sends the role that the user has, and reads the user afterwards', async () => {
		const { items } = await remove(byId(SEAN), outOf('~acme-energy'));
		expect(requestLines(world)).toEqual([READ, POST, READ]);
		expect(requestsInFull(world)[1].body).toEqual([
			{ label: 'acme-energy', role: 'dashboards-viewer' },
		]);
		expect(items).toEqual([
			{
				json: {
					id: SEAN,
					removed: ['acme-energy'],
					organizations: world.sandbox.ubidots.user(SEAN)?.organizations,
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(organizationsOf(SEAN)).toEqual(['city-lights']);
	});

	it('takes several, and the user by username', async () => {
		const { items } = await remove(byUsername('Sean-OBrien'), outOf('acme-energy', 'city-lights'));
		expect(items[0].json).toEqual({
			username: 'Sean-OBrien',
			removed: ['acme-energy', 'city-lights'],
			organizations: [],
		});
	});

	it('writes nothing where the user is in none of them: twice is no error', async () => {
		for (const removed of [['acme-energy'], []]) {
			const { items } = await remove(byId(SEAN), outOf('acme-energy', 'no-such-customer'));
			expect(items[0].json.removed).toEqual(removed);
		}
		expect(requestLines(world)).toEqual([READ, POST, READ, READ]);
		expect((await remove(byId(KAI), outOf('acme-energy'))).items[0].json.removed).toEqual([]);
	});

	it('is done with an answer without a body as well', async () => {
		world.sandbox.options.removalStatus = 204;
		const { items } = await remove(byId(SEAN), outOf('acme-energy'));
		expect(items[0].json.removed).toEqual(['acme-energy']);
	});

	it('is done where the role has to be right', async () => {
		world.sandbox.options.removalWantsRole = true;
		expect((await remove(byId(SEAN), outOf('acme-energy'))).message).toBeUndefined();
	});

	it('is done when the answer was lost', async () => {
		world.sandbox.faults.add({ match: { method: 'POST' }, when: 'after', answer: { status: 500 } });
		const { items } = await remove(byId(SEAN), outOf('acme-energy'));
		expect(items[0].json.removed).toEqual(['acme-energy']);
	});
});

describe('who still has an organization is said', () => {
	it('when the service refuses the last one', async () => {
		world.sandbox.options.keepsLastOrganization = true;
		const { message } = await remove(byId(AMARA), outOf('acme-energy'));
		expect(message).toContain('A user needs an organization.');
		expect(message).toContain("The user still has 'acme-energy'");
	});

	it('when the service says that it is done, and it is not', async () => {
		world.sandbox.faults.add({ match: { method: 'POST' }, answer: { status: 200, body: {} } });
		const { message } = await remove(byId(SEAN), outOf('acme-energy', 'city-lights'));
		expect(message).toBe(
			`Could not take the user '${SEAN}' out of organizations: Ubidots said that it was done, but the user still has 'acme-energy', 'city-lights' [item 0]`,
		);
	});

	it('when it cannot be seen', async () => {
		world.sandbox.faults.add({ skip: 1, match: { method: 'GET' }, answer: { status: 403 } });
		const { message } = await remove(byId(SEAN), outOf('acme-energy'));
		expect(message).toContain('Could not see whether');
		expect(message).toContain("The user may still have 'acme-energy'");
	});

	it('for each item, with Continue On Fail', async () => {
		const setup = [{ id: SEAN }, { id: NOBODY }, { id: AMARA }];
		world.sandbox.options.keepsLastOrganization = true;
		const { items } = await remove(byId('={{ $json.id }}'), outOf('acme-energy'), CONTINUE, setup);
		expect(items.map(({ json }) => json.removed ?? json.error)).toEqual([
			['acme-energy'],
			expect.stringContaining('check the user ID or username'),
			expect.stringContaining("still has 'acme-energy'"),
		]);
	});
});

describe('a label that may be misspelled', () => {
	it('fails the item where the user has it in another case, and nothing is sent', async () => {
		const { message } = await remove(byId(SEAN), outOf('city-lights', 'Acme-Energy'));
		expect(message).toContain(
			`The user '${SEAN}' is not in 'Acme-Energy', but in 'acme-energy': write it like that`,
		);
		expect(requestLines(world)).toEqual([READ]);
	});

	it('is named in a hint where no user was in it', async () => {
		const items = [{ id: SEAN }, { id: AMARA }];
		const result = await remove(
			byId('={{ $json.id }}'),
			outOf('acme-energy', 'acme'),
			undefined,
			items,
		);
		expect(hintsOf(result)).toEqual([
			"'Organizations' has 'acme', which no user was in. Check the spelling",
		]);
	});
});

describe('nothing is sent', () => {
	it('where the service does not show the organizations', async () => {
		world.sandbox.options.omittedFields = ['organizations'];
		const { message } = await remove(byId(SEAN), outOf('acme-energy'));
		expect(message).toContain('Ubidots does not show the organizations of the user');
		expect(requestLines(world)).toEqual([READ]);
	});

	it('where it does not show the role, unless it is given', async () => {
		world.sandbox.options.hidesRoles = true;
		const { message } = await remove(byId(SEAN), outOf('acme-energy'));
		expect(message).toContain(
			"does not show the role of the user '64a1f0c2b7e4d90013aa0006' in 'acme-energy'",
		);
		expect(message).toContain("choose it under 'Role'");
		expect(requestLines(world)).toEqual([READ]);
		const given = organizations('acme-energy', 'dashboards-viewer');
		expect((await remove(byId(SEAN), given)).items[0].json.removed).toEqual(['acme-energy']);
	});

	it.each([
		['no rows', {}, "'Organizations' has no rows: add the organization"],
		['a row without a label', outOf('={{ "" }}'), "'Organization' is empty"],
		['a role that was lost', organizations('acme', '={{ "#N/A" }}'), "'Role' has '#N/A'"],
	])('with %s', async (_, rows, reason) => {
		expect((await remove(byId(SEAN), rows)).message).toContain(reason);
		expect(requestLines(world)).toEqual([]);
	});
});
