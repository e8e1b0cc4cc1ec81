import { generatedUserId } from '../../../../../tools/sandbox';
import { AMARA, KAI, SEAN, TESTT } from '../../../../support/people';
import { idsOf, patches, reads, requestCount } from '../../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE, type OnError } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers } from '../../../../support/written';

const world = useWorld({ users: 160 });

const onEmail = (onError?: OnError) => bulkUpdate({}, onError, autoMap('email'));
const row = (email: string, firstName = 'X') => ({ email, firstName });
const written = () => patches(world).flatMap(idsOf);

describe('a user found twice', () => {
	beforeEach(() =>
		world.sandbox.ubidots.put({ username: 'kai-again', email: 'kai.makoa@example.com' }),
	);

	it('is refused with both ids, and neither is written to', async () => {
		const before = [...allUsers(world).values()];
		const { message, description } = await world.run(onEmail(), [row('kai.makoa@example.com')]);
		expect(message).toContain("2 users have the email address 'kai.makoa@example.com'");
		expect(message).toContain(KAI);
		expect(message).toContain('match by ID');
		expect(description).toContain('No update was sent');
		expect(patches(world).length).toBe(0);
		expect([...allUsers(world).values()]).toEqual(before);
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
		expect(patches(world).length).toBe(0);
	});
});

describe('the case of a username', () => {
	it('matters: a name that is only written alike is nobody', async () => {
		const { message } = await world.run(bulkUpdate({}, undefined, autoMap('username')), [
			{ username: 'KAI-MAKOA', firstName: 'X' },
			{ username: 'person-00001', firstName: 'X' },
		]);
		expect(message).toContain("No user has the username 'KAI-MAKOA'");
		expect(patches(world).length).toBe(0);
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
		expect(requestCount(world)).toBe(0);
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
		const { message } = await world.run(bulkUpdate({}, undefined, autoMap('username')), rows);
		expect(message).toContain('items 0-1');
		expect(message).toContain('give each user only one row');
		expect(patches(world).length).toBe(0);
	});
});

it('a username with a comma in it is looked up by itself, and not taken for two', async () => {
	// What follows the comma is the username of somebody else.
	const username = 'a,person-00009';
	const odd = world.sandbox.ubidots.put({ username });
	const others = Array.from({ length: 150 }, (_, index) => index + 1).filter((n) => n !== 9);
	const named = (username: string) => ({ username, firstName: 'X' });
	const rows = others.map((n) => named(`person-${String(n).padStart(5, '0')}`));
	const setup = bulkUpdate({ maxConcurrentRequests: 1 }, undefined, autoMap('username'));
	const { items } = await world.run(setup, [named(username), ...rows]);
	expect(items[0].json).toMatchObject({ id: odd.id, status: 'accepted' });
	expect(written()).toHaveLength(150);
	expect(written()).not.toContain(generatedUserId(9));
	// Two lists and this one alone: nothing made it doubt the filter.
	expect(reads(world).length).toBe(3);
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

it('an address that several people have is read to the last page', async () => {
	world.sandbox.options.refuseTwins = false;
	world.sandbox.ubidots.put({ id: TESTT, email: 'twin@example.com' });
	world.sandbox.ubidots.put({ id: AMARA, email: 'TWIN@example.com' });
	world.sandbox.options.maxPageSize = 1;
	const row = { email: 'TWIN@example.com', firstName: 'Right' };
	await world.run(bulkUpdate({}, CONTINUE, autoMap('email')), [row]);
	expect(world.sandbox.ubidots.user(AMARA)?.firstName).toBe('Right');
	expect(world.sandbox.ubidots.user(TESTT)?.firstName).not.toBe('Right');
});
