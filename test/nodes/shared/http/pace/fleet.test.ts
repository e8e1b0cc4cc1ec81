import {
	FOUR_A_SECOND,
	mean,
	measure,
	ONE_A_SECOND,
	type Run,
	SERVERS,
	steady,
	twoRuns,
} from '../../../../../tools/fleet/scenarios';
import { type Server, slidingWindow } from '../../../../../tools/fleet/servers';
import { simulate } from '../../../../../tools/fleet/simulate';

const SEEDS = Array.from({ length: 24 }, (_, index) => index + 1);

/** First and second runs with all seeds. */
function runs(
	...[limit, count, rows, perSecond, conditions, , clocksMs]: Parameters<typeof twoRuns>
) {
	const all = SEEDS.map((seed) =>
		twoRuns(limit, count, rows, perSecond, conditions, seed, clocksMs),
	);
	return { first: all.map(([first]) => first), second: all.map(([, second]) => second) };
}
const shareRefused = (some: Run[]) =>
	mean(some.map(({ refused, rows }) => refused / (refused + rows)));
const meanToIdeal = (some: Run[]) => mean(some.map(({ toIdeal }) => toIdeal));
const most = (some: Run[], value: 'refused' | 'toIdeal' | 'lost') =>
	Math.max(...some.map((run) => run[value]));

describe('one process at its limit', () => {
	it.each([
		{ way: 'next to nothing', rows: 60, conditions: { jitterMs: 1 }, toIdeal: 1.03, refused: 0 },
		{
			way: '0 to 50 ms',
			rows: 60,
			conditions: { jitterMs: 50, backMs: 0 },
			toIdeal: 1.1,
			refused: 3,
		},
		{
			way: '0 to 150 ms',
			rows: 60,
			conditions: { jitterMs: 150, backMs: 0 },
			toIdeal: 1.15,
			refused: 3,
		},
		{
			way: '0 to 150 ms, and back',
			rows: 60,
			conditions: { jitterMs: 150 },
			toIdeal: 1.2,
			refused: 3,
		},
		{
			way: 'next to nothing, but the answer 1.5 s',
			rows: 40,
			conditions: { jitterMs: 1, answerMs: 1500 },
			toIdeal: 1.1,
			refused: 0,
		},
	])('whose way there takes $way', ({ rows, conditions, toIdeal, refused }) => {
		for (const some of Object.values(runs(FOUR_A_SECOND, 1, rows, 4, conditions))) {
			expect(most(some, 'toIdeal')).toBeLessThanOrEqual(toIdeal);
			expect(most(some, 'refused')).toBeLessThanOrEqual(refused);
		}
	});
});

it('a process alone learns that answers of uneven length cost it nothing', () => {
	const { first, second } = runs(FOUR_A_SECOND, 1, 60, 4, { jitterMs: 1, answerMs: [0, 1500] });
	expect(most(first, 'toIdeal')).toBeLessThanOrEqual(1.16);
	expect(most(second, 'toIdeal')).toBeLessThanOrEqual(1.1);
	expect(most([...first, ...second], 'refused')).toBe(0);
});

it('a process alone is careful while it has seen few answers', () => {
	const seeds = Array.from({ length: 60 }, (_, index) => index + 1);
	const some = seeds.map((seed) => {
		const [first] = twoRuns(FOUR_A_SECOND, 1, 12, 4, { jitterMs: 100, backMs: 0 }, seed);
		return first.refused;
	});
	expect(mean(some)).toBeLessThanOrEqual(0.2);
});

describe('three processes that begin within a second', () => {
	const { first, second } = runs(FOUR_A_SECOND, 3, 30, 4, { jitterMs: 2 });

	it('find their pace at the cost of one answer in five at most', () => {
		expect(shareRefused(first)).toBeLessThanOrEqual(0.2);
		expect(meanToIdeal(first)).toBeLessThanOrEqual(1.2);
	});

	it('know it in the next run, which costs one in ten', () => {
		expect(shareRefused(second)).toBeLessThanOrEqual(0.1);
		expect(meanToIdeal(second)).toBeLessThanOrEqual(1.15);
	});

	it('lose no row', () => {
		expect(most([...first, ...second], 'lost')).toBe(0);
	});

	it('share what becomes free, so that none is left with rows when the others are through', () => {
		const apart = runs(FOUR_A_SECOND, 3, 30, 4, { jitterMs: 2 }, 1, 9000);
		expect(meanToIdeal(second)).toBeLessThan(meanToIdeal(apart.second));
	});
});

describe('an account that allows 1 a second although 4 are configured', () => {
	it('costs one process some answers at first, and next to none in the next run', () => {
		const { first, second } = runs(ONE_A_SECOND, 1, 30, 4, { jitterMs: 2 });
		expect(most(first, 'refused')).toBeLessThanOrEqual(8);
		expect(most(second, 'refused')).toBeLessThanOrEqual(2);
		expect(most([...first, ...second], 'toIdeal')).toBeLessThanOrEqual(1.1);
	});

	it('is tried ever less often by a process alone, but found to be wide again', () => {
		const [narrow, wide] = [slidingWindow(ONE_A_SECOND), slidingWindow(FOUR_A_SECOND)];
		const server: Server = (now) => (now < 3_600_000 ? narrow(now) : wide(now));
		const workers = [{ rows: Infinity, perSecond: 4 }];
		const { answers } = simulate({ server, workers, seed: 1, jitterMs: 2, until: 3_780_000 });
		const within = (from: number, to: number) =>
			answers.filter(({ at }) => at > from * 1000 && at < to * 1000);
		const refusedIn = (from: number, to: number) =>
			within(from, to).filter(({ refused }) => refused).length;
		expect(refusedIn(0, 60)).toBeGreaterThanOrEqual(5);
		expect(refusedIn(3480, 3600)).toBeLessThanOrEqual(4);
		expect(within(3720, 3780).length).toBeGreaterThanOrEqual(0.9 * 240);
	});

	it('costs three processes one answer a row at first, and fewer in the next run', () => {
		const { first, second } = runs(ONE_A_SECOND, 3, 10, 4, { jitterMs: 2 });
		expect(mean(first.map(({ refused }) => refused))).toBeLessThanOrEqual(30);
		expect(mean(second.map(({ refused }) => refused))).toBeLessThanOrEqual(17);
		for (const some of [first, second]) {
			expect(most(some, 'toIdeal')).toBeLessThanOrEqual(1.5);
			expect(most(some, 'lost')).toBe(0);
		}
	});
});

