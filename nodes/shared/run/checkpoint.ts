import { Failure } from '../errors';
import type { Row, Run } from './operation';
import { isFailed, isNotSent } from './summary';

/** A row's failure that has ended the run; its description says what became of the rows. */
export class RunFailure extends Failure {
	constructor(
		{ message, details, kind, stackOfBug }: Failure,
		/** The number of the only item that it is about. */
		readonly item: number | undefined,
		description: string,
	) {
		super(message, { description, details, kind, stackOfBug });
	}
}

/**
 * Between two phases of a run: a failed row ends it, unless Continue On Fail is on. Within a phase, the `end` of `runBatches` says so.
 * @param describe what became of the rows, see `report`
 * @throws RunFailure
 */
export function checkpoint(
	{ continueOnFail }: Pick<Run, 'continueOnFail'>,
	rows: readonly Row[],
	describe: () => string,
): void {
	if (continueOnFail) return;
	// Who was not sent is not why the run ends.
	const first = rows.filter(isFailed).find((row) => !isNotSent(row));
	if (!first) return;
	const isOfOneRow = rows.filter(({ result }) => result === first.result).length === 1;
	throw new RunFailure(first.result, isOfOneRow ? first.item : undefined, describe());
}

/**
 * Ends a run before its first write: with Continue On Fail as the failure of every row that has none of its own.
 * @throws the failure without Continue On Fail
 */
export function refuseAll(
	{ continueOnFail }: Pick<Run, 'continueOnFail'>,
	rows: readonly Row[],
	failure: Failure,
): void {
	if (!continueOnFail) throw failure;
	for (const row of rows) if (!isFailed(row)) row.result = failure;
}
