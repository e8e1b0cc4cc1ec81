import { type Sandbox, startSandbox } from '../../../../../tools/sandbox';
import { byId, startWorld, type World } from '../../../../support/world';

const USER = '63d3f1247fefea000cd325af';

let world: World;
let other: Sandbox;
beforeEach(async () => {
	world = await startWorld();
	other = await startSandbox({ ubidotsRequestsPerSecond: 0 });
	world.setCredential('ubidots', {
		authentication: 'apiKey',
		apiKey: world.sandbox.secrets.ubidotsApiKey,
	});
});
afterEach(async () => {
	await world.close();
	await other.close();
});

const update = async () =>
	await world.run({
		service: 'ubidots',
		parameters: {
			operation: 'update',
			userKey: byId(USER),
			updateFields: { firstName: 'Ann' },
			options: {},
		},
	});

describe('a stored session token', () => {
	it('is not used for another account that the credential was changed to', async () => {
		await update();
		const stored = world.credentials[0].data.sessionToken;
		world.setCredential('ubidots', { baseUrl: other.url });
		world.sandbox.journal.clear();

		expect((await update()).items[0].json.firstName).toBe('Ann');
		// Refused without the old token, then with one of its own.
		expect(other.journal.entries().map(({ method, status }) => [method, status])).toEqual([
			['PATCH', 401],
			['POST', 200],
			['PATCH', 200],
		]);
		expect(world.sandbox.journal.count()).toBe(0);
		expect(world.credentials[0].data.sessionToken).not.toBe(stored);
	});

	it('is used again for the same account', async () => {
		await update();
		await update();
		expect(world.sandbox.ubidots.mintedTokens()).toBe(1);
	});
});
