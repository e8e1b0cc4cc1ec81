import fc from 'fast-check';

import { ModelViolated, type Tally } from '../property';
import type { FuzzWorld } from '../world';
import { cases } from './cases';
import { findingsIn, sortOf } from './checks';
import { expectedOf } from './model';
import { runCase } from './run';

/** How many runs were of a sort: clean, with leavers ... */
export type Sorts = Record<string, number>;

/** Every run of Sync satisfies the model. */
export const theSyncModelHolds = (world: FuzzWorld, tally: Tally, sorts: Sorts = {}) =>
	fc.asyncProperty(cases, async (given) => {
		const run = await runCase(world, given);
		const expected = expectedOf(run);
		tally.cases++;
		tally.rows += given.rows.length;
		tally.requests += run.requests.length;
		for (const sort of sortOf(run, expected)) sorts[sort] = (sorts[sort] ?? 0) + 1;
		const findings = findingsIn(run, expected);
		if (findings.length > 0) throw new ModelViolated(findings);
	});
