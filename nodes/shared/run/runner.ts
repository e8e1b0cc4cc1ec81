import type { IDataObject } from 'n8n-workflow';

import { asFailure, Failure } from '../errors';
import { NotStarted } from '../http/client';
import { inLanes } from './concurrency';
import { type Outcome, type Row, type Run, RunFailure } from './operation';
import { counted, itemsText } from './summary';
import { isNeverConnected } from '../http/retry';

/** So many items in a row without a way to the service, and the others are not tried: each could wait for two minutes. */
const MOST_HOPELESS_IN_A_ROW = 10;

/** Whether the failure is about the credential or the connection, so that the next item would meet it as well. */
const isHopeless = ({ details: { httpCode, code } }: Failure) =>
	httpCode === '401' || (httpCode === undefined && isNeverConnected(String(code)));

/** Counts items that met a hopeless failure one after the other. */
class Patience {
	private inARow = 0;

	/** What the items that are not tried any more get as their failure, once there is no hope. */
	lost: Failure | undefined;

	worked(): void {
		this.inARow = 0;
	}

	/** Returns whether hope was lost with this failure. */
	failed(failure: Failure): boolean {
		this.inARow = isHopeless(failure) ? this.inARow + 1 : 0;
		if (this.inARow < MOST_HOPELESS_IN_A_ROW || this.lost) return false;
		this.lost = new Failure(
			`Not sent, because ${this.inARow} items in a row met this: ${failure.message}`,
			{ kind: 'api', details: failure.details },
		);
		return true;
	}
}

/** How rows name their users. */
export interface Naming<T> {
	/** Rows with the same key are about the same user. */
	keyOf(value: T): string;
	/** The way in which a row names its user: by id, by username ... */
	wayOf(value: T): string;
}

/** Whether rows name users in more than one way, so that two keys may stand for the same one. */
export const namesInManyWays = <T>(rows: ReadonlyArray<Row<T>>, { wayOf }: Naming<T>) =>
	new Set(rows.map(({ value }) => wayOf(value))).size > 1;

/**
 * Runs a per-item operation: `work` for every row, at most `maxConcurrentRequests` at a time. With Continue On Fail a
 * failure stays with its row; without, no further row is started and the failure ends the run, saying what was done.
 * @param done the past participle for that sentence: "Updated"
 * @param naming for what must not overtake each other: rows for the same user run one after the other, in their order;
 * all rows do when it cannot be told which are for the same user
 * @throws RunFailure without Continue On Fail; Failure of kind `canceled` when the execution was stopped
 */
export async function eachRow<T>(
	run: Run,
	rows: ReadonlyArray<Row<T>>,
	done: string,
	work: (row: Row<T>) => Promise<IDataObject | IDataObject[]>,
	naming?: Naming<T>,
): Promise<Outcome[]> {
	const isAmbiguous = naming !== undefined && namesInManyWays(rows, naming);
	const workInTurn = naming ? inTurn(work, naming.keyOf) : work;
	if (naming) hintAtTwins(run, rows, naming.keyOf);
	const lanes = isAmbiguous ? 1 : run.settings.maxConcurrentRequests;
	if (isAmbiguous) {
		run.hint(
			'Items name their users in different ways, so they were worked on one after the other. It is faster when all name them alike.',
		);
	}
	/** By row; undefined for one that was not sent. */
	const outcomes: Array<Outcome[] | undefined> = rows.map(() => undefined);
	const patience = new Patience();
	/** What ends a run without Continue On Fail: the first failure, whatever the others under way come to. */
	let ended: { failure: Failure; itemIndex: number } | undefined;

	const outcomeOf = (failure: Failure, { itemIndex }: Row<T>): Outcome[] => [
		{ items: [itemIndex], failure },
	];
	const notTried = (row: Row<T>) => patience.lost && outcomeOf(patience.lost, row);
	const fail = (error: unknown, row: Row<T>): Outcome[] | undefined => {
		const failure = asFailure(error);
		if (failure.kind === 'canceled') throw failure;
		if (failure instanceof NotStarted) return notTried(row);
		if (!run.continueOnFail) ended ??= { failure, itemIndex: row.itemIndex };
		if (ended ?? patience.failed(failure)) run.sender.end();
		return outcomeOf(failure, row);
	};
	await inLanes(lanes, rows, async (row, index) => {
		outcomes[index] = notTried(row);
		if (ended || outcomes[index]) return;
		outcomes[index] = await workInTurn(row).then(
			(result) => {
				patience.worked();
				const results = Array.isArray(result) ? result : [result];
				return results.map((json) => ({ items: [row.itemIndex], json }));
			},
			(error: unknown) => fail(error, row),
		);
	});
	if (ended) {
		const { failure, itemIndex } = ended;
		throw new RunFailure(failure, itemIndex, whatWasDone(rows, outcomes, done));
	}
	return outcomes.flatMap((some) => some ?? []);
}

/** `Updated: items 0-2 (3)`, `Failed: …`, `Not sent: …`, each on a line. */
function whatWasDone(
	rows: ReadonlyArray<Row<unknown>>,
	outcomes: ReadonlyArray<Outcome[] | undefined>,
	done: string,
): string {
	const hasFailed = (some: Outcome[] = []) => some.some((outcome) => 'failure' in outcome);
	const text = (isMeant: (some: Outcome[] | undefined) => boolean) =>
		itemsText(rows.filter((_, index) => isMeant(outcomes[index])).map((row) => row.itemIndex));
	return [
		`${done}: ${text((some) => some !== undefined && !hasFailed(some))}`,
		`Failed: ${text(hasFailed)}`,
		`Not sent: ${text((some) => some === undefined)}`,
	].join('\n');
}

/** Several items for one user are mostly a fixed user where an expression was meant. */
function hintAtTwins<T>(run: Run, rows: ReadonlyArray<Row<T>>, keyOf: (value: T) => string): void {
	const users = new Set(rows.map(({ value }) => keyOf(value))).size;
	if (users < rows.length) {
		run.hint(
			`${counted(rows.length, 'item')} name only ${counted(users, 'user')}: items for the same user were worked on one after the other`,
		);
	}
}

/** The same work, but started for a row only when the one before it with the same key has ended. */
function inTurn<T, R>(work: (row: Row<T>) => Promise<R>, keyOf: (value: T) => string) {
	const last = new Map<string, Promise<unknown>>();
	return async (row: Row<T>): Promise<R> => {
		const key = keyOf(row.value);
		const before = last.get(key);
		const mine = before ? before.then(async () => await work(row)) : work(row);
		last.set(
			key,
			mine.catch(() => undefined),
		);
		return await mine;
	};
}
