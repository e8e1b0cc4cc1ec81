import { column } from '../../../../support/outputs';
import { requestLines } from '../../../../support/requests';
import { ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** A service that leaves the IDs out, though they were asked for. */
const world = useWorld();

const page = (usernames: string[], next: string | null, times = 1) => {
	const results = usernames.map((username) => ({ username }));
	const body = { count: 4, next, results };
	world.sandbox.faults.add({ times, answer: { status: 200, body } });
};
const list = async () => await world.run(ubidots('getAll', { returnAll: true }));

describe('Get Many of users without IDs', () => {
	it('gives the users of all pages, also those that look alike', async () => {
		page(['ada', 'bob'], 'http://127.0.0.1/more');
		page(['cem', 'ada'], null);
		const { items } = await list();
		expect(column(items, 'username')).toEqual(['ada', 'bob', 'cem', 'ada']);
	});

	it('ends when the same page comes again and again', async () => {
		page(['ada', 'bob'], 'http://127.0.0.1/more', 50);
		const { message } = await list();
		expect(message).toContain('returns the same page again and again');
		expect(requestLines(world)).toHaveLength(2);
	});
});
