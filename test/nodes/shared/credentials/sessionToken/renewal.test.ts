import { setApiKey } from '../../../../support/credentials';
import { members, people } from '../../../../support/people';
import { patches } from '../../../../support/requests';
import { update, upsunUpdate } from '../../../../support/setups';
import { startWorld, type World } from '../../../../support/world';

const ROWS = 60;
let world: World;
beforeAll(async () => {
	world = await startWorld({ users: ROWS, upsunAdmin: true, latencyMs: 15 });
	setApiKey(world);
});
afterAll(async () => await world.close());

/** Calls `expire` once this many updates have been answered. */
function expireAfter(answers: number, expire: () => void): void {
	let seen = 0;
	world.sandbox.options.onRequest = ({ method, status }) => {
		if (method === 'PATCH' && status === 200 && ++seen === answers) expire();
	};
}

describe('a session token of Ubidots', () => {
	it('is fetched once, however many updates start together without one', async () => {
		const { items } = await world.run(update({ maxConcurrentRequests: 20 }), people(ROWS));
		expect(items).toHaveLength(ROWS);
		expect(world.sandbox.ubidots.mintedTokens()).toBe(1);
	});

	it('that expires in the middle of 60 parallel updates costs one or two exchanges', async () => {
		const before = world.sandbox.ubidots.mintedTokens();
		world.sandbox.journal.clear();
		expireAfter(20, () => world.sandbox.ubidots.expireSessionTokens());
		const { items } = await world.run(update({ maxConcurrentRequests: 20 }), people(ROWS));
		expect(items.map(({ json }) => json.firstName)).toEqual(
			people(ROWS).map(({ firstName }) => firstName),
		);
		const minted = world.sandbox.ubidots.mintedTokens() - before;
		expect(minted).toBeGreaterThanOrEqual(1);
		expect(minted).toBeLessThanOrEqual(2);
		// Only what was in flight with the old token was sent a second time.
		const refused = patches(world).filter(({ status }) => status === 401);
		expect(refused.length).toBeLessThanOrEqual(20);
		expect(patches(world).length).toBe(ROWS + refused.length);
	});

	it('is kept for the next execution', async () => {
		const before = world.sandbox.ubidots.mintedTokens();
		await world.run(update(), people(3));
		expect(world.sandbox.ubidots.mintedTokens()).toBe(before);
	});
});

it('an access token of Upsun that expires in the middle of 60 parallel updates costs one or two exchanges', async () => {
	const setup = upsunUpdate({ maxConcurrentRequests: 20 });
	await world.run(setup, members(1));
	const before = world.sandbox.upsun.exchanges();
	expireAfter(20, () => world.sandbox.upsun.expireAccessTokens());
	const { items } = await world.run(setup, members(ROWS));
	expect(items.map(({ json }) => json.first_name)).toEqual(
		members(ROWS).map(({ firstName }) => firstName),
	);
	const exchanged = world.sandbox.upsun.exchanges() - before;
	expect(exchanged).toBeGreaterThanOrEqual(1);
	expect(exchanged).toBeLessThanOrEqual(2);
});
