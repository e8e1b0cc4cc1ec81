import { Stop } from '../waiting';
import { asFailure, type Failure, NotSent } from '../errors';
import type { RequestApi } from '../http/service';
import { checkpoint } from './checkpoint';
import { CircuitBreaker } from './circuitBreaker';
import { runConcurrently } from './concurrency';
import type { Outcome, Output, Row, Run } from './operation';
import { outcomesOf } from './outputItems';
import { counted, isFailed, itemsText, report, sortRows } from './summary';

/** How rows identify their users: rows of the same user are processed in order. */
export interface Naming<T> {
	/** The same for rows of the same user. */
	keyOf(row: T): string;
	/** By what a row identifies its user: id, username ... */
	wayOf(row: T): string;
}

const areNamedInManyWays = <T>(rows: readonly T[], { wayOf }: Naming<T>) =>
	new Set(rows.map(wayOf)).size > 1;

/** Rows with the same key may be of the same user. All have the same when they identify users in different ways. */
export const orderOf = <T>(rows: readonly T[], naming: Naming<T>): ((row: T) => string) =>
	areNamedInManyWays(rows, naming) ? () => '' : naming.keyOf;

/** Explains a slow run. Several items for one user are usually a fixed user in place of an expression. */
function hintAtOrder<T>(run: Run, rows: readonly T[], naming: Naming<T>): void {
	const users = new Set(rows.map(naming.keyOf)).size;
	if (users < rows.length) {
		run.hint(
			`${counted(rows.length, 'item')} name only ${counted(users, 'user')}: items for the same user were processed one after the other`,
		);
	}
	if (areNamedInManyWays(rows, naming)) {
		run.hint(
			'Items identify their users in different ways, so they were processed one after the other. It is faster when all items identify users in the same way.',
		);
	}
}

/** The same work, but entries with the same key are processed one after the other. */
function inOrder<T>(keyOf: (entry: T) => string, work: (entry: T, index: number) => Promise<void>) {
	const last = new Map<string, Promise<void>>();
	return async (entry: T, index: number): Promise<void> => {
		const key = keyOf(entry);
		const before = last.get(key);
		const mine = before ? before.then(async () => await work(entry, index)) : work(entry, index);
		last.set(
			key,
			mine.catch(() => undefined),
		);
		await mine;
	};
}

/** How the rows of a run are sent: in batches of one or more rows. */
interface Batches<B> {
	batches: readonly B[];
	rowsOf(batch: B): readonly Row[];
	/** What is done to the users, for those who wait: ` deleted`. */
	done?: string;
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
	{ batches, rowsOf, done = '', concurrency, keyOf, work, end }: Batches<B>,
): Promise<void> {
	const stop = new Stop();
	const request: RequestApi = async (one) => await client.request(one, stop);
	let notSent: NotSent | undefined;
	const rows = batches.flatMap(rowsOf);
	progress?.begin(done, rows.length);
	const settle = async (batch: B, index: number): Promise<void> => {
		if (notSent) return;
		const settled = rowsOf(batch);
		let thrown: Failure | undefined;
		try {
			await work(batch, request, index);
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
		if (notSent) stop.trigger(new NotSent());
	};
	await runConcurrently(concurrency, batches, keyOf ? inOrder(keyOf, settle) : settle);
	for (const row of rows) row.result ??= notSent;
}

/** Rows that are settled one by one. */
interface Entries<E> extends Pick<Batches<E>, 'done' | 'keyOf'> {
	/** What there is to do, each for a row of its own. */
	entries: readonly E[];
	rowOf(entry: E): Row;
	/** Sets the row's result. */
	work(entry: E, request: RequestApi): Promise<void>;
}

/**
 * Settles rows one by one, at most `maxConcurrentRequests` at a time. With Continue On Fail a failure stays with its row; without, no
 * more rows are started after it.
 * @throws Failure of kind `canceled` when the user stopped the execution
 */
export async function settleEach<E>(
	run: Run,
	{ entries, rowOf, work, ...how }: Entries<E>,
): Promise<void> {
	const { continueOnFail, settings } = run;
	const breaker = new CircuitBreaker();
	await runBatches(run, {
		batches: entries,
		rowsOf: (entry) => [rowOf(entry)],
		concurrency: settings.maxConcurrentRequests,
		...how,
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
 * @param naming when the order of the rows of a user matters: they are processed one after the other; all are when it cannot be known
 * which are of the same user
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
	let keyOf: ((row: Row<T>) => string) | undefined;
	if (naming && rows.length > 1) {
		const all = rows.map(({ requested }) => requested);
		hintAtOrder(run, all, naming);
		const orderKey = orderOf(all, naming);
		keyOf = ({ requested }) => orderKey(requested);
	}
	await settleEach(run, {
		entries: rows,
		rowOf: (row) => row,
		keyOf,
		async work(row, request) {
			row.result = await work(row.requested, request);
		},
	});
	checkpoint(run, rows, () =>
		report(rows, {
			done: [`${done}: ${itemsText(sortRows(rows).good)}`],
			hasBegun: true,
			isOneByOne: true,
		}),
	);
	return outcomesOf(rows);
}
