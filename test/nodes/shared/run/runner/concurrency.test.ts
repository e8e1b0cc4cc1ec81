import { runConcurrently } from '../../../../../nodes/shared/run/runner';
import type { JournalEntry } from '../../../../../tools/sandbox';
import { setLatency } from '../../../../support/answers';
import { members, people } from '../../../../support/people';
import { patches, requestLines, requests } from '../../../../support/requests';
import { bulkUpdate, CONTINUE, update, upsunUpdate } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';

describe('work on many entries', () => {
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
});

describe('on the wire', () => {
	const world = useWorld({ users: 130, upsunAdmin: true });

	const run = async (...args: Parameters<typeof world.run>) =>
		await inVirtualTime(async () => await world.run(...args));
	const mostInFlight = (entries: JournalEntry[]) =>
		Math.max(...entries.map(({ inFlight }) => inFlight));

	describe('requests in flight', () => {
		it.each([
			{ options: {}, most: 4 },
			{ options: { maxConcurrentRequests: 1 }, most: 1 },
			{ options: { maxConcurrentRequests: 3 }, most: 3 },
			{ options: { maxConcurrentRequests: 9 }, most: 9 },
		])('of update are $most with $options', async ({ options, most }) => {
			setLatency(world, () => 40);
			await run(update(options), people(18));
			expect(patches(world).length).toBe(18);
			expect(mostInFlight(patches(world))).toBe(most);
		});

		it.each([
			{ requestsPerSecond: 20, options: {}, least: 10 },
			{ requestsPerSecond: 20, options: { maxConcurrentRequests: 3 }, least: 3 },
		])('of a paced account are $least and more with $options', async ({ least, ...given }) => {
			world.setCredential('ubidots', { requestsPerSecond: given.requestsPerSecond });
			setLatency(world, () => 900);
			await run(update(given.options), people(18));
			const most = mostInFlight(patches(world));
			expect(most).toBeGreaterThanOrEqual(least);
			expect(most).toBeLessThanOrEqual(given.options.maxConcurrentRequests ?? 18);
		});

		it('of bulkUpdate are bounded too', async () => {
			setLatency(world, () => 40);
			await run(bulkUpdate({ batchSize: 2, maxConcurrentRequests: 3 }), people(20));
			expect(patches(world).length).toBe(10);
			expect(mostInFlight(patches(world))).toBe(3);
		});

		it('of the look-ups before and after it are bounded too', async () => {
			setLatency(world, () => 30);
			const options = {
				skipUnchanged: true,
				confirm: true,
				maxConcurrentRequests: 2,
				batchSize: 10,
			};
			world.sandbox.options.honourInFilters = 'ignored';
			await run(bulkUpdate(options), people(12));
			expect(mostInFlight(requests(world))).toBe(2);
		});
	});

	describe('answers that come out of order', () => {
		/** The later a request comes, the sooner it is answered. */
		const laterIsSooner = (requests: number) => {
			let left = requests;
			setLatency(world, () => 12 * Math.max(0, left--));
		};
		const answered: JournalEntry[] = [];
		beforeEach(() => {
			answered.length = 0;
			world.sandbox.options.onRequest = (entry) => answered.push(entry);
		});

		it('leave update in the order of its items, each paired with its own', async () => {
			laterIsSooner(12);
			const { items } = await run(update({ maxConcurrentRequests: 12 }), people(12));
			expect(answered[0]).not.toBe(patches(world)[0]);
			expect(new Set(requestLines(world)).size).toBe(12);
			expect(items.map(({ json }) => json.firstName)).toEqual(
				people(12).map(({ firstName }) => firstName),
			);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
				people(12).map((_, item) => ({ item })),
			);
		});

		it('leave bulkUpdate in the order of its items, each with the task of its own request', async () => {
			laterIsSooner(6);
			const options = { batchSize: 2, maxConcurrentRequests: 6 };
			const { items } = await run(bulkUpdate(options), people(12));
			expect(answered[0]).not.toBe(patches(world)[0]);
			expect(items.map(({ json }) => json.id)).toEqual(people(12).map(({ id }) => id));
			const tasks = items.map(({ json }) => JSON.stringify(json.task));
			expect(new Set(tasks).size).toBe(6);
			for (let index = 0; index < 12; index += 2) expect(tasks[index]).toBe(tasks[index + 1]);
		});

		it('leave error items in their place', async () => {
			laterIsSooner(10);
			for (const { id } of [people(10)[3], people(10)[8]]) {
				world.sandbox.faults.add({ match: { path: id }, answer: { status: 500 } });
			}
			const setup = update({ maxConcurrentRequests: 10 }, CONTINUE);
			const { items } = await run(setup, people(10));
			expect(items.flatMap(({ json }, index) => ('error' in json ? [index] : []))).toEqual([3, 8]);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
				people(10).map((_, item) => ({ item })),
			);
		});

		it('leave the Upsun node in the order of its items', async () => {
			laterIsSooner(8);
			const rows = members(8);
			const { items } = await run(upsunUpdate({ maxConcurrentRequests: 8 }), rows);
			expect(items.map(({ json }) => json.first_name)).toEqual(
				rows.map(({ firstName }) => firstName),
			);
		});
	});
});
