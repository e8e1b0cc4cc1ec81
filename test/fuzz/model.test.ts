/* eslint-disable @n8n/community-nodes/no-restricted-globals -- says how much it ran */
import fc from 'fast-check';

import { sources } from '../support/world';
import { newTally, theModelHolds } from '../../tools/fuzz/property';
import { findingText, tallyText } from '../../tools/fuzz/report';
import { type FuzzWorld, startFuzzWorld } from '../../tools/fuzz/world';

/** The same cases in every run; `npm run fuzz` tries others. */
const SEED = 20_260_101;
const CASES = 500;

let world: FuzzWorld;
beforeAll(async () => {
	world = await startFuzzWorld(sources());
});
afterAll(async () => await world.close());

it('whatever goes wrong, a run says of every row what became of it', async () => {
	const tally = newTally();
	const startedAt = Date.now();
	const details = await fc.check(theModelHolds(world, tally), { seed: SEED, numRuns: CASES });
	const seconds = (Date.now() - startedAt) / 1000;
	process.stdout.write(`Model: ${tallyText(tally, seconds)}\n`);
	if (details.failed) throw new Error(findingText(details));
	expect(tally.rows).toBeGreaterThan(2000);
}, 120_000);
