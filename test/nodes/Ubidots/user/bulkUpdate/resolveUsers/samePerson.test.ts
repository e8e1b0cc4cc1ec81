import { startWorld, type World } from '../../../../../support/world';
import { generatedUserId } from '../../../../../../tools/sandbox';
import {
	allUsers,
	bulk,
	CONTINUE,
	idsOf,
	patches,
	people,
	reads,
} from '../../../../../support/scale';

let world: World;
beforeAll(async () => (world = await startWorld({ users: 160 })));
beforeEach(() => world.sandbox.reset());
afterAll(async () => await world.close());

const KAI = '64a1f0c2b7e4d90013aa0009';
const SEAN = '64a1f0c2b7e4d90013aa0006';
const onEmail = (onError?: typeof CONTINUE) => bulk({}, onError, 'email');
const row = (email: string, firstName = 'X') => ({ email, firstName });
const written = () => patches(world.sandbox).flatMap(idsOf);

describe('a user found twice', () => {
	beforeEach(() =>
		world.sandbox.ubidots.put({ username: 'kai-again', email: 'kai.makoa@example.com' }),
	);

	it('is refused with both ids, and neither is written to', async () => {
		const before = [...allUsers(world.sandbox).values()];
		const { message, description } = await world.run(onEmail(), [row('kai.makoa@example.com')]);
		expect(message).toContain("2 users have the email address 'kai.makoa@example.com'");
		expect(message).toContain(KAI);
		expect(message).toContain('match by ID');
		expect(description).toContain('No update was sent');
		expect(patches(world.sandbox).length).toBe(0);
		expect([...allUsers(world.sandbox).values()]).toEqual(before);
	});

	it('does not hold back the others with Continue On Fail', async () => {
		const { items } = await world.run(onEmail(CONTINUE), [
			row('person-00001@example.com'),
			row('kai.makoa@example.com'),
			row('person-00002@example.com'),
		]);
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', undefined, 'accepted']);
		expect(items[1].json.error).toContain('2 users have the email address');
		expect(written()).toEqual([generatedUserId(1), generatedUserId(2)]);
	});
});

describe('the case of an e-mail address', () => {
	it.each([
		['KAI.MAKOA@EXAMPLE.COM', KAI],
		['sean.obrien@example.com', SEAN],
	])('does not matter: %s', async (email, id) => {
		const { items } = await world.run(onEmail(), [row(email), row('person-00003@example.com')]);
		expect(items.map(({ json }) => json.id)).toEqual([id, generatedUserId(3)]);
	});

	it('does not matter either when another address of the run belongs to nobody', async () => {
		const rows = [
			row('aaa.nobody@example.com'),
			row('person-00001@example.com'),
			row('sean.obrien@example.com'),
			row('person-00002@example.com'),
			row('KAI.MAKOA@example.com'),
		];
		const { items } = await world.run(onEmail(CONTINUE), rows);
		expect(items.map(({ json }) => json.id)).toEqual([
			undefined,
			generatedUserId(1),
			SEAN,
			generatedUserId(2),
			KAI,
		]);
	});

	it('tells two users apart whose addresses differ in it', async () => {
		const other = world.sandbox.ubidots.put({
			username: 'kai-caps',
			email: 'KAI.makoa@example.com',
		});
		const { items } = await world.run(onEmail(), [
			row('kai.makoa@example.com'),
			row('person-00004@example.com'),
		]);
		expect(items[0].json.id).toBe(KAI);
		expect(written()).not.toContain(other.id);
	});

	it('is refused as ambiguous when it fits neither of two', async () => {
		world.sandbox.ubidots.put({ username: 'kai-caps', email: 'KAI.makoa@example.com' });
		const { message } = await world.run(onEmail(), [row('Kai.Makoa@example.com')]);
		expect(message).toContain('2 users have the email address');
		expect(patches(world.sandbox).length).toBe(0);
	});
});

describe('the case of a username', () => {
	it('matters: a name that is only written alike is nobody', async () => {
		const { message } = await world.run(bulk({}, undefined, 'username'), [
			{ username: 'KAI-MAKOA', firstName: 'X' },
			{ username: 'person-00001', firstName: 'X' },
		]);
		expect(message).toContain("No user has the username 'KAI-MAKOA'");
		expect(patches(world.sandbox).length).toBe(0);
	});
});

describe('two rows for one user', () => {
	it('are refused before any request when they name it in the same words', async () => {
		const { message } = await world.run(onEmail(), [
			row('kai.makoa@example.com'),
			row('person-00001@example.com'),
			row('KAI.Makoa@example.com', 'Y'),
		]);
		expect(message).toContain('items 0, 2');
		expect(world.sandbox.journal.count()).toBe(0);
	});

	it('are refused before any PATCH when only the look-up shows it', async () => {
		// A service that takes usernames without regard to case.
		const kai = { id: KAI, username: 'kai-makoa', email: 'kai.makoa@example.com' };
		const twin = { ...kai, username: 'Kai-Makoa' };
		world.sandbox.faults.add({
			match: { method: 'GET' },
			times: Infinity,
			answer: { status: 200, body: { count: 2, next: null, previous: null, results: [kai, twin] } },
		});
		const rows = [
			{ username: 'kai-makoa', firstName: 'One' },
			{ username: 'Kai-Makoa', firstName: 'Two' },
		];
		const { message } = await world.run(bulk({}, undefined, 'username'), rows);
		expect(message).toContain('items 0-1');
		expect(message).toContain('give each user only one row');
		expect(patches(world.sandbox).length).toBe(0);
	});
});

it('an address with a comma in it is looked up by itself, and not taken for two', async () => {
	// What follows the comma is the address of somebody else.
	const email = 'a,person-00009@example.com';
	const odd = world.sandbox.ubidots.put({ username: 'odd', email });
	const emails = people(150).map((_, index) => `person-${String(index + 1).padStart(5, '0')}`);
	const rows = emails.map((name) => row(`${name}@example.com`)).filter((_, index) => index !== 8);
	const setup = bulk({ maxConcurrentRequests: 1 }, undefined, 'email');
	const { items } = await world.run(setup, [row(email), ...rows]);
	expect(items[0].json).toMatchObject({ id: odd.id, status: 'accepted' });
	expect(written()).toHaveLength(150);
	expect(written()).not.toContain(generatedUserId(9));
	// Two lists and this one alone: nothing made it doubt the filter.
	expect(reads(world.sandbox).length).toBe(3);
});

it('addresses with a plus sign, an ampersand or an accent arrive as they are', async () => {
	const emails = ['a+b&c=d@example.com', 'zoë#1@example.com', '100%@example.com'];
	const ids = emails.map(
		(email, n) => world.sandbox.ubidots.put({ username: `odd-${n}`, email }).id,
	);
	const { items } = await world.run(
		onEmail(),
		emails.map((email) => row(email)),
	);
	expect(items.map(({ json }) => json.id)).toEqual(ids);
});
