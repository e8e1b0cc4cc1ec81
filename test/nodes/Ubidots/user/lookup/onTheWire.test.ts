import { MAYBE_APPLIED } from '../../../../../nodes/shared/http/errors';
import { generatedUserId } from '../../../../../tools/sandbox';
import { emailOf, peopleByUsername, usernameOf } from '../../../../support/people';
import { patches, reads, requestCount } from '../../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE, type OnError } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';

/** Users are looked up many at a time; what the service makes of the list is checked. */
const world = useWorld({ users: 350, maxPageSize: 1000 });
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

const onUsername = (onError?: OnError) => bulkUpdate({}, onError, autoMap('username'));
const onEmail = (onError?: OnError) => bulkUpdate({}, onError, autoMap('email'));

describe('a list that cannot be trusted', () => {
	const asked = [301, 5, 120];

	it.each(['ignored', 'first'] as const)(
		'when the filter is %s: still only those who were asked for, and all of them',
		async (mode) => {
			Object.assign(world.sandbox.options, { honourInFilters: mode, maxPageSize: 20 });
			const before = allUsers(world);
			for (const [setup, nameOf] of [
				[onUsername(), (n: number) => ({ username: usernameOf(n) })],
				[onEmail(), (n: number) => ({ email: emailOf(n) })],
			] as const) {
				const rows = asked.map((n) => ({ ...nameOf(n), firstName: 'X' }));
				const { items } = await world.run(setup, rows);
				expect(items.map(({ json }) => json.id)).toEqual(asked.map(generatedUserId));
			}
			expect(changedSince(world, before).sort()).toEqual([5, 120, 301].map(generatedUserId));
			// It was noticed: the account's 360 users were not read page by page.
			expect(reads(world).length).toBeLessThanOrEqual(2 * (2 + asked.length));
		},
	);

	it('that honours only the first value of the filter hides nobody, even when that one is missing', async () => {
		world.sandbox.options.honourInFilters = 'first';
		const rows = [{ username: 'nobody', firstName: 'X' }, ...peopleByUsername(3)];
		const { items } = await world.run(onUsername(CONTINUE), rows);
		expect(items.map(({ json }) => json.status ?? json.error)).toEqual([
			expect.stringContaining("'nobody'"),
			'accepted',
			'accepted',
			'accepted',
		]);
	});

	it('that honours only the first value and drops the second, who is missing too, hides nobody', async () => {
		world.sandbox.options.honourInFilters = 'first';
		const rows = [
			...peopleByUsername(1),
			{ username: 'nobody', firstName: 'X' },
			...peopleByUsername(2, 2),
		];
		const { items } = await world.run(onUsername(CONTINUE), rows);
		expect(items.map(({ json }) => json.status)).toEqual([
			'accepted',
			undefined,
			'accepted',
			'accepted',
		]);
	});

	it('that always claims a next page is not read for ever', async () => {
		const page = {
			count: 1,
			next: `${world.sandbox.url}/api/v2.0/users/?page=2`,
			previous: null,
			results: [{ id: generatedUserId(1), username: usernameOf(1), email: emailOf(1) }],
		};
		world.sandbox.faults.add({
			match: { method: 'GET', path: /users\/$/ },
			times: 60,
			answer: { status: 200, body: page },
		});
		await world.run(onUsername(CONTINUE), peopleByUsername(2));
		expect(reads(world).length).toBeLessThan(10);
	});

	it('that answers with something else than users is told apart from "not found"', async () => {
		world.sandbox.faults.add({
			match: { method: 'GET' },
			times: Infinity,
			answer: { status: 200, body: { hello: 'world' } },
		});
		const { message } = await world.run(onUsername(), peopleByUsername(2));
		expect(message).toContain("has no 'results'");
		expect(patches(world).length).toBe(0);
	});
});

