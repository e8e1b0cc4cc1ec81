import { apiFailure, Failure, NotSent } from '../../../../../nodes/shared/errors';
import type { ApiRequest, RequestApi } from '../../../../../nodes/shared/http/service';
import { RunFailure } from '../../../../../nodes/shared/run/summary';
import type { Output, Row, Run } from '../../../../../nodes/shared/run/operation';
import type { Naming } from '../../../../../nodes/shared/run/runner';
import { runBatches, runEach } from '../../../../../nodes/shared/run/runner';
import type { Stop } from '../../../../../nodes/shared/waiting';
import { path } from '../../../../../nodes/shared/path';

interface Requested {
	user: string;
}
type OneRow = Row<Requested, Output>;

const rowsOf = (...users: string[]): OneRow[] =>
	users.map((user, item) => ({ item, requested: { user } }));
const resultsOf = (rows: OneRow[]) =>
	rows.map(({ result }) => (result instanceof Failure ? result.message : result));

const broken = apiFailure('It broke', { httpCode: '500' });
const canceled = new Failure('The execution was canceled', { kind: 'canceled' });

const request: ApiRequest = { method: 'GET', path: path`/`, idempotent: true, purpose: 'ask' };

const ticks = async (count = 10) => {
	for (let tick = 0; tick < count; tick++) await Promise.resolve();
};

/** The purpose of a request that waits for its turn. */
const WAIT = 'wait';

/** A run whose requests are answered at once. */
function aRun(changes: Partial<Omit<Run, 'client'>> = {}) {
	const hints: string[] = [];
	const stops: Array<Stop | undefined> = [];
	const client = {
		request: async ({ purpose }: ApiRequest, stop?: Stop) => {
			stops.push(stop);
			if (purpose === WAIT) await ticks(40);
			return await Promise.resolve({ status: 200, body: {}, maybeApplied: false });
		},
	};
	const run = {
		client,
		settings: { maxConcurrentRequests: 4 },
		continueOnFail: false,
		hint: (text: string) => hints.push(text),
		...changes,
	} as unknown as Run;
	return { run, hints, stops };
}

describe('batches', () => {
	type Work = (batch: OneRow[], request: RequestApi, index: number) => Promise<void>;
	const inBatches = async (
		batches: OneRow[][],
		work: Work,
		how: {
			concurrency?: number;
			end?: (failure: Failure | undefined, isTolerated: boolean) => NotSent | undefined;
			continueOnFail?: boolean;
			keyOf?: (batch: OneRow[]) => string;
		} = {},
	) => {
		const { concurrency = 1, end, keyOf, continueOnFail = false } = how;
		const settings = { maxConcurrentRequests: concurrency } as Run['settings'];
		const { run, stops } = aRun({ continueOnFail, settings });
		const rowsOfBatch = (batch: OneRow[]) => batch;
		await runBatches<OneRow[]>(run, {
			batches,
			rowsOf: rowsOfBatch,
			work,
			end,
			keyOf,
		});
		return { stops };
	};
	const because = (failure?: Failure) => failure && new NotSent(failure);
	const settle = (batch: OneRow[]) => {
		for (const row of batch) row.result = { user: row.requested.user };
	};

	it('are worked off in order, and each knows its place', async () => {
		const rows = rowsOf('a', 'b', 'c');
		const seen: number[] = [];
		await inBatches([rows.slice(0, 2), rows.slice(2)], async (batch, _, index) => {
			seen.push(index);
			settle(batch);
		});
		expect(seen).toEqual([0, 1]);
		expect(resultsOf(rows)).toEqual([{ user: 'a' }, { user: 'b' }, { user: 'c' }]);
	});

	it('give a failure to those of their rows that have no result yet', async () => {
		const rows = rowsOf('a', 'b', 'c');
		await inBatches([rows.slice(0, 2), rows.slice(2)], async (batch) => {
			batch[0].result = { done: true };
			if (batch.length > 1) throw broken;
		});
		expect(resultsOf(rows)).toEqual([{ done: true }, 'It broke', 'Not sent']);
	});

	it.each([false, true])(
		'hear also of a row that was failed without an error, which may end the run (Continue On Fail %s)',
		async (continueOnFail) => {
			const rows = rowsOf('a', 'b', 'c');
			const calls: unknown[] = [];
			await inBatches(
				[rows.slice(0, 2), rows.slice(2)],
				async (batch) => {
					settle(batch);
					batch[1].result = broken;
				},
				{
					end: (...args) => {
						calls.push(args);
						return new NotSent();
					},
					continueOnFail,
				},
			);
			expect(calls).toEqual([[broken, continueOnFail]]);
			expect(resultsOf(rows)).toEqual([{ user: 'a' }, 'It broke', 'Not sent']);
		},
	);

	it('go on where a failure does not end the run, which hears of each one', async () => {
		const rows = rowsOf('a', 'b');
		const calls: unknown[] = [];
		await inBatches(
			rows.map((row) => [row]),
			async () => {
				throw broken;
			},
			{
				end: (...args) => {
					calls.push(args);
					return undefined;
				},
			},
		);
		expect(calls).toEqual([
			[broken, false],
			[broken, false],
		]);
		expect(resultsOf(rows)).toEqual(['It broke', 'It broke']);
	});

	it('end with the first failure when several fail at the same time', async () => {
		const rows = rowsOf('a', 'b', 'c');
		const later = apiFailure('It broke as well');
		await inBatches(
			rows.map((row) => [row]),
			async ([
				{
					requested: { user },
				},
			]) => {
				if (user === 'b') await ticks();
				throw user === 'b' ? later : broken;
			},
			{ concurrency: 2, end: because },
		);
		expect(resultsOf(rows)).toEqual(['It broke', 'It broke as well', 'Not sent, because It broke']);
	});

	it('stop the requests of the others that were not sent yet', async () => {
		const rows = rowsOf('a', 'b', 'c');
		const { stops } = await inBatches(
			rows.map((row) => [row]),
			async (
				[
					{
						requested: { user },
					},
				],
				ask,
			) => {
				if (user === 'a') throw broken;
				await ask({ ...request, purpose: WAIT });
				await ask(request);
				throw new NotSent();
			},
			{ concurrency: 2, end: because },
		);
		expect(stops.map((stop) => stop?.reason)).toEqual([new NotSent(), new NotSent()]);
		const notSent = 'Not sent, because It broke';
		expect(resultsOf(rows)).toEqual(['It broke', notSent, notSent]);
	});

	it('with the same key are worked off one after the other', async () => {
		const rows = rowsOf('a', 'b', 'a');
		const events: string[] = [];
		await inBatches(
			rows.map((row) => [row]),
			async ([
				{
					item,
					requested: { user },
				},
			]) => {
				events.push(`${user}${item} begins`);
				await ticks(20);
				events.push(`${user}${item} ends`);
			},
			{ concurrency: 3, keyOf: ([{ requested }]) => requested.user },
		);
		expect(events).toEqual([
			'a0 begins',
			'b1 begins',
			'a0 ends',
			'b1 ends',
			'a2 begins',
			'a2 ends',
		]);
	});

	it('end as canceled when the user stopped the execution', async () => {
		const rows = rowsOf('a', 'b');
		const running = inBatches(
			rows.map((row) => [row]),
			async () => {
				throw canceled;
			},
			{ end: () => undefined },
		);
		await expect(running).rejects.toBe(canceled);
		expect(resultsOf(rows)).toEqual([undefined, undefined]);
	});
});

