/* eslint-disable @n8n/community-nodes/no-restricted-globals -- says how much it ran */
import fc from 'fast-check';

import { sources } from '../support/world';
import { newTally } from '../../tools/fuzz/property';
import { findingText, tallyText } from '../../tools/fuzz/report';
import { type Sorts, theSyncModelHolds } from '../../tools/fuzz/sync/property';
import { type FuzzWorld, startFuzzWorld } from '../../tools/fuzz/world';

/** The same cases in every run; `npm run fuzz -- --model sync` tries others. */
const SEED = 20_260_301;
const CASES = 300;

let world: FuzzWorld;
beforeAll(async () => {
	world = await startFuzzWorld(sources());
});
afterAll(async () => await world.close());

it('whatever goes wrong, a sync touches nobody but those whom the list is about', async () => {
	const tally = newTally();
	const sorts: Sorts = {};
	const startedAt = Date.now();
	const property = theSyncModelHolds(world, tally, sorts);
	const details = await fc.check(property, { seed: SEED, numRuns: CASES });
	const seconds = (Date.now() - startedAt) / 1000;
	process.stdout.write(`Sync: ${tallyText(tally, seconds)} ${JSON.stringify(sorts)}\n`);
	if (details.failed) throw new Error(findingText(details, 'sync'));
	// Otherwise it would have looked at nothing.
	for (const sort of ['clean', 'with leavers', 'with creations', 'ended', 'with failures']) {
		expect(sorts[sort]).toBeGreaterThan(20);
	}
}, 120_000);
