import { patches, reads } from '../../../../support/requests';
import { bulkUpdate } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

describe('a sheet of 10,000 rows', () => {
	const rows = Array.from({ length: 10_000 }, (_, n) => ({
		id: `b0${String(n).padStart(22, '0')}`,
		isActive: false,
	}));
	beforeEach(() => {
		for (const { id } of rows) world.sandbox.ubidots.put({ id, username: `u${id}` });
	});

	it('that would switch off everybody is read with 100 requests, and nothing is written', async () => {
		const { message } = await world.run(bulkUpdate({ maxChanges: '10%' }), rows);
		expect(message).toContain(
			"10000 users would change, 10000 of them deactivated: more than 'Max Changes' allows (10% of 10000 input items)",
		);
		expect(reads(world)).toHaveLength(100);
		expect(patches(world)).toEqual([]);
	});

	it('of whom as many change as may is written with no request more', async () => {
		for (const { id } of rows.slice(1000)) world.sandbox.ubidots.put({ id, isActive: false });
		const { items, message } = await world.run(bulkUpdate({ maxChanges: '10%' }), rows);
		expect(message).toBeUndefined();
		expect(items).toHaveLength(10_000);
		expect([reads(world).length, patches(world).length]).toEqual([100, 10]);
	});
});
