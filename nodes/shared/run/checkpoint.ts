import { Failure } from '../errors';
import type { Row, Run } from './operation';
import { isFailed, ranges } from './summary';

/** A row's failure that has ended the run, or that of several for one reason; its description says what became of the rows. */
export class RunFailure extends Failure {
	constructor(
		{
			message,
			details,
			kind,
			stackOfBug,
		}: Pick<Failure, 'message' | 'details' | 'kind' | 'stackOfBug'>,
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
	const [first, ...others] = rows.filter(isFailed).filter(({ result }) => !result.isConsequence);
	if (!first) return;
	const { result: failure, item } = first;
	// One failure of many rows, such as that of their request, says by itself whose it is.
	if (others.some(({ result }) => result === failure))
		throw new RunFailure(failure, undefined, describe());
	const alike = others.filter(({ result }) => result.message === failure.message);
	const numbers = [first, ...alike].flatMap((row) => row.item ?? []);
	if (alike.length === 0 || numbers.length < 2) throw new RunFailure(failure, item, describe());
	const message = `Items ${ranges(numbers)}: ${failure.message}`;
	throw new RunFailure({ ...failure, message }, undefined, describe());
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
