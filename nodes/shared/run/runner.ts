import type { IDataObject } from 'n8n-workflow';

import { asFailure, Failure, NotSent } from '../errors';
import { AbortFan } from '../http/abort';
import type { RequestApi } from '../http/service';
import { CircuitBreaker } from './circuitBreaker';
import { runConcurrently } from './concurrency';
import { type Row, type Run, RunFailure } from './operation';
import { areNamedInManyWays, hintAtOrder, inOrder, type Naming } from './order';
import { summarize } from './summary';

/** How the rows of a run are sent: in batches, of which each may be one row. */
interface Batches<R, B> {
	batches: readonly B[];
	rowsOf(batch: B): readonly R[];
	/** At most so many batches at once. */
	concurrency: number;
	/** Batches with the same key go one after the other. */
	keyOf?(batch: B): string;
	/**
	 * Settles the rows of a batch.
	 * @param request as the client's, but NotSent once the run has ended
	 * @throws Failure that all rows of the batch get that are not settled
	 */
	work(batch: B, request: RequestApi, index: number): Promise<void>;
	/** What the rows get that were not sent, when a batch with this failure is to end the run; undefined to go on. */
	end(failure: Failure, wasThrown: boolean): NotSent | undefined;
}

function failureIn(rows: ReadonlyArray<Row<object, unknown>>): Failure | undefined {
	for (const { state } of rows) if (state instanceof Failure) return state;
	return undefined;
}

/**
 * The one runner: sends batches in their order, some at a time, until one ends the run. Every row is settled then: with a result, with
 * its failure or that of its batch, or as not sent.
 * @returns the batch that ended the run, and its failure
 * @throws Failure of kind `canceled` when the execution was stopped
 */
export async function runBatches<R extends Row<object, unknown>, B>(
	{ client }: Pick<Run, 'client'>,
	{ batches, rowsOf, concurrency, keyOf, work, end }: Batches<R, B>,
): Promise<{ batch: B; failure: Failure } | undefined> {
	const stop = new AbortFan(client.signal);
	let ended: { batch: B; failure: Failure } | undefined;
	let notSent: NotSent | undefined;
	const settle = async (batch: B, index: number): Promise<void> => {
		if (notSent) return;
		let thrown: Failure | undefined;
		try {
			await stop.run(async (signal) => {
				await work(batch, async (request) => await client.request(request, signal), index);
			});
		} catch (error) {
			thrown = asFailure(error);
			if (thrown.kind === 'canceled') throw thrown;
			if (thrown instanceof NotSent) return;
			for (const row of rowsOf(batch)) row.state ??= thrown;
		}
		const failure = thrown ?? failureIn(rowsOf(batch));
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
	for (const batch of batches) for (const row of rowsOf(batch)) row.state ??= notSent;
	return ended;
}

/**
 * Runs a per-item operation: `work` for every row, at most `maxConcurrentRequests` at a time. With Continue On Fail a
 * failure stays with its row; without, no further row is started and the failure ends the run, saying what was done.
 * @param done the past participle for that sentence: "Updated"
 * @param naming for what must not overtake each other: rows for the same user run one after the other, in their order;
 * all rows do when it cannot be told which are for the same user
 * @throws RunFailure without Continue On Fail; Failure of kind `canceled` when the execution was stopped
 */
export async function runEach<T extends object>(
	run: Run,
	rows: ReadonlyArray<Row<T>>,
	done: string,
	work: (row: Row<T>, request: RequestApi) => Promise<IDataObject | IDataObject[]>,
	naming?: Naming<Row<T>>,
): Promise<void> {
	const { continueOnFail, options } = run;
	if (naming) hintAtOrder(run, rows, naming);
	const isAmbiguous = naming !== undefined && areNamedInManyWays(rows, naming);
	const breaker = new CircuitBreaker();
	const ended = await runBatches(run, {
		batches: rows,
		rowsOf: (row) => [row],
		concurrency: isAmbiguous ? 1 : options.maxConcurrentRequests,
		keyOf: naming?.keyOf,
		async work(row, request) {
			row.state = await work(row, request);
			breaker.succeeded();
		},
		end: (failure) => (continueOnFail ? breaker.failed(failure) : new NotSent()),
	});
	if (!ended || continueOnFail) return;
	throw new RunFailure(ended.failure, ended.batch.itemIndex, summarize(rows, done));
}
