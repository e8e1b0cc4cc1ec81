import { AbortFan } from '../abort';
import { asFailure, type Failure, NotSent } from '../errors';
import type { RequestApi } from '../http/service';
import { checkpoint } from './checkpoint';
import { CircuitBreaker } from './circuitBreaker';
import { runConcurrently } from './concurrency';
import type { Outcome, Output, Row, Run } from './operation';
import { areNamedInManyWays, hintAtOrder, inOrder, type Naming } from './order';
import { outcomesOf } from './outputItems';
import { isFailed, itemsText, report, sortRows } from './summary';

/** How the rows of a run are sent: in batches of one or more rows. */
interface Batches<B> {
	batches: readonly B[];
	rowsOf(batch: B): readonly Row[];
	/** How many batches are sent at a time. */
	concurrency: number;
	/** Batches with the same key are processed one after the other. */
	keyOf?(batch: B): string;
	/**
	 * Settles the rows of a batch.
	 * @param request the client's, but throws NotSent once the run has ended
	 * @throws Failure for all rows of the batch that are not settled
	 */
	work(batch: B, request: RequestApi, index: number): Promise<void>;
	/**
	 * @param isTolerated it is that of single rows, and Continue On Fail is on
	 * @returns the failure of the rows that are not sent when this failure ends the run; undefined to continue
	 */
	end(failure: Failure, isTolerated: boolean): NotSent | undefined;
}

/**
 * Sends batches in order, several at a time, until one ends the run. Then every row has a result, its failure or that of its batch,
 * or NotSent.
 * @throws Failure of kind `canceled` when the user stopped the execution
 */
export async function runBatches<B>(
	{ client, progress, continueOnFail }: Pick<Run, 'client' | 'progress' | 'continueOnFail'>,
	{ batches, rowsOf, concurrency, keyOf, work, end }: Batches<B>,
): Promise<void> {
	const stop = new AbortFan(client.signal);
	let notSent: NotSent | undefined;
	const rows = batches.flatMap(rowsOf);
	progress?.begin('', rows.length);
	const settle = async (batch: B, index: number): Promise<void> => {
		if (notSent) return;
		const settled = rowsOf(batch);
		let thrown: Failure | undefined;
		try {
			await stop.run(async (signal) => {
				await work(batch, async (request) => await client.request(request, signal), index);
			});
		} catch (error) {
			thrown = asFailure(error);
			if (thrown.kind === 'canceled') throw thrown;
			if (thrown instanceof NotSent) return;
			for (const row of settled) row.result ??= thrown;
		}
		const failed = settled.filter(isFailed);
		progress?.advance(settled.length, failed.length);
		const failure = thrown ?? failed[0]?.result;
		if (!failure || notSent) return;
		notSent = end(failure, continueOnFail && thrown === undefined);
		if (notSent) stop.abort();
	};
	try {
		await runConcurrently(concurrency, batches, keyOf ? inOrder(keyOf, settle) : settle);
	} finally {
		stop.close();
	}
	for (const row of rows) row.result ??= notSent;
}

/**
 * Settles rows one by one, at most `maxConcurrentRequests` at a time. With Continue On Fail a failure stays with its row; without, no
 * more rows are started after it.
 * @param entries what there is to do, each for a row of its own
 * @param work sets the row's result
 * @param naming when the order of the entries of a user matters: they are processed one after the other; all are when it cannot be
 * known which are of the same user
 * @throws Failure of kind `canceled` when the user stopped the execution
 */
export async function settleEach<E>(
	run: Run,
	entries: readonly E[],
	rowOf: (entry: E) => Row,
	work: (entry: E, request: RequestApi) => Promise<void>,
	naming?: Naming<E>,
): Promise<void> {
	const { continueOnFail, options } = run;
	if (naming) hintAtOrder(run, entries, naming);
	const isAmbiguous = naming !== undefined && areNamedInManyWays(entries, naming);
	const breaker = new CircuitBreaker();
	await runBatches(run, {
		batches: entries,
		rowsOf: (entry) => [rowOf(entry)],
		concurrency: isAmbiguous ? 1 : options.maxConcurrentRequests,
		keyOf: naming?.keyOf,
		async work(entry, request) {
			await work(entry, request);
			breaker.succeeded();
		},
		end: (failure) => (continueOnFail ? breaker.failed(failure) : new NotSent()),
	});
}

/**
 * Runs `work` for every row, see `settleEach`; its result is the row's output.
 * @param done begins the list of the rows that succeeded: "Updated"
 * @returns the output of all rows
 * @throws RunFailure without Continue On Fail; Failure of kind `canceled` when the user stopped the execution
 */
export async function runEach<T>(
	run: Run,
	rows: ReadonlyArray<Row<T, Output>>,
	done: string,
	work: (requested: T, request: RequestApi) => Promise<Output>,
	naming?: Naming<T>,
): Promise<Outcome[]> {
	await settleEach(
		run,
		rows,
		(row) => row,
		async (row, request) => {
			row.result = await work(row.requested, request);
		},
		naming && {
			keyOf: ({ requested }) => naming.keyOf(requested),
			wayOf: ({ requested }) => naming.wayOf(requested),
		},
	);
	checkpoint(run, rows, () =>
		report(rows, {
			done: [`${done}: ${itemsText(sortRows(rows).good)}`],
			hasBegun: true,
			isOneByOne: true,
		}),
	);
	return outcomesOf(rows);
}
