import { patches, rowsSent } from '../../../../support/requests';
import { sync } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

/** Three people who are as the list says, and one whose first name is another. */
const LIST = [
	{ username: 'amara-okafor', firstName: 'Amara' },
	{ username: 'jose-ibanez', firstName: 'José' },
	{ username: 'kai-makoa', firstName: 'Kai' },
	{ username: 'otto-berg', firstName: 'Otto Karl' },
];

const syncWithLimit = async (maxChanges: string) =>
	await world.run(sync({ options: { maxChanges } }), LIST);

describe('Max Changes of a sync', () => {
	it('does not count people who are as the list says', async () => {
		const { items, message } = await syncWithLimit('1');
		expect(message).toBeUndefined();
		expect(items.map(({ json }) => json.action)).toEqual(['none', 'none', 'none', 'update']);
		expect(rowsSent(world)).toHaveLength(1);
	});

	it('says how many would change, and writes nothing when they are too many', async () => {
		const { message } = await syncWithLimit('20%');
		expect(message).toMatch(
			/^1 user would change: more than 'Max Changes' allows \(20% of 4 input/,
		);
		expect(patches(world)).toEqual([]);
	});
});
