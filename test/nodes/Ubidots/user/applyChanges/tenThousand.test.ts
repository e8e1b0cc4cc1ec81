import { people } from '../../../../support/people';
import { failedItems } from '../../../../support/outputs';
import { patches, reads } from '../../../../support/requests';
import { bulkUpdate, CONTINUE, undoChanges } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';
import { mixed } from './rows';

const MANY = 10_000;
const world = useWorld({ users: MANY, maxBodyBytes: 0 });

it('ten thousand users are taken back with few requests, but for one that was changed since', async () => {
	const before = allUsers(world);
	const big = { batchSize: 1000, maxBatchBytes: 1_000_000 };
	const { items: done } = await world.run(bulkUpdate({ ...big, skipUnchanged: true }), mixed(MANY));
	expect(changedSince(world, before)).toHaveLength(MANY);

	world.sandbox.journal.clear();
	const stranger = people(1, 500)[0].id;
	world.sandbox.ubidots.put({ id: stranger, isActive: true, tags: ['third'] });
	const rows = done.map(({ json }) => json);
	const { items: undone } = await world.run(undoChanges(big, CONTINUE), rows);
	// A third of them gets its tags back, which are confirmed.
	const looks = Math.ceil(MANY / 3 / 100);
	expect([reads(world).length, patches(world).length]).toEqual([MANY / 100 + looks, MANY / 1000]);
	expect(failedItems(undone)).toEqual([499]);
	expect(changedSince(world, before)).toEqual([stranger]);
});
