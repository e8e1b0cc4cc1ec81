import { sleep } from 'n8n-workflow';

import { asFailure, type Failure, NotSent } from '../errors';
import { isNeverConnected, isTimeout } from '../http/retry';
import type { RequestApi } from '../http/service';
import { Stop } from '../waiting';
import type { Outcome, Output, Row, Run } from './operation';
import { outcomesOf } from './outputItems';
import { checkpoint, counted, isFailed, itemsText, report, sortRows } from './summary';

/**
 * So many pieces of work are started before Node.js turns to the network. Each request opens a connection (n8n's helper keeps none), which
 * is only written to at the next turn: started all at once, a hundred requests leave together, their answers come together, and the time
 * between is spent with nothing to do.
 */
const STARTS_A_TURN = 4;

/**
 * Runs `work` for every entry, at most `limit` at a time, started in order. When one throws, no more are started;
 * those under way are awaited, and the first error is thrown.
 */
export async function runConcurrently<T>(
	limit: number,
	entries: readonly T[],
	work: (entry: T, index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const errors: unknown[] = [];
	let startedThisTurn = 0;
	let nextTurn: Promise<void> | undefined;
	const beginTurn = () => {
		startedThisTurn = 0;
		nextTurn = undefined;
	};
	const worker = async () => {
		while (next < entries.length && errors.length === 0) {
			if (startedThisTurn === STARTS_A_TURN) {
				await nextTurn;
				continue;
			}
			startedThisTurn++;
			nextTurn ??= sleep(0).then(beginTurn);
			const index = next++;
			try {
				await work(entries[index], index);
			} catch (error) {
				errors.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, entries.length) }, worker));
	if (errors.length > 0) throw errors[0];
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

/** After this many items in a row the others are not tried: each could take two minutes. */
const OPENS_AFTER = 10;

/** What the account pays for does not include it (RFC 9110: Payment Required): one answer is that of all items. */
const OF_THE_ACCOUNT = '402';

/** Whether it is about the account, the credential or the connection, so that the next item would fail as well. */
const isOfAll = ({ details: { httpCode, code } }: Failure) => {
	if (httpCode !== undefined) return ['401', OF_THE_ACCOUNT].includes(httpCode);
	const networkCode = String(code);
	return isNeverConnected(networkCode) || isTimeout(networkCode);
};

/**
 * Opens after a number of items in a row that could not connect to the service, or got no response in time.
 * @returns to be told of each item, and why it failed if it did: gives the failure of the items that are not tried when it opens
 */
export function circuitBreaker(): (failure?: Failure) => NotSent | undefined {
	let inARow = 0;
	return (failure) => {
		if (!failure || !isOfAll(failure)) {
			inARow = 0;
			return undefined;
		}
		inARow++;
		const { message, details } = failure;
		if (inARow < OPENS_AFTER && details.httpCode !== OF_THE_ACCOUNT) return undefined;
		const first = inARow === 1 ? 'an item' : `${inARow} items in a row`;
		return new NotSent({ message: `${first} failed like this: ${message}`, details });
	};
}

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

/** How the rows of a run are sent: in batches of one or more rows. */
interface Batches<B> {
	batches: readonly B[];
	rowsOf(batch: B): readonly Row[];
	/** What is done to the users, for those who wait: ` deleted`. */
	done?: string;
	/** Batches with the same key are processed one after the other. */
	keyOf?(batch: B): string;
	/**
	 * Settles the rows of a batch.
	 * @param request the client's, but throws NotSent once the run has ended
	 * @throws Failure for all rows of the batch that are not settled
	 */
	work(batch: B, request: RequestApi, index: number): Promise<void>;
	/**
	 * Whether the run ends after a batch. Without it: at the first failure; with Continue On Fail when all others would fail as well.
	 * @param failure undefined where none of its rows has failed
	 * @param isTolerated it is that of single rows, and Continue On Fail is on
	 * @returns the failure of the rows that are not sent then; undefined to continue
	 */
	end?(failure: Failure | undefined, isTolerated: boolean): NotSent | undefined;
}

/**
 * Sends batches in order, at most `maxConcurrentRequests` at a time, until one ends the run. Then every row has a result, its failure or
 * that of its batch, or NotSent.
 * @throws Failure of kind `canceled` when the user stopped the execution
 */
export async function runBatches<B>(
	{ client, progress, continueOnFail, settings: { maxConcurrentRequests } }: Run,
	{
		batches,
		rowsOf,
		done = '',
		keyOf,
		work,
		end = continueOnFail ? circuitBreaker() : undefined,
	}: Batches<B>,
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
		if (notSent) return;
		const failure = thrown ?? failed[0]?.result;
		const isTolerated = continueOnFail && thrown === undefined;
		notSent = end ? end(failure, isTolerated) : failure && new NotSent();
		if (notSent) stop.trigger(new NotSent());
	};
	await runConcurrently(maxConcurrentRequests, batches, keyOf ? inOrder(keyOf, settle) : settle);
	for (const row of rows) row.result ??= notSent;
}

/**
 * Runs `work` for every row, each a batch of its own, see `runBatches`; its result is the row's output.
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
	await runBatches(run, {
		batches: rows,
		rowsOf: (row) => [row],
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
