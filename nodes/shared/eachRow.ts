import type { IDataObject } from 'n8n-workflow';

import { asFailure, Failure } from './failure';
import { NotStarted } from './http';
import { inLanes } from './lanes';
import { type Outcome, type Row, type Run, RunFailure } from './operation';
import { counted, itemsText } from './ranges';
import { isNeverConnected } from './retry';

/**
 * Runs a per-item operation: `work` for every row, at most `maxConcurrentRequests` at a time. With Continue On Fail a
 * failure stays with its row; without, no further row is started and the failure ends the run, saying what was done.
 * @param done the past participle for that sentence: "Updated"
 * @param keyOf rows with the same key run one after the other, in their order: two updates of one user must not
 * overtake each other
 * @throws RunFailure
 */
export async function eachRow<T>(
	run: Run,
	rows: ReadonlyArray<Row<T>>,
	done: string,
	work: (row: Row<T>) => Promise<IDataObject | IDataObject[]>,
	keyOf?: (value: T) => string,
): Promise<Outcome[]> {
	const workInTurn = keyOf ? inTurn(work, keyOf) : work;
	if (keyOf) hintAtTwins(run, rows, keyOf);
	const outcomes: Array<Outcome[] | undefined> = rows.map(() => undefined);
	const failedItems: number[] = [];
	let hopelessInARow = 0;
	let givenUp: Failure | undefined;
	const stop = async (error: unknown, index: number) => {
		const failure = asFailure(error);
		const items = [rows[index].itemIndex];
		if (failure.kind === 'canceled') throw failure;
		if (failure instanceof NotStarted) {
			if (!givenUp) throw failure;
			outcomes[index] = [{ items, failure: givenUp }];
			return;
		}
		outcomes[index] = [{ items, failure }];
		failedItems.push(items[0]);
		if (run.continueOnFail) {
			hopelessInARow = isHopeless(failure) ? hopelessInARow + 1 : 0;
			if (hopelessInARow >= MOST_HOPELESS_IN_A_ROW && !givenUp) {
				givenUp = new Failure(
					`Not sent, because ${hopelessInARow} items in a row met this: ${failure.message}`,
					{ kind: 'api', details: failure.details },
				);
				run.sender.end();
			}
			return;
		}
		run.sender.end();
		throw new RunFailure(failure, items[0], undefined);
	};
	const all = inLanes(run.settings.maxConcurrentRequests, rows, async (row, index) => {
		await workInTurn(row).then(
			(json) => {
				hopelessInARow = 0;
				outcomes[index] = (Array.isArray(json) ? json : [json]).map((one) => ({
					items: [row.itemIndex],
					json: one,
				}));
			},
			async (error: unknown) => await stop(error, index),
		);
	});
	await all.catch((error: unknown) => {
		if (!(error instanceof RunFailure)) throw error;
		const worked = rows.filter((_, index) =>
			outcomes[index]?.every((outcome) => 'json' in outcome),
		);
		const untouched = rows.filter((_, index) => outcomes[index] === undefined);
		const itemNumbers = (some: ReadonlyArray<Row<T>>) =>
			itemsText(some.map((row) => row.itemIndex));
		const description = [
			`${done}: ${itemNumbers(worked)}`,
			`Failed: ${itemsText(failedItems)}`,
			`Not sent: ${itemNumbers(untouched)}`,
		].join('\n');
		throw new RunFailure(error.cause, error.itemIndex, description);
	});
	return outcomes.flatMap((some) => some ?? []);
}

/** So many items in a row without a way to the service, and the others are not tried: each could wait for two minutes. */
const MOST_HOPELESS_IN_A_ROW = 10;

/** Whether the failure is about the credential or the connection, so that the next item would meet it as well. */
const isHopeless = ({ details: { httpCode, code } }: Failure) =>
	httpCode === '401' || (httpCode === undefined && isNeverConnected(String(code)));

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
