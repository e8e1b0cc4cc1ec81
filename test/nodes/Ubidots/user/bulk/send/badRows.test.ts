import { failedItems } from '../../../../../support/outputs';
import { people } from '../../../../../support/people';
import { idsOf, patches, rowsOf } from '../../../../../support/requests';
import { bulkUpdate, CONTINUE } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { writtenItems } from '../../../../../support/written';

const world = useWorld({ users: 320, bulkErrors: 'object', maxBodyBytes: 0 });

/** What the API refuses as an address: another one for each row, because no two users can have the same. */
const noAddress = (item: number) => `no@address-${item}`;

/** Rows of which those at these places have such an address. */
const rowsWith = (count: number, bad: number[]) =>
	people(count).map((row, item) => (bad.includes(item) ? { ...row, email: noAddress(item) } : row));
const big = { maxBatchBytes: 1_000_000 };
const written = (count: number) => writtenItems(world, people(count));
const allBut = (count: number, bad: number[]) =>
	people(count).flatMap((_, item) => (bad.includes(item) ? [] : [item]));

describe('a batch that is refused without a word about which row', () => {
	it.each([[[41]], [[0]], [[99]], [[0, 99]], [[10, 11]], [[3, 50, 77, 98]]])(
		'with bad rows %j of 100: they alone fail, and the others are applied',
		async (bad) => {
			const { items } = await world.run(bulkUpdate(big, CONTINUE), rowsWith(100, bad));
			expect(failedItems(items)).toEqual(bad);
			expect(written(100)).toEqual(allBut(100, bad));
			for (const item of bad) {
				expect(items[item].json.error).toContain('Enter a valid email address.');
				expect(items[item].json.details).toEqual({
					httpCode: '400',
					code: 400001,
					fields: { email: ['Enter a valid email address.'] },
				});
			}
		},
	);

	it('sends no row again that was accepted, and none twice in one request', async () => {
		await world.run(bulkUpdate(big, CONTINUE), rowsWith(100, [41]));
		const accepted = patches(world)
			.filter(({ status }) => status === 200)
			.flatMap(idsOf);
		expect(accepted).toHaveLength(99);
		expect(new Set(accepted).size).toBe(99);
		// Halves of 100 down to one: 7 levels of two requests.
		expect(patches(world).length).toBeLessThanOrEqual(15);
	});

	it('is given up after a bounded number of requests when nearly everything is bad', async () => {
		const bad = people(100).flatMap((_, item) => (item % 2 === 0 ? [item] : []));
		const { items } = await world.run(bulkUpdate(big, CONTINUE), rowsWith(100, bad));
		expect(patches(world).length).toBeLessThanOrEqual(130);
		expect(items).toHaveLength(100);
		expect(failedItems(items)).toEqual(expect.arrayContaining(bad));
		const accepted = allBut(100, failedItems(items));
		expect(written(100)).toEqual(accepted);
	});

	it('does not hold back the batches after it with Continue On Fail', async () => {
		const { items } = await world.run(bulkUpdate(big, CONTINUE), rowsWith(300, [5, 250]));
		expect(failedItems(items)).toEqual([5, 250]);
		expect(written(300)).toEqual(allBut(300, [5, 250]));
	});

	it('ends the run without Continue On Fail, after the good rows of that batch were applied', async () => {
		const setup = bulkUpdate({ ...big, maxConcurrentRequests: 1 });
		const { message, description } = await world.run(setup, rowsWith(200, [41]));
		expect(message).toMatch(
			/Ubidots answered 400: Validation Error\. .*Enter a valid email address\. \[item 41\]$/,
		);
		expect(description).toContain('Accepted: items 0-40, 42-99 (99)\n');
		expect(description).toContain('Failed: item 41 (1): ');
		expect(description).toMatch(/\nNot sent: items 100-199 \(100\)$/);
		expect(written(200)).toEqual(allBut(100, [41]));
	});
});

describe('a batch that is refused with messages by row', () => {
	beforeEach(() => (world.sandbox.options.bulkErrors = 'rows'));

	it('costs one request more: each bad row has its own message, the others are sent again', async () => {
		const rows = rowsWith(100, [7]).map((row, item) =>
			item === 60 ? { ...row, username: 'no name' } : row,
		);
		const { items } = await world.run(bulkUpdate(big, CONTINUE), rows);
		expect(patches(world).length).toBe(2);
		expect(failedItems(items)).toEqual([7, 60]);
		expect(items[7].json.error).toContain(rows[7].id);
		expect(items[7].json.error).toContain('email: Enter a valid email address.');
		expect(items[7].json.error).not.toContain('username');
		expect(items[60].json.error).toBe(
			`Ubidots refused the user '${rows[60].id}': username: Only alphanumeric characters, dash or hyphen are allowed. [item 60]`,
		);
		expect(items[60].json.details).toMatchObject({
			fields: { username: ['Only alphanumeric characters, dash or hyphen are allowed.'] },
		});
		expect(written(100)).toEqual(allBut(100, [7, 60]));
	});

	it('sends nothing more when all rows are bad', async () => {
		const { items } = await world.run(bulkUpdate(big, CONTINUE), rowsWith(3, [0, 1, 2]));
		expect(failedItems(items)).toEqual([0, 1, 2]);
		expect(patches(world).length).toBe(1);
	});

	it('with isolateBadRows off: the others fail too, and say that it was not their fault', async () => {
		const setup = bulkUpdate({ ...big, isolateBadRows: false }, CONTINUE);
		const { items } = await world.run(setup, rowsWith(10, [4]));
		expect(failedItems(items)).toHaveLength(10);
		expect(items[4].json.error).toContain('Enter a valid email address.');
		expect(items[5].json.error).toContain('because of other rows');
		expect(written(10)).toEqual([]);
		expect(patches(world).length).toBe(1);
	});
});