it('a look-up that is refused for the list goes on one by one, and a refused value is only its own row', async () => {
	world.sandbox.faults.add({
		match: { method: 'GET', path: /\/users\/$/ },
		answer: { status: 400, body: { detail: 'Unknown filter.' } },
	});
	world.sandbox.faults.add({
		match: { method: 'GET', path: 'person-00002' },
		answer: { status: 403, body: { detail: 'Not this one.' } },
	});
	const rows = [1, 2, 3].map((n) => ({ username: `person-0000${n}`, firstName: 'X' }));
	const { items } = await world.run(bulkUpdate({}, CONTINUE, autoMap('username')), rows);
	expect(items.map(({ json }) => json.status ?? json.error)).toEqual([
		'accepted',
		expect.stringContaining('Not this one.'),
		'accepted',
	]);
});

describe('a look-up that fails for good before a bulk update', () => {
	const rows = [
		{ username: 'person-00001', firstName: 'X' },
		{ username: 'person-00002', firstName: 'Y' },
	];

	it.each([
		['no answer', { answer: 'reset' as const }, /connection was closed/],
		['a 403', { answer: { status: 403, body: { detail: 'Not for you.' } } }, /Not for you\./],
		['truncated JSON', { answer: 'truncatedJson' as const }, /not JSON/],
	])('because of %s writes nothing, and every row says why', async (_name, fault, text) => {
		world.sandbox.faults.add({ match: { method: 'GET' }, times: Infinity, ...fault });
		const setup = bulkUpdate({ retryTimeout: 0 }, CONTINUE, autoMap('username'));
		const { items } = await world.run(setup, rows);
		expect(items).toHaveLength(2);
		for (const { json } of items) {
			expect(json.error).toMatch(text);
			// It was a question, so nothing can have been done by it.
			expect(json.error).not.toContain(MAYBE_APPLIED);
		}
		expect(patches(world).length).toBe(0);
	});

	it('is tried again like any request', async () => {
		world.sandbox.faults.add({ match: { method: 'GET' }, answer: 'html' });
		const { items } = await world.run(bulkUpdate({}, undefined, autoMap('username')), rows);
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
		expect(reads(world).length).toBe(2);
	});
});

it("a user without an email address is not taken for one whose address is 'null'", async () => {
	const nobody = { ...world.sandbox.ubidots.user(generatedUserId(1)), email: null };
	world.sandbox.faults.add({
		match: { method: 'GET' },
		times: 10,
		answer: { status: 200, body: { count: 1, next: null, results: [nobody] } },
	});
	const rows = [
		{ email: 'null', firstName: 'X' },
		{ email: 'person-00002@example.com', firstName: 'Y' },
	];
	const { items } = await world.run(bulkUpdate({}, CONTINUE, autoMap('email')), rows);
	expect(items.map(({ json }) => 'error' in json)).toEqual([true, true]);
	expect(patches(world)).toEqual([]);
});

it('a key that is too long for an address fails alone', async () => {
	const rows = [
		{ username: 'x'.repeat(20_000), firstName: 'X' },
		{ username: 'person-00002', firstName: 'Y' },
		{ username: 'person-00003', firstName: 'Z' },
	];
	const { items } = await world.run(bulkUpdate({}, CONTINUE, autoMap('username')), rows);
	expect(items.map(({ json }) => json.status)).toEqual([undefined, 'accepted', 'accepted']);
	expect(String(items[0].json.error).length).toBeLessThan(1000);
});

describe('a service that refuses every look-up', () => {
	const refuse = (status: number, path: string | RegExp) =>
		world.sandbox.faults.add({
			match: { method: 'GET', path },
			times: Infinity,
			answer: { status, body: { detail: 'No.' } },
		});
	const rows = Array.from({ length: 60 }, (_, n) => ({ username: `person-${n}`, firstName: 'X' }));

	it('is not asked for each of many users: the others get the same reason', async () => {
		refuse(403, '/users/');
		const { items } = await world.run(bulkUpdate({}, CONTINUE, autoMap('username')), rows);
		expect(items.every(({ json }) => String(json.error).includes('answered 403'))).toBe(true);
		expect(requestCount(world)).toBeLessThanOrEqual(20);
	});

	it('with 404 for the list is taken for a wrong address, and nobody is called missing', async () => {
		refuse(404, /\/users\/$/);
		const { items } = await world.run(bulkUpdate({}, CONTINUE, autoMap('username')), rows);
		for (const { json } of items) expect(json.error).toContain("check 'Base URL'");
		expect(requestCount(world)).toBeLessThanOrEqual(4);
	});
});
