/* eslint-disable @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './processes';

/** Generous, because CI machines have two cores and share them. */
const PATIENCE_MS = 180_000;

/** Asks until there is an answer. What `ask` throws counts as no answer yet, and is told when time is over. */
export async function until<T>(
	what: string,
	ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
	{
		timeoutMs = PATIENCE_MS,
		everyMs = 100,
		process,
	}: { timeoutMs?: number; everyMs?: number; process?: Running } = {},
): Promise<T> {
	const end = Date.now() + timeoutMs;
	let last = '';
	for (;;) {
		if (process?.ended) {
			throw new Error(
				`${process.name} ended (${process.ended}) before ${what}; see ${process.log}`,
			);
		}
		try {
			const answer = await ask();
			if (answer) return answer;
		} catch (error) {
			last = error instanceof Error ? ` (${error.message})` : '';
		}
		if (Date.now() > end) throw new Error(`Timed out waiting until ${what}${last}`);
		await sleep(everyMs);
	}
}
