import { people } from '../../../../../support/people';
import { patches, rowsOf } from '../../../../../support/requests';
import { bulkUpdate } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';

const world = useWorld({ users: 5 });
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

it.each([
	['is busy', { status: 503 }],
	['closes the connection', 'reset'],
] as const)(
	'a service that %s gets the rows again: a bulk update can be repeated',
	async (_, answer) => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer });
		const { items } = await world.run(bulkUpdate(), people(2));
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
		expect(patches(world).map(rowsOf)).toEqual([people(2), people(2)]);
	},
);
