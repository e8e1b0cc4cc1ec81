import { setAccessToken } from '../support/credentials';
import { AMARA, ME } from '../support/people';
import { byId, ubidots, updateOf, upsun } from '../support/setups';
import { useWorld } from '../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

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
