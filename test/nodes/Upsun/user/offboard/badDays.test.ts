import { setAccessToken } from '../../../../support/credentials';
import { column, hintsOf } from '../../../../support/outputs';
import { AIKO, ME } from '../../../../support/people';
import { requestCount } from '../../../../support/requests';
import { CONTINUE } from '../../../../support/setups';
import { until } from '../../../../support/waiting';
import { useWorld } from '../../../../support/useWorld';
import { startRun } from '../../../../support/world';
import {
	BJORN,
	BJORN_EMAIL,
	deletions,
	DILNOZA_EMAIL,
	HANA_EMAIL,
	idOf,
	offboard,
	rows,
} from './leaver';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const faults = () => world.sandbox.faults;
const service = () => world.sandbox.upsun;
const membersOf = (name: string) => new RegExp(`/organizations/${idOf(world, name)}/members`);

describe('what others do meanwhile', () => {
	it('an invitation that is accepted meanwhile: the new member is removed too', async () => {
		// Hana accepts while Björn is taken out of his team.
		world.sandbox.options.onBeforeWrite = (userId) => {
			const acme = service().organizations.find(({ label }) => label === 'Acme Energy');
			const pending = acme?.invitations.find(({ state }) => state === 'pending');
			if (userId === BJORN && pending) service().accept(pending.id);
		};
		const { items } = await world.run(offboard(), rows(BJORN_EMAIL, HANA_EMAIL));
		expect(column(items, 'status')).toEqual(['removed', 'removed']);
		expect(items[1].json).toMatchObject({
			email: HANA_EMAIL,
			remaining: [],
			organizations: [{ status: 'removed', permissions: ['projects:list'] }, {}],
		});
		expect(deletions(world).slice(-2)).toEqual([
			`DELETE organizations Acme Energy invitations ${HANA_EMAIL}`,
			'DELETE organizations Acme Energy members hana.novak',
		]);
	});

	it('a member whom somebody else removes meanwhile is removed', async () => {
		world.sandbox.options.onBeforeWrite = (userId) => {
			const acme = idOf(world, 'Acme Energy');
			service().changePlace(acme, ({ members }) => void delete members[userId]);
		};
		const { items } = await world.run(offboard(), rows(BJORN_EMAIL));
		expect(items[0].json).toMatchObject({ status: 'removed', remaining: [] });
	});
});

describe('whoever is still seen afterwards is named', () => {
	it('a member whose removal had no effect', async () => {
		const answer = { status: 204 };
		const match = { method: 'DELETE', path: membersOf('Acme Energy') };
		faults().add({ match, times: Infinity, answer });
		const result = await world.run(offboard(), rows(BJORN_EMAIL));
		expect(result.items[0].json).toMatchObject({
			status: 'partly',
			organizations: [{ status: 'partly' }, { status: 'unchanged' }],
			remaining: expect.arrayContaining(['member of Acme Energy (projects:list)']),
		});
		expect(hintsOf(result)[0]).toBe('0 removed, 1 in part, 0 not found');
	});
});

