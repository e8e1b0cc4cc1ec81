import { sleep } from 'n8n-workflow';

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
	const start = () => {
		startedThisTurn++;
		nextTurn ??= sleep(0).then(() => {
			startedThisTurn = 0;
			nextTurn = undefined;
		});
		return next++;
	};
	const worker = async () => {
		while (next < entries.length && errors.length === 0) {
			if (startedThisTurn === STARTS_A_TURN) {
				await nextTurn;
				continue;
			}
			const index = start();
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
