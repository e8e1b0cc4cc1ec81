import { sleep } from 'n8n-workflow';

export const pause = async (ms: number) => await sleep(ms);

/** Resolves as soon as `isTrue` is, looked at every few milliseconds; gives up shortly before the test does. */
export async function until(isTrue: () => boolean): Promise<void> {
	const givenUpAt = Date.now() + 25_000;
	while (!isTrue()) {
		if (Date.now() > givenUpAt) throw new Error(`It never came true: ${isTrue.toString()}`);
		await pause(5);
	}
}
