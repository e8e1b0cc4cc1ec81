import { setAccessToken } from '../support/credentials';
import { AMARA, ME } from '../support/people';
import {
	byId,
	byUsername,
	organizations,
	ubidots,
	updateOf,
	upsun,
	upsunUpdateOf,
} from '../support/setups';
import { useWorld } from '../support/useWorld';

const world = useWorld();

beforeEach(() => setAccessToken(world));

const PAGE = '<!doctype html><title>Please sign in</title>';

const WITHOUT_ANSWER = [
	['delete', ubidots('delete', { userKey: byId(AMARA) }), 'DELETE'],
	['delete by username', ubidots('delete', { userKey: byUsername('amara-okafor') }), 'DELETE'],
	[
		'changeEmail',
		upsun('changeEmail', { userId: byId(ME), emailAddress: 'robin.new@example.com' }),
		'POST',
	],
	['resetPassword', upsun('resetPassword', { userId: byId(ME) }), 'POST'],
] as const;

describe.each(WITHOUT_ANSWER)('%s, whose answer has no body,', (_, setup, method) => {
	it('does not take a web page with 200 for a success: a sign-in page stands in between', async () => {
		const answer = { status: 200, contentType: 'text/html', body: PAGE };
		world.sandbox.faults.add({ answer, match: { method } });
		const { status, message, items } = await world.run(setup);
		expect([status, items]).toEqual(['error', []]);
		expect(message).toContain('not JSON');
	});

	it.each([204, 200, 202])('takes %i without a body for a success', async (code) => {
		world.sandbox.faults.add({ answer: { status: code, body: '' }, match: { method } });
		expect((await world.run(setup)).status).toBe('success');
	});

	it('takes a JSON body for a success', async () => {
		const answer = { status: 200, body: { done: true } };
		world.sandbox.faults.add({ answer, match: { method } });
		expect((await world.run(setup)).status).toBe('success');
	});

	it('does not take a redirect for a success', async () => {
		const answer = { status: 302, headers: { location: 'https://login.example/' } };
		world.sandbox.faults.add({ answer, match: { method } });
		const { message } = await world.run(setup);
		expect(message).toContain('redirects elsewhere');
		expect(message).not.toContain('login.example');
	});
});

const WITH_ANSWER = [
	['get', ubidots('get', { userKey: byId(AMARA) })],
	[
		'create',
		ubidots('create', { username: 'ada', email: 'ada@example.com', password: 'Correct-9' }),
	],
	[
		'assignOrganizations',
		ubidots('assignOrganizations', {
			userKey: byId(AMARA),
			organizations: organizations('city-lights', 'viewer'),
		}),
	],
	[
		'removeOrganizations',
		ubidots('removeOrganizations', {
			userKey: byId(AMARA),
			organizations: organizations('acme-energy', ''),
		}),
	],
	['update', updateOf(byId(AMARA))],
	['get of Upsun', upsun('get', { userId: byId(ME) })],
	['update of Upsun', upsunUpdateOf(byId(ME))],
] as const;

describe.each(WITH_ANSWER)('%s', (_, setup) => {
	it.each([
		['a web page', { status: 200, contentType: 'text/html', body: PAGE }],
		['nothing', { status: 200, body: '' }],
		['a list', { status: 200, body: [] }],
	])('does not take %s for a user', async (_what, answer) => {
		world.sandbox.faults.add({ answer });
		const { status, items, message } = await world.run(setup);
		expect([status, items]).toEqual(['error', []]);
		// Where an empty answer may be a success, the user is read, who has no such organization.
		expect(message).toMatch(/the response \(200\) is|answered without 'city-lights:viewer'/);
	});
});

/** As text: writing it from an object would fail already. */
const nested = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);

const DEPTHS = [300, 20_000, 50_000];

const answer = (body: string, status = 200) =>
	world.sandbox.faults.add({
		times: 9,
		answer: { status, body, contentType: 'application/json' },
	});

describe('an answer that is nested thousands of levels deep is refused in words:', () => {
	const users = {
		'Ubidots getAll': (user: string) => `{"count":1,"next":null,"results":[${user}]}`,
		'Ubidots get': (user: string) => user,
		'Upsun get': (user: string) => user,
	};
	const setups = {
		'Ubidots getAll': ubidots('getAll', { returnAll: true, simplify: false }),
		'Ubidots get': ubidots('get', { userKey: byId(AMARA), simplify: false }),
		'Upsun get': upsun('get', { userId: byId(ME), simplify: false }),
	};
	const CASES = Object.keys(setups) as Array<keyof typeof setups>;

	it.each(CASES)('%s', async (name) => {
		for (const depth of DEPTHS) {
			world.sandbox.faults.clear();
			answer(users[name](`{"id":"${ME}","properties":${nested(depth)}}`));
			const { message, items } = await world.run(setups[name]);
			expect(items).toEqual([]);
			expect(message).toContain('the response (200) is JSON that is nested too deeply. Check');
		}
	});

	it.each(['Ubidots getAll', 'Ubidots get'] as const)(
		'%s: what a node can write itself is not deep',
		async (name) => {
			answer(users[name](`{"id":"${ME}","properties":${nested(100)}}`));
			const { items } = await world.run(setups[name]);
			expect(JSON.stringify(items[0].json.properties)).toBe(nested(100));
		},
	);

	it('of a write, which may have been carried out', async () => {
		for (const depth of DEPTHS) {
			world.sandbox.faults.clear();
			answer(`{"id":"${AMARA}","properties":${nested(depth)}}`);
			const { message } = await world.run(updateOf(byId(AMARA)));
			expect(message).toContain(
				'JSON that is nested too deeply. It may have been carried out anyway',
			);
		}
	});

	it('of an error', async () => {
		for (const body of [nested(50_000), `{"detail":${nested(50_000)}}`, `[${nested(50_000)}]`]) {
			world.sandbox.faults.clear();
			answer(body, 500);
			const { message, error } = await world.run(updateOf(byId(AMARA)));
			expect(message).toContain(
				'Ubidots answered 500: no reason was given. It may have been carried out anyway',
			);
			expect(error?.httpCode).toBe('500');
		}
	});
});
