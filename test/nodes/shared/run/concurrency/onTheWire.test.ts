import type { JournalEntry } from '../../../../../tools/sandbox';
import { setLatency } from '../../../../support/latency';
import { members, people } from '../../../../support/people';
import { patches, requestLines, requests } from '../../../../support/requests';
import { bulkUpdate, CONTINUE, update, upsunUpdate } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';

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
		const options = { skipUnchanged: true, confirm: true, maxConcurrentRequests: 2, batchSize: 10 };
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
