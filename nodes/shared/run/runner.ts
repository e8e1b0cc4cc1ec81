import type { IDataObject } from 'n8n-workflow';

import { AbortFan } from '../abort';
import { asFailure, Failure, NotSent } from '../errors';
import type { RequestApi } from '../http/service';
import { CircuitBreaker } from './circuitBreaker';
import { runConcurrently } from './concurrency';
import { type AnyRow, type Row, type Run, RunFailure } from './operation';
import { areNamedInManyWays, hintAtOrder, inOrder, type Naming } from './order';
import { isFailed, summarize } from './summary';

/** How the rows of a run are sent: in batches of one or more rows. */
interface Batches<R, B> {
	batches: readonly B[];
	rowsOf(batch: B): readonly R[];

	concurrency: number;
	/** Batches with the same key are processed one after the other. */
	keyOf?(batch: B): string;
	/**
	 * Settles the rows of a batch.
	 * @param request the client's, but throws NotSent once the run has ended
	 * @throws Failure for all rows of the batch that are not settled
	 */
	work(batch: B, request: RequestApi, index: number): Promise<void>;
	/** The failure of the rows that are not sent when this failure ends the run; undefined to continue. */
	end(failure: Failure, wasThrown: boolean): NotSent | undefined;
}

/**
 * Sends batches in order, several at a time, until one ends the run. Then every row has a result, its failure or that of its batch,
 * or NotSent.
 * @returns the batch that ended the run, and its failure
 * @throws Failure of kind `canceled` when the user stopped the execution
 */
export async function runBatches<R extends AnyRow, B>(
	{ client, progress }: Pick<Run, 'client' | 'progress'>,
	{ batches, rowsOf, concurrency, keyOf, work, end }: Batches<R, B>,
): Promise<{ batch: B; failure: Failure } | undefined> {
	const stop = new AbortFan(client.signal);
	let ended: { batch: B; failure: Failure } | undefined;
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
			for (const row of settled) row.state ??= thrown;
		}
		const failed = settled.filter(isFailed);
		progress?.advance(settled.length, failed.length);
		const failure = thrown ?? failed[0]?.state;
		const because = failure && end(failure, thrown !== undefined);
		if (!because || notSent) return;
		notSent = because;
		ended = { batch, failure };
		stop.abort();
	};
	try {
		await runConcurrently(concurrency, batches, keyOf ? inOrder(keyOf, settle) : settle);
	} finally {
		stop.close();
	}
	for (const row of rows) row.state ??= notSent;
	return ended;
}

/**
 * Settles rows one by one, at most `maxConcurrentRequests` at a time. With Continue On Fail a failure stays with its row; without, no
 * more rows are started after it.
 * @param work sets the row's state
 * @param naming when the order of the rows of a user matters: they are processed one after the other; all rows are when it cannot
 * be known which are of the same user
 * @returns the row that ended the run, and its failure
 * @throws Failure of kind `canceled` when the user stopped the execution
 */
export async function settleEach<R extends AnyRow>(
	run: Run,
	rows: readonly R[],
	work: (row: R, request: RequestApi) => Promise<void>,
	naming?: Naming<R>,
): Promise<{ batch: R; failure: Failure } | undefined> {
	const { continueOnFail, options } = run;
	if (naming) hintAtOrder(run, rows, naming);
	const isAmbiguous = naming !== undefined && areNamedInManyWays(rows, naming);
	const breaker = new CircuitBreaker();
	return await runBatches(run, {
		batches: rows,
		rowsOf: (row) => [row],
		concurrency: isAmbiguous ? 1 : options.maxConcurrentRequests,
		keyOf: naming?.keyOf,
		async work(row, request) {
			await work(row, request);
			breaker.succeeded();
		},
		end: (failure) => (continueOnFail ? breaker.failed(failure) : new NotSent()),
	});
}

/**
 * Runs `work` for every row, see `settleEach`; its result is the row's output.
 * @param done begins the list of the rows that succeeded: "Updated"
 * @throws RunFailure without Continue On Fail; Failure of kind `canceled` when the user stopped the execution
 */
export async function runEach<T extends object>(
	run: Run,
	rows: ReadonlyArray<Row<T>>,
	done: string,
	work: (row: Row<T>, request: RequestApi) => Promise<IDataObject | IDataObject[]>,
	naming?: Naming<Row<T>>,
): Promise<void> {
	const settle = async (row: Row<T>, request: RequestApi) => {
		row.state = await work(row, request);
	};
	const ended = await settleEach(run, rows, settle, naming);
	if (!ended || run.continueOnFail) return;
	throw new RunFailure(ended.failure, ended.batch.itemIndex, summarize(rows, done));
}
