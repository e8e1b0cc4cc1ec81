import type { IDataObject } from 'n8n-workflow';

import { confirmRows } from '../../../../../../nodes/Ubidots/user/bulk/confirm';
import type { BulkRow, BulkRun } from '../../../../../../nodes/Ubidots/user/bulk/rows';
import type { ApiRequest } from '../../../../../../nodes/shared/http/service';

const START = Date.UTC(2025, 0, 1);
beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

const accepted = (count: number): BulkRow[] =>
	Array.from({ length: count }, (_, itemIndex) => ({
		itemIndex,
		column: 'id',
		key: `u${itemIndex}`,
		id: `u${itemIndex}`,
		body: { firstName: 'New' },
		bytes: 30,
		state: 'accepted',
		taskId: 'task',
	}));

/** A service on which the change of user `u<n>` becomes visible `visibleAfter(n)` ms after the start. */
function service(visibleAfter: (n: number) => number) {
	const looks: Array<{ at: number; ids: string[] }> = [];
	const hints: string[] = [];
	const user = (id: string): IDataObject => ({
		id,
		firstName: Date.now() - START >= visibleAfter(Number(id.slice(1))) ? 'New' : 'Old',
	});
	const request = async ({ path, query }: ApiRequest) => {
		const listed = query?.id__in;
		const ids = listed === undefined ? [path.replace('/users/', '')] : String(listed).split(',');
		looks.push({ at: Date.now() - START, ids });
		const body = listed === undefined ? user(ids[0]) : { next: null, results: ids.map(user) };
		return { status: 200, body, maybeApplied: false };
	};
	const run = (confirmTimeoutMs: number) =>
		({
			client: { request },
			options: { confirmTimeout: confirmTimeoutMs / 1000, maxConcurrentRequests: 4 },
			hint: (text: string) => hints.push(text),
		}) as unknown as BulkRun;
	return { looks, hints, run };
}

async function confirm(rows: BulkRow[], timeoutMs: number, visibleAfter: (n: number) => number) {
	const { looks, hints, run } = service(visibleAfter);
	let tookMs = 0;
	const done = confirmRows(run(timeoutMs), rows).then(() => (tookMs = Date.now() - START));
	await jest.advanceTimersByTimeAsync(timeoutMs + 60_000);
	await done;
	return { looks, hints, tookMs, statuses: rows.map(({ state }) => state) };
}

it('looks first after half a second, then ever more seldom, at most 10 s apart', async () => {
	const { looks } = await confirm(accepted(2), 120_000, () => Infinity);
	const gaps = looks.map(({ at }, index) => at - (looks[index - 1]?.at ?? 0));
	expect(gaps[0]).toBe(500);
	for (let index = 1; index < gaps.length - 1; index++) {
		expect(gaps[index]).toBeGreaterThanOrEqual(gaps[index - 1]);
		expect(gaps[index]).toBeLessThanOrEqual(10_000);
	}
	expect(gaps[gaps.length - 2]).toBe(10_000);
	expect(looks.length).toBeLessThan(25);
});

it('takes a last look when the time is over, and not later', async () => {
	const { looks, tookMs, statuses, hints } = await confirm(accepted(3), 60_000, () => Infinity);
	expect(looks[looks.length - 1].at).toBe(60_000);
	expect(tookMs).toBe(60_000);
	expect(statuses).toEqual(['pending', 'pending', 'pending']);
	expect(hints).toHaveLength(1);
	expect(hints[0]).toMatch(/3 of 3/);
});

it('finds a change that becomes visible just before the time is over', async () => {
	const { statuses, hints } = await confirm(accepted(1), 30_000, () => 29_990);
	expect(statuses).toEqual(['applied']);
	expect(hints).toEqual([]);
});

it('asks only for those that are still pending', async () => {
	const { looks, statuses } = await confirm(accepted(5), 60_000, (n) => n * 1000);
	expect(statuses).toEqual(Array(5).fill('applied'));
	const counts = looks.map(({ ids }) => ids.length);
	expect(counts[0]).toBe(5);
	expect(counts[1]).toBe(4);
	expect(counts).toEqual([...counts].sort((a, b) => b - a));
	expect(looks[looks.length - 1].at).toBeLessThan(12_000);
});

it('is over as soon as everything is applied', async () => {
	const { looks, tookMs } = await confirm(accepted(50), 3600_000, () => 0);
	expect(looks).toHaveLength(1);
	expect(tookMs).toBe(500);
});

it('with a timeout of 0 looks at nothing and leaves the rows pending', async () => {
	const { looks, statuses } = await confirm(accepted(2), 0, () => 0);
	expect(looks).toEqual([]);
	expect(statuses).toEqual(['pending', 'pending']);
});

it('ends when the execution is stopped', async () => {
	const stop = new AbortController();
	const { run, looks } = service(() => Infinity);
	const setup = run(60_000);
	Object.assign(setup.client, { signal: stop.signal });
	const outcome = confirmRows(setup, accepted(2)).catch((error: unknown) => error);
	await jest.advanceTimersByTimeAsync(700);
	stop.abort();
	await expect(outcome).resolves.toMatchObject({ kind: 'canceled' });
	expect(looks).toHaveLength(1);
});
