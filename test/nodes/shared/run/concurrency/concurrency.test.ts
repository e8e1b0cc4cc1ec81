import { runConcurrently } from '../../../../../nodes/shared/run/concurrency';

/** Time for what waits for the network's turn. */
const turns = async () => await jest.advanceTimersByTimeAsync(20);
beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Work that is ended by hand, one entry at a time. */
function handWork() {
	const started: number[] = [];
	const endings = new Map<number, (error?: Error) => void>();
	const work = async (entry: number) => {
		started.push(entry);
		await new Promise<void>((resolve, reject) =>
			endings.set(entry, (error) => (error ? reject(error) : resolve())),
		);
		endings.delete(entry);
	};
	const end = async (entry: number, error?: Error) => {
		endings.get(entry)?.(error);
		await turns();
	};
	return { started, endings, work, end };
}

it('never has more under way than there are lanes, and starts in order', async () => {
	const { started, endings, work, end } = handWork();
	const all = runConcurrently(3, [0, 1, 2, 3, 4, 5, 6], work);
	expect(started).toEqual([0, 1, 2]);
	await end(1);
	expect(started).toEqual([0, 1, 2, 3]);
	await end(3);
	await end(0);
	expect(started).toEqual([0, 1, 2, 3, 4, 5]);
	expect(endings.size).toBe(3);
	for (const entry of [2, 4, 5, 6]) await end(entry);
	await all;
	expect(started).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it('starts nothing more after a failure, waits for what is under way, and throws the first one', async () => {
	const { started, work, end } = handWork();
	let over = false;
	const all = runConcurrently(2, [0, 1, 2, 3], work).finally(() => (over = true));
	const thrown = all.catch((error: Error) => error.message);
	await end(0, new Error('first'));
	expect(over).toBe(false);
	await end(1, new Error('second'));
	await expect(thrown).resolves.toBe('first');
	expect(started).toEqual([0, 1]);
});

it('has nothing to do with no entries', async () => {
	const work = jest.fn(async () => {});
	await runConcurrently(4, [], work);
	expect(work).not.toHaveBeenCalled();
});

it('gives each entry its index once, with more lanes than entries too', async () => {
	const seen: Array<[string, number]> = [];
	await runConcurrently(100, ['a', 'b', 'c'], async (entry, index) => {
		seen.push([entry, index]);
	});
	expect(seen).toEqual([
		['a', 0],
		['b', 1],
		['c', 2],
	]);
});

it('throws also what is thrown before the first await', async () => {
	await expect(
		runConcurrently(2, [1, 2, 3], async (entry) => {
			if (entry === 2) throw new Error('bad entry');
		}),
	).rejects.toThrow('bad entry');
});

describe('with many lanes', () => {
	const entries = Array.from({ length: 100 }, (_, index) => index);

	it('starts a few, then lets the network have its turn, until all are under way', async () => {
		const { started, endings, work, end } = handWork();
		const all = runConcurrently(100, entries, work);
		expect(started).toEqual([0, 1, 2, 3]);
		while (started.length < 100) await turns();
		expect(started).toEqual(entries);
		for (const ending of endings.values()) ending();
		await end(0);
		await all;
	});

	it('starts none of those that waited for their turn once one has failed', async () => {
		const { started, endings, work } = handWork();
		const all = runConcurrently(100, entries, work);
		const thrown = all.catch((error: Error) => error.message);
		endings.get(0)?.(new Error('first'));
		for (const index of [1, 2, 3]) endings.get(index)?.();
		await turns();
		await expect(thrown).resolves.toBe('first');
		expect(started).toEqual([0, 1, 2, 3]);
	});
});