describe.each(Object.entries(SERVERS).slice(0, 3))('a limit that is a %s', (_, make) => {
	it.each([
		{ count: 1, refused: 0.05, use: 0.8, fairness: 1, lost: 0 },
		{ count: 2, refused: 0.14, use: 0.8, fairness: 0.75, lost: 0 },
		{ count: 4, refused: 0.24, use: 0.8, fairness: 0.85, lost: 0 },
		// A few rows in 100,000 run out of their two minutes.
		{ count: 8, refused: 0.3, use: 0.75, fairness: 0.55, lost: 1 },
		{ count: 16, refused: 0.46, use: 0.7, fairness: 0.5, lost: 1 },
	])('is shared by $count processes', ({ count, refused, use, fairness, lost }) => {
		const conditions = [{ jitterMs: 2 }, { jitterMs: 200 }, { jitterMs: 20, retryAfter: true }];
		for (const one of conditions) {
			const seen = SEEDS.slice(0, 4).map((seed) =>
				steady(make, FOUR_A_SECOND, count, 4, one, seed),
			);
			expect(mean(seen.map((run) => run.refused))).toBeLessThanOrEqual(refused);
			expect(mean(seen.map((run) => run.use))).toBeGreaterThanOrEqual(use);
			expect(mean(seen.map((run) => run.fairness))).toBeGreaterThanOrEqual(fairness);
			expect(Math.max(...seen.map((run) => run.lost))).toBeLessThanOrEqual(lost);
		}
	});
});

it.each([2, 3])('no row of %i processes is lost where refusals ask for a pause', (count) => {
	for (const make of Object.values(SERVERS).slice(0, 3)) {
		for (const seed of SEEDS) {
			const conditions = { jitterMs: 20, retryAfter: true };
			const { lost } = steady(make, FOUR_A_SECOND, count, 4, conditions, seed);
			expect({ seed, lost }).toEqual({ seed, lost: 0 });
		}
	}
});

describe('a bad day', () => {
	const worker = { rows: 30, perSecond: 4 };

	it('on which a process dies with requests under way stops nobody else', () => {
		const workers = [{ ...worker, until: 3000 }, worker, worker];
		const outcome = simulate({
			server: slidingWindow(FOUR_A_SECOND),
			workers,
			seed: 1,
			jitterMs: 2,
		});
		expect(outcome.lost).toEqual([0, 0, 0]);
		expect(measure(outcome, FOUR_A_SECOND).toIdeal).toBeLessThanOrEqual(1.5);
	});

	it('on which one of them is told to wait an hour costs that one its row, and the others nothing', () => {
		let isTold = false;
		const answer = (at: number) => {
			if (isTold || at < 2000) return undefined;
			isTold = true;
			return { status: 429, retryAfter: '3600' };
		};
		const workers = [{ ...worker, answer }, worker, worker];
		const { lost, endedAt } = simulate({
			server: slidingWindow(FOUR_A_SECOND),
			workers,
			seed: 1,
			jitterMs: 2,
		});
		expect(lost).toEqual([1, 0, 0]);
		expect(Math.max(endedAt[1], endedAt[2])).toBeLessThanOrEqual(25_000);
	});

	it('on which the limit changes in the middle is survived, and the limit used again afterwards', () => {
		const [wide, narrow] = [slidingWindow(FOUR_A_SECOND), slidingWindow(ONE_A_SECOND)];
		const server: Server = (now) => (now > 20_000 && now < 80_000 ? narrow(now) : wide(now));
		const workers = [{ ...worker, rows: Infinity }];
		const { answers, lost } = simulate({ server, workers, seed: 1, jitterMs: 2, until: 200_000 });
		const served = (from: number, to: number) =>
			answers.filter(({ at, refused }) => !refused && at > from && at < to).length;
		expect(lost).toEqual([0]);
		expect(served(25_000, 80_000)).toBeGreaterThanOrEqual(0.85 * 55);
		expect(served(140_000, 200_000)).toBeGreaterThanOrEqual(0.9 * 240);
	});

	it('on which some come and others leave loses no row', () => {
		const workers = Array.from({ length: 8 }, (_, index) => ({ ...worker, from: index * 5000 }));
		const outcome = simulate({
			server: slidingWindow(FOUR_A_SECOND),
			workers,
			seed: 1,
			jitterMs: 20,
		});
		const { lost, rows, refused, toIdeal } = measure(outcome, FOUR_A_SECOND);
		expect([lost, rows]).toEqual([0, 240]);
		expect(refused / (refused + rows)).toBeLessThanOrEqual(0.3);
		expect(toIdeal).toBeLessThanOrEqual(1.6);
	});
});