describe('what the token may not see', () => {
	const forbid = (name: string) =>
		service().changePlace(idOf(world, name), (place) => Object.assign(place, { right: 'none' }));
	/** 403 on one of three. */
	const ALL = { organizations: 'acme-energy, city-lights, closed-doors' };

	it('one of three organizations: the others are left, and the person is not called removed', async () => {
		forbid('Closed Doors');
		const result = await world.run(offboard(ALL), rows(DILNOZA_EMAIL));
		expect(result.items[0].json).toMatchObject({
			status: 'partly',
			organizations: [
				{ name: 'Acme Energy', status: 'removed' },
				{ name: 'City Lights', status: 'removed' },
				{ name: 'Closed Doors', status: 'notVisible' },
			],
			notVisible: expect.arrayContaining([
				'the people of Closed Doors (Upsun answered 403)',
				'the invitations to Closed Doors (Upsun answered 403)',
			]),
			remaining: [],
		});
		expect(hintsOf(result)).toContain(
			"Not everything about 1 user could be read: 'notVisible' says what. Nobody is taken for gone there",
		);
	});

	it("an organization that is not the token owner's", async () => {
		service().addOrganization({ name: 'elsewhere', label: 'Elsewhere', ownerId: AIKO });
		const place = service().organizations.find(({ name }) => name === 'elsewhere');
		service().changePlace(String(place?.id), ({ members }) => void delete members[ME]);
		const setup = offboard({ organizations: 'acme-energy, elsewhere' });
		const { items } = await world.run(setup, rows(BJORN_EMAIL));
		expect(items[0].json).toMatchObject({
			status: 'partly',
			organizations: [{ status: 'removed' }, { name: 'elsewhere', status: 'notVisible' }],
			notVisible: ['elsewhere (Upsun answered 403)'],
		});
	});

	it('addresses: whoever is not found by one may be somebody whose is hidden', async () => {
		Object.assign(world.sandbox.options, { omittedFields: ['email'], omittedFrom: ['list'] });
		const { items } = await world.run(offboard(), rows(BJORN_EMAIL));
		expect(items[0].json).toMatchObject({
			organizations: [{ status: 'notVisible' }, { status: 'notVisible' }],
			notVisible: expect.arrayContaining([
				expect.stringMatching(
					/^the people of Acme Energy, in part \(Upsun does not show the address/,
				),
			]),
		});
		expect(deletions(world)).toEqual([]);
	});

	describe('access of somebody who is in no list of the organization', () => {
		/** The service shows it only for the ID. */
		const showAccess = (userId: string) => {
			const organization_id = idOf(world, 'City Lights');
			const access = { resource_type: 'project', resource_id: 'p1', permissions: ['admin'] };
			const body = { items: [{ user_id: userId, ...access, organization_id }] };
			const match = { path: `/users/${userId}/extended-access` };
			faults().add({ match, times: Infinity, answer: { status: 200, body } });
		};
		const seen = {
			status: 'partly',
			remaining: ["the project 'p1'"],
			organizations: [{}, { name: 'City Lights', status: 'partly', projects: [{ id: 'p1' }] }],
		};

		it.each([true, false])('is named where nothing else is found; dry run %s', async (dryRun) => {
			const { id } = service().put({
				id: '7b3f2a10-5c4d-4e6f-8a90-0000000000fe',
				email: 'gone@example.org',
				username: 'gone',
			});
			showAccess(id);
			const { items } = await world.run(offboard({ dryRun }), rows(id));
			expect(items[0].json).toMatchObject(seen);
			expect(deletions(world)).toEqual([]);
		});

		it('is named when all else is taken away', async () => {
			showAccess(BJORN);
			const { items } = await world.run(offboard(), rows(BJORN));
			expect(items[0].json).toMatchObject(seen);
		});
	});

	it('owners: nobody is removed from an organization whose owner is not known', async () => {
		Object.assign(world.sandbox.options, {
			omittedFields: ['owner_id', 'owner'],
			omittedFrom: ['list', 'read'],
		});
		const { message } = await world.run(offboard(), rows(BJORN_EMAIL));
		expect(message).toContain("Could not tell who owns the organization 'Acme Energy'");
		expect(deletions(world)).toEqual([]);
	});

	it('stays in the record of somebody who was found nowhere', async () => {
		forbid('City Lights');
		const setup = offboard({ organizations: 'acme-energy, city-lights' });
		const { items } = await world.run(setup, rows('nobody@example.com'));
		expect(items[0].json).toMatchObject({
			status: 'unchanged',
			organizations: [{ status: 'unchanged' }, { status: 'notVisible' }],
			notVisible: expect.arrayContaining(['the people of City Lights (Upsun answered 403)']),
		});
	});

	it('the invitations of a project', async () => {
		const path = `/projects/${idOf(world, 'Website')}/invitations`;
		faults().add({ match: { path }, times: Infinity, answer: { status: 403 } });
		const { items } = await world.run(offboard(), rows(BJORN_EMAIL));
		expect(items[0].json).toMatchObject({
			status: 'partly',
			notVisible: expect.arrayContaining([
				"the invitations to the project 'Website' (Upsun answered 403)",
			]),
		});
	});

	it('what somebody can access: the lists of people are proof enough', async () => {
		world.sandbox.options.accessOfOthers = 'forbidden';
		const { items } = await world.run(offboard(), rows(BJORN_EMAIL));
		expect(items[0].json).toMatchObject({
			status: 'removed',
			notVisible: expect.arrayContaining(['the projects (Upsun answered 403)']),
		});
	});

	it('a page of the members that cannot be read whole', async () => {
		world.sandbox.options.foreignMemberLinks = { ref: 'https://elsewhere.example.com' };
		const { items } = await world.run(offboard(), rows(BJORN));
		expect(items[0].json).toMatchObject({
			status: 'partly',
			notVisible: expect.arrayContaining([
				expect.stringMatching(/^the people of Acme Energy, in part \(.*another host/),
			]),
		});
		expect(deletions(world)).toHaveLength(2);
	});
});

describe('when the service', () => {
	it('is busy in the middle, it is asked again', async () => {
		faults().add({ match: { method: 'DELETE' }, skip: 1, answer: { status: 429 } });
		const { items } = await world.run(offboard(), rows(BJORN_EMAIL));
		expect(items[0].json.status).toBe('removed');
	});

	it('cannot be read before the first write, nothing is written', async () => {
		faults().add({ match: { path: '/teams' }, times: Infinity, answer: { status: 400 } });
		const { status } = await world.run(offboard(), rows(BJORN_EMAIL));
		expect([status, deletions(world)]).toEqual(['error', []]);
	});

	it('cannot be read after the last one, the record says so', async () => {
		const path = membersOf('Acme Energy');
		const match = { method: 'GET', path };
		faults().add({ match, skip: 1, times: Infinity, answer: { status: 400 } });
		const { items } = await world.run(offboard(), rows(BJORN_EMAIL));
		expect(items[0].json).toMatchObject({
			status: 'partly',
			notVisible: expect.arrayContaining(['the people of Acme Energy (Upsun answered 400)']),
		});
	});

	describe('fails at the last step', () => {
		const options = { maxConcurrentRequests: 1, retryTimeout: 0 };
		const STILL =
			/answered 500.* 'bjorn\.asgeirsson@example\.org' still has access\. Done: remove from the team 'Field engineers'\. Left to do: remove from Acme Energy\. Run it again/;
		beforeEach(() => {
			const match = { method: 'DELETE', path: membersOf('Acme Energy') };
			faults().add({ match, answer: { status: 500 } });
		});

		it('the run ends, and says who still has access, and what was done', async () => {
			const setup = offboard({ options });
			const { message, description } = await world.run(setup, rows(BJORN_EMAIL, DILNOZA_EMAIL));
			expect(message).toMatch(STILL);
			expect(description).toContain(
				"Done: bjorn.asgeirsson@example.org: remove from the team 'Field engineers'",
			);
			expect(description).toContain('Not sent: item 1 (1)');
		});

		it('with Continue On Fail the others are removed', async () => {
			const setup = offboard({ options }, CONTINUE);
			const { items } = await world.run(setup, rows(BJORN_EMAIL, DILNOZA_EMAIL));
			expect(items[0].json.error).toMatch(STILL);
			expect(items[1].json.status).toBe('removed');
		});
	});
});

it('a token that may read and not write: nobody is removed, and the error says why', async () => {
	for (const name of ['Acme Energy', 'City Lights'])
		service().changePlace(idOf(world, name), (place) => Object.assign(place, { right: 'read' }));
	const { items } = await world.run(offboard({}, CONTINUE), rows(BJORN_EMAIL));
	expect(items[0].json.error).toMatch(/answered 403.*Manage Users.*still has access/s);
	expect(deletions(world)).toHaveLength(1);
});

it('where one organization may only be read, the others are left, and the error says what is not', async () => {
	const acme = idOf(world, 'Acme Energy');
	service().changePlace(acme, (place) => Object.assign(place, { right: 'read' }));
	const { items } = await world.run(offboard({}, CONTINUE), rows(DILNOZA_EMAIL));
	expect(items[0].json.error).toMatch(
		/answered 403.*still has access\. Done: remove from City Lights\. Left to do: .*remove from Acme Energy/s,
	);
	expect(deletions(world)).toContain('DELETE organizations City Lights members dilnoza-karimova');
});

it('a stop before the last step says what was done', async () => {
	const match = { method: 'DELETE', path: membersOf('Acme Energy') };
	faults().add({ match, answer: 'hang' });
	const running = startRun(world, offboard(), rows(BJORN_EMAIL));
	await until(() => requestCount(world, match) === 1);
	running.cancel();
	expect((await running.nodeEnd).error).toMatchObject({
		message: 'The execution was canceled',
		description:
			"Done before, and not checked again: bjorn.asgeirsson@example.org: remove from the team 'Field engineers'",
	});
	await running.result;
});
