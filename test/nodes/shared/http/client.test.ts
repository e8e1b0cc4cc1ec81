import { EngineCredentials } from '../../../../tools/engine/credentials';
import { members, people } from '../../../support/people';
import { patches, requestLines } from '../../../support/requests';
import { BY_ID_OF_ITEM, update, upsunUpdateOf } from '../../../support/setups';
import { useNewWorlds } from '../../../support/useWorld';

const world = useNewWorlds({ users: 50, upsunAdmin: true });

const useApiKey = () =>
	world.setCredential('ubidots', {
		authentication: 'apiKey',
		apiKey: world.sandbox.secrets.ubidotsApiKey,
	});

const mintings = () => requestLines(world).filter((line) => line.includes('/auth/token')).length;

describe('the credential', () => {
	let reads: jest.SpyInstance;
	beforeEach(() => {
		reads = jest.spyOn(EngineCredentials.prototype, 'getDecrypted');
	});
	afterEach(() => reads.mockRestore());

	it('is read once a run, however many requests it sends', async () => {
		await world.run(update(), people(50));
		expect(patches(world)).toHaveLength(50);
		expect(reads).toHaveBeenCalledTimes(1);
	});

	it('is read once a run also with session tokens', async () => {
		useApiKey();
		await world.run(update(), people(50));
		await world.run(upsunUpdateOf(BY_ID_OF_ITEM), members(20));
		expect(patches(world)).toHaveLength(70);
		expect(reads).toHaveBeenCalledTimes(2);
	});
});

describe('a session token that is renewed in the middle of a run', () => {
	it('reaches all later requests of the run, and the next run', async () => {
		useApiKey();
		await world.run(update(), people(1));
		expect(mintings()).toBe(1);
		world.sandbox.ubidots.expireSessionTokens();
		const { items } = await world.run(update({ maxConcurrentRequests: 1 }), people(50));
		expect(items.every(({ json }) => !('error' in json))).toBe(true);
		expect(mintings()).toBe(2);
		await world.run(update(), people(5));
		expect(mintings()).toBe(2);
	});
});
