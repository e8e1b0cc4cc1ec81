import { type Sandbox, startSandbox } from '../../../../../tools/sandbox';
import { setApiKey } from '../../../../support/credentials';
import { TESTT } from '../../../../support/people';
import { requestCount } from '../../../../support/requests';
import { byId, updateOf } from '../../../../support/setups';
import { startWorld, type World } from '../../../../support/world';

let world: World;
let other: Sandbox;
beforeEach(async () => {
	world = await startWorld();
	other = await startSandbox({ ubidotsRequestsPerSecond: 0 });
	setApiKey(world);
});
afterEach(async () => {
	await world.close();
	await other.close();
});

const update = async () => await world.run(updateOf(byId(TESTT), { firstName: 'Ann' }));

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
		expect(requestCount(world)).toBe(0);
		expect(world.credentials[0].data.sessionToken).not.toBe(stored);
	});

	it('is used again for the same account', async () => {
		await update();
		await update();
		expect(world.sandbox.ubidots.mintedTokens()).toBe(1);
	});
});
