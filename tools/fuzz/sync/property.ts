import fc from 'fast-check';

import { ModelViolated, type Tally } from '../property';
import type { Finding } from '../types';
import * as upsun from '../upsun/model';
import { cases as placeCases } from '../upsun/cases';
import * as upsunChecks from '../upsun/checks';
import { runCase as runPlaceCase } from '../upsun/run';
import type { FuzzWorld } from '../world';
import { cases } from './cases';
import * as checks from './checks';
import { expectedOf } from './model';
import { runCase } from './run';

/** How many runs were of a sort: clean, with leavers ... */
export type Sorts = Record<string, number>;

/** A model of Sync: random cases, what comes of one, and what is wrong with that. */
interface SyncModel<C, R, E> {
	cases: fc.Arbitrary<C>;
	runCase(world: FuzzWorld, given: C): Promise<R>;
	expectedOf(run: R): E;
	findingsIn(run: R, expected: E): Finding[];
	/** For counting how much the cases reach. */
	sortOf(run: R, expected: E): string[];
}

const everyRunOf =
	<C extends { rows: unknown[] }, R extends { requests: unknown[] }, E>(
		model: SyncModel<C, R, E>,
	) =>
	(world: FuzzWorld, tally: Tally, sorts: Sorts = {}) =>
		fc.asyncProperty(model.cases, async (given) => {
			const run = await model.runCase(world, given);
			const expected = model.expectedOf(run);
			tally.cases++;
			tally.rows += given.rows.length;
			tally.requests += run.requests.length;
			for (const sort of model.sortOf(run, expected)) sorts[sort] = (sorts[sort] ?? 0) + 1;
			const findings = model.findingsIn(run, expected);
			if (findings.length > 0) throw new ModelViolated(findings);
		});

/** Every run of Sync of the users of Ubidots satisfies the model. */
export const theSyncModelHolds = everyRunOf({ cases, runCase, expectedOf, ...checks });

/** Every run of Sync of a place of Upsun satisfies the model, whatever is changed under it. */
export const thePlaceModelHolds = everyRunOf({
	cases: placeCases,
	runCase: runPlaceCase,
	...upsun,
	...upsunChecks,
});
