import { setAccessToken } from '../../../../support/credentials';
import { ME } from '../../../../support/people';
import { requestLines } from '../../../../support/requests';
import { byId, fromList, upsunUpdateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

const PATCH = `PATCH /users/${ME}`;
const busy = (method: string) =>
	world.sandbox.faults.add({ match: { method }, answer: { status: 503 } });

describe('a service that is busy for a moment', () => {
	it('gets the update again: it writes absolute values', async () => {
		busy('PATCH');
		const { items } = await world.run(upsunUpdateOf(byId(ME), { company: 'Acme' }));
		expect(items[0].json.company).toBe('Acme');
		expect(requestLines(world)).toEqual([PATCH, PATCH]);
	});

	it('is asked for the user again', async () => {
		busy('GET');
		const { items } = await world.run(upsunUpdateOf(fromList('me'), { company: 'Acme' }));
		expect(items[0].json.company).toBe('Acme');
		expect(requestLines(world)).toEqual(['GET /users/me', 'GET /users/me', PATCH]);
	});
});
