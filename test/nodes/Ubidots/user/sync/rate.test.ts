import { emailOf, usernameOf } from '../../../../support/people';
import { patches, requestCount, rowsSent } from '../../../../support/requests';
import { autoMap, CONTINUE, sync } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { hintsOf } from './crew';

/** At the documented four requests a second, a minute is 240 requests. */
const ONE_MINUTE = 240;
const PEOPLE = 3000;

const world = useWorld({ users: 10_000 });

const rows = (count: number, changed: number) =>
	Array.from({ length: count }, (_, n) => ({
		username: usernameOf(n + 1),
		email: emailOf(n + 1),
		...(n < changed && { firstName: 'New' }),
	}));

describe.each(['username', 'email'])('a list matched by %s', (by) => {
	const run = async (list: object[], more: object = {}) =>
		await world.run(sync({ columns: autoMap(by), ...more }), list as never);

	it('of 3,000 people with 30 changes takes less than a minute of requests', async () => {
		const result = await run(rows(PEOPLE, 30));
		expect(hintsOf(result)).toEqual(['30 updates accepted, 2970 up to date']);
		expect(requestCount(world)).toBeLessThan(ONE_MINUTE);
		expect(patches(world)).toHaveLength(1);
	});

	it('takes less than a minute also with leavers to look for', async () => {
		const scope = { emailEndsWith: '@example.com' };
		const named = [...rows(PEOPLE, 30)];
		const result = await run(named, {
			leavers: 'deactivate',
			scope,
			dryRun: true,
			options: { maxLeavers: '100%' },
		});
		expect(hintsOf(result)[0]).toMatch(
			/written\. 30 to update, 700\d to deactivate, 2970 up to date/,
		);
		expect(requestCount(world)).toBeLessThan(ONE_MINUTE);
	});

	it('takes one request more for each new user, and a look-up of the other name', async () => {
		const fresh = Array.from({ length: 5 }, (_, n) => ({
			username: `fresh-${n}`,
			email: `fresh-${n}@new.example`,
		}));
		await run([...rows(PEOPLE, 0), ...fresh]);
		expect(requestCount(world, { method: 'POST' })).toBe(5);
		expect(requestCount(world)).toBeLessThan(ONE_MINUTE);
	});
});

it('a list of 10,000 people is one item for each', async () => {
	const { items } = await world.run(sync({}, CONTINUE), rows(10_000, 250));
	expect(items).toHaveLength(10_000);
	expect(items.filter(({ json }) => json.action === 'update')).toHaveLength(250);
	expect(rowsSent(world)).toHaveLength(250);
	expect(items[9_999]).toMatchObject({ pairedItem: { item: 9_999 }, json: { action: 'none' } });
});