describe.each(['object', 'rows'] as const)(
	'a sheet that begins with its bad rows (%s)',
	(shape) => {
		it('holds back none of the good ones', async () => {
			world.sandbox.options.bulkErrors = shape;
			const bad = [...Array.from({ length: 28 }, (_, row) => row), 250];
			const { items } = await world.run(bulkUpdate(big, CONTINUE), rowsWith(300, bad));
			expect(items.filter(({ json }) => json.status === 'accepted').length).toBe(300 - bad.length);
		});
	},
);

it('a refused batch fails as a whole with isolateBadRows off, and nothing is split', async () => {
	const setup = bulkUpdate({ ...big, isolateBadRows: false, maxConcurrentRequests: 1 }, CONTINUE);
	const { items } = await world.run(setup, rowsWith(300, [141]));
	expect(patches(world).length).toBe(2);
	const saying = (from: number, text: RegExp) =>
		items.slice(from, from + 100).filter(({ json }) => text.test(String(json.error)));
	expect(items.slice(0, 100).every(({ json }) => json.status === 'accepted')).toBe(true);
	expect(saying(100, /answered 400/)).toHaveLength(100);
	expect(saying(200, /^Not sent/)).toHaveLength(100);
});

it('when every row of a request is refused, the rows of the others are not tried one by one', async () => {
	world.sandbox.faults.add({
		match: { method: 'PATCH' },
		times: Infinity,
		answer: { status: 400, body: { detail: 'The plan is over.' } },
	});
	const { items } = await world.run(
		bulkUpdate({ maxConcurrentRequests: 1, maxBatchBytes: 100_000 }, CONTINUE),
		people(300),
	);
	expect(items).toHaveLength(300);
	const sizes = patches(world).map((request) => rowsOf(request).length);
	expect(sizes.slice(-2)).toEqual([100, 100]);
	expect(sizes.length).toBeLessThan(130);
	expect(items[299].json.error).toContain('every row of an earlier request was refused');
	expect(items[299].json.error).toContain('The plan is over.');
});

describe('a run in which every row is refused, in small batches', () => {
	const long = (count: number) =>
		people(count).map((row) => ({ ...row, lastName: 'x'.repeat(700) }));
	beforeEach(() =>
		world.sandbox.faults.add({
			match: { method: 'PATCH' },
			times: Infinity,
			answer: { status: 400, body: { detail: 'The plan is over.' } },
		}),
	);

	it.each([
		[100, 1],
		[300, 1],
		[300, 4],
	])(
		'costs a bounded number of requests beside one for each batch: %i rows, %i in flight',
		async (count, maxConcurrentRequests) => {
			const { items } = await world.run(
				bulkUpdate({ maxConcurrentRequests }, CONTINUE),
				long(count),
			);
			expect(failedItems(items)).toHaveLength(count);
			const batches = Math.ceil(count / 13);
			expect(patches(world).length).toBeLessThanOrEqual(batches + 120);
			const alone = patches(world).filter((request) => rowsOf(request).length === 1);
			expect(alone.length).toBeLessThanOrEqual(13 * (maxConcurrentRequests + 1));
		},
	);
});

it('a run with one good row in each small batch ends its search after what it gains', async () => {
	const rows = people(300).map((row, item) => ({
		...row,
		lastName: 'x'.repeat(700),
		...(item % 13 > 0 && { email: noAddress(item) }),
	}));
	const { items } = await world.run(bulkUpdate({}, CONTINUE), rows);
	const good = items.filter(({ json }) => json.status === 'accepted').length;
	expect(good).toBeGreaterThan(0);
	expect(patches(world).length).toBeLessThanOrEqual(Math.ceil(300 / 13) + 120 + good);
	expect(items.some(({ json }) => /although the row may be fine/.test(String(json.error)))).toBe(
		true,
	);
});

it('a run with a few bad rows in many batches finds them all', async () => {
	const bad = [5, 111, 112, 199, 230, 287, 301];
	const { items } = await world.run(bulkUpdate({ batchSize: 20 }, CONTINUE), rowsWith(320, bad));
	expect(failedItems(items)).toEqual(bad);
	expect(written(320)).toEqual(allBut(320, bad));
});

it.each([401, 403, 404, 413, 500])('a %i is never split: no row is at fault', async (status) => {
	world.sandbox.faults.add({ match: { method: 'PATCH' }, times: Infinity, answer: { status } });
	const { items } = await world.run(bulkUpdate(big, CONTINUE), people(50));
	expect(patches(world).length).toBe(1);
	expect(items.every(({ json }) => String(json.error).includes(String(status)))).toBe(true);
});

it('a batch of which a part fails for good while its bad rows are sought tells all rows apart', async () => {
	// 16 rows, row 2 is bad: 400, then 8 (400), 4 (400), 2 (ok), 2 (400), 1 (400), 1 (ok), then 4 breaks.
	world.sandbox.faults.add({ match: { method: 'PATCH' }, skip: 7, answer: { status: 500 } });
	const { items } = await world.run(bulkUpdate(big, CONTINUE), rowsWith(16, [2]));
	expect(patches(world).length).toBe(8);
	expect(written(16)).toEqual([0, 1, 3]);
	expect(failedItems(items)).toEqual([
		2,
		...people(16).flatMap((_, item) => (item > 3 ? [item] : [])),
	]);
	expect(items[2].json.error).toContain('Enter a valid email address.');
	expect(items[4].json.error).toMatch(
		/^Could not update 4 users \(request 1 of 1\): .* answered 500/,
	);
	expect(items[8].json.error).toMatch(
		/^Not updated: Ubidots refused the request because of other rows in it, and this row could not be sent again: .* answered 500/,
	);
});
