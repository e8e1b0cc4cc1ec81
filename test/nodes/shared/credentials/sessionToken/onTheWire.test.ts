import { startSandbox } from '../../../../../tools/sandbox';
import { setApiKey } from '../../../../support/credentials';
import { column } from '../../../../support/outputs';
import { members, people, TESTT } from '../../../../support/people';
import { patches, requestCount, requests } from '../../../../support/requests';
import { byId, update, updateOf, upsunUpdate } from '../../../../support/setups';
import { useNewWorlds } from '../../../../support/useWorld';

const ROWS = 60;
const world = useNewWorlds({ users: ROWS, upsunAdmin: true, latencyMs: 15 });
beforeEach(() => setApiKey(world));

const PARALLEL = { maxConcurrentRequests: 20 };

/** Calls `expire` once this many updates have been answered. */
function expireAfter(answers: number, expire: () => void): void {
	if (answers === 0) return expire();
	let seen = 0;
	world.sandbox.options.onRequest = ({ method, status }) => {
		if (method === 'PATCH' && status === 200 && ++seen === answers) expire();
	};
}
const MOMENTS = [
	['before', 0],
	['in the middle of', 20],
] as const;

describe('a session token of Ubidots', () => {
	it('is fetched once, however many updates start together without one', async () => {
		const { items } = await world.run(update(PARALLEL), people(ROWS));
		expect(items).toHaveLength(ROWS);
		expect(world.sandbox.ubidots.mintedTokens()).toBe(1);
	});

	it.each(MOMENTS)(
		'that expires %s 60 parallel updates costs one or two exchanges',
		async (_, answers) => {
			await world.run(update(), people(1));
			world.sandbox.journal.clear();
			expireAfter(answers, () => world.sandbox.ubidots.expireSessionTokens());
			const { items } = await world.run(update(PARALLEL), people(ROWS));
			expect(column(items, 'firstName')).toEqual(people(ROWS).map(({ firstName }) => firstName));
			const minted = world.sandbox.ubidots.mintedTokens() - 1;
			expect(minted).toBeGreaterThanOrEqual(1);
			expect(minted).toBeLessThanOrEqual(2);
			// Only what was in flight with the old token was sent a second time.
			const refused = patches(world).filter(({ status }) => status === 401);
			expect(refused.length).toBeLessThanOrEqual(20);
			expect(patches(world).length).toBe(ROWS + refused.length);
		},
	);

	it('is not used for another account that the credential was changed to', async () => {
		const other = await startSandbox({ ubidotsRequestsPerSecond: 0 });
		const setup = updateOf(byId(TESTT));
		await world.run(setup);
		const stored = world.credentials[0].data.sessionToken;
		world.setCredential('ubidots', { baseUrl: other.url });
		world.sandbox.journal.clear();
		const { items } = await world.run(setup);
		await other.close();

		expect(items[0].json.firstName).toBe('Ada');
		// Refused without the old token, then with one of its own.
		const sent = requests({ sandbox: other });
		expect(sent.map(({ method, status }) => [method, status])).toEqual([
			['PATCH', 401],
			['POST', 200],
			['PATCH', 200],
		]);
		expect(requestCount(world)).toBe(0);
		expect(world.credentials[0].data.sessionToken).not.toBe(stored);
	});
});

describe('an access token of Upsun', () => {
	it.each(MOMENTS)(
		'that expires %s 60 parallel updates costs one or two exchanges',
		async (_, answers) => {
			const setup = upsunUpdate(PARALLEL);
			await world.run(setup, members(1));
			expireAfter(answers, () => world.sandbox.upsun.expireAccessTokens());
			const { items } = await world.run(setup, members(ROWS));
			expect(column(items, 'first_name')).toEqual(members(ROWS).map(({ firstName }) => firstName));
			const exchanged = world.sandbox.upsun.exchanges() - 1;
			expect(exchanged).toBeGreaterThanOrEqual(1);
			expect(exchanged).toBeLessThanOrEqual(2);
		},
	);
});
