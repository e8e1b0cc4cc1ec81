import { byId, type NodeSetup, startWorld, type World } from '../../../../support/world';
import { CONTINUE, patches, people, update } from '../../../../support/scale';

let world: World;
beforeAll(async () => {
	world = await startWorld({ users: 60 });
	// A token that is never renewed, so that every request counts once.
	const accessToken = world.sandbox.secrets.upsunAccessToken;
	world.setCredential('upsun', { authentication: 'accessToken', accessToken });
});
beforeEach(() => world.sandbox.reset());
afterAll(async () => await world.close());

/** The request at this place, counted from 0, fails for good. */
const failAt = (index: number, path: string) =>
	world.sandbox.faults.add({
		match: { method: 'PATCH', path },
		skip: index,
		answer: { status: 500, body: { code: 500000, message: 'It broke.' } },
	});
const withOptions = (setup: NodeSetup, options: NodeSetup['parameters']): NodeSetup => ({
	...setup,
	parameters: { ...setup.parameters, options },
});
describe.each<[string, NodeSetup, string]>([
	['update', update({ maxConcurrentRequests: 1 }), 'api'],
	[
		'Upsun update',
		{
			service: 'upsun',
			parameters: {
				operation: 'update',
				userId: byId('d81c8ee2-44b3-429f-b944-a33ad7437690'),
				updateFields: { first_name: '={{ $json.firstName }}' },
				options: { maxConcurrentRequests: 1 },
			},
		},
		'users',
	],
])('when one of several requests of %s fails for good', (_name, setup, path) => {
	it('ends there, and the description says what became of every item', async () => {
		failAt(2, path);
		const { message, description } = await world.run(setup, people(6));
		expect(message).toContain('[item 2]');
		expect(description?.split('\n')).toEqual([
			'Updated: items 0-1 (2)',
			'Failed: item 2 (1)',
			'Not sent: items 3-5 (3)',
		]);
		expect(patches(world.sandbox).length).toBe(3);
	});

	it('sends nothing more of what waits for its turn when it fails', async () => {
		const paced = { maxConcurrentRequests: 4 };
		world.setCredential('ubidots', { requestsPerSecond: 8 });
		world.setCredential('upsun', { requestsPerSecond: 8 });
		failAt(0, path);
		const { description } = await world.run(withOptions(setup, paced), people(6));
		world.setCredential('ubidots', { requestsPerSecond: 0 });
		world.setCredential('upsun', { requestsPerSecond: 0 });
		expect(patches(world.sandbox).length).toBe(1);
		expect(description?.split('\n').slice(1)).toEqual([
			'Failed: item 0 (1)',
			'Not sent: items 1-5 (5)',
		]);
	});

	it('goes on with Continue On Fail', async () => {
		failAt(2, path);
		const { items } = await world.run({ ...setup, onError: CONTINUE }, people(6));
		expect(items.map(({ json }) => 'error' in json)).toEqual([
			false,
			false,
			true,
			false,
			false,
			false,
		]);
	});
});