describe('rows one by one', () => {
	const byUser: Naming<Requested> = { keyOf: ({ user }) => user, wayOf: () => 'id' };
	const greatest = async (rows: OneRow[], naming?: Naming<Requested>) => {
		const { run, hints } = aRun();
		let underWay = 0;
		let most = 0;
		await runEach(
			run,
			rows,
			'Updated',
			async ({ user }) => {
				most = Math.max(most, ++underWay);
				await ticks();
				underWay--;
				return { user };
			},
			naming,
		);
		return { most, hints };
	};

	it('are as many at a time as the options allow', async () => {
		const rows = rowsOf('a', 'b', 'c', 'd', 'e', 'f');
		expect(await greatest(rows)).toEqual({ most: 4, hints: [] });
		expect(await greatest(rows, byUser)).toEqual({ most: 4, hints: [] });
		expect(resultsOf(rows)).toEqual(rows.map(({ requested }) => requested));
	});

	it('of the same user are processed one after the other, which a hint says', async () => {
		const { most, hints } = await greatest(rowsOf('a', 'a', 'a'), byUser);
		expect(most).toBe(1);
		expect(hints).toEqual([
			'3 items name only 1 user: items for the same user were processed one after the other',
		]);
	});

	it('that are named in different ways are processed one after the other, which a hint says', async () => {
		const naming = { ...byUser, wayOf: ({ user }: Requested) => (user === 'a' ? 'id' : 'email') };
		const { most, hints } = await greatest(rowsOf('a', 'b', 'c'), naming);
		expect(most).toBe(1);
		expect(hints).toHaveLength(1);
		expect(hints[0]).toContain('identify their users in different ways');
	});

	const failing =
		(bad: string[], failure = broken) =>
		async ({ user }: Requested) => {
			await ticks();
			if (bad.includes(user)) throw failure;
			return { user };
		};

	it('without Continue On Fail end with the first failure, and say what became of each', async () => {
		const { run } = aRun({ settings: { maxConcurrentRequests: 1 } as never });
		const rows = rowsOf('a', 'b', 'c');
		const thrown = await runEach(run, rows, 'Updated', failing(['b'])).catch(
			(error: unknown) => error,
		);
		expect(thrown).toBeInstanceOf(RunFailure);
		expect(thrown).toMatchObject({
			message: 'It broke',
			item: 1,
			details: broken.details,
			description: 'Updated: item 0 (1)\nFailed: item 1 (1)\nNot sent: item 2 (1)',
		});
	});

	it('with Continue On Fail leave a failure with its row', async () => {
		const { run } = aRun({ continueOnFail: true });
		const rows = rowsOf('a', 'b', 'c');
		await runEach(run, rows, 'Updated', failing(['b']));
		expect(resultsOf(rows)).toEqual([{ user: 'a' }, 'It broke', { user: 'c' }]);
	});

	it('with Continue On Fail are not tried for ever without a connection', async () => {
		const one = { settings: { maxConcurrentRequests: 1 } as never, continueOnFail: true };
		const refused = apiFailure('The token is wrong', { httpCode: '401' });
		const users = Array.from({ length: 30 }, (_, n) => `u${n}`);
		const rows = rowsOf(...users);
		await runEach(aRun(one).run, rows, 'Updated', failing(users, refused));
		expect(rows.filter(({ result }) => result instanceof NotSent)).toHaveLength(20);
		const some = rowsOf(...users);
		await runEach(
			aRun(one).run,
			some,
			'Updated',
			failing(
				users.filter((user) => user !== 'u9'),
				refused,
			),
		);
		// One that succeeds begins the count anew.
		expect(some.filter(({ result }) => result instanceof NotSent)).toHaveLength(10);
	});
});
