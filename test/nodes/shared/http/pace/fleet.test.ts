import {
	FOUR_A_SECOND,
	mean,
	measure,
	ONE_A_SECOND,
	type Run,
	seedsFrom,
	SERVERS,
	steady,
	twoRuns,
} from '../../../../../tools/fleet/scenarios';
import { type Server, slidingWindow } from '../../../../../tools/fleet/servers';
import { type Conditions, simulate } from '../../../../../tools/fleet/simulate';

const SEEDS = seedsFrom(1, 24);

/** First and second runs with all seeds, at 4 a second. */
function runs(count: number, rows: number, conditions: Conditions, limit = FOUR_A_SECOND) {
	const all = SEEDS.map((seed) => twoRuns(limit, count, rows, 4, conditions, seed));
	return { first: all.map(([first]) => first), second: all.map(([, second]) => second) };
}
const shareRefused = (some: Run[]) =>
	mean(some.map(({ refused, rows }) => refused / (refused + rows)));
const meanToIdeal = (some: Run[]) => mean(some.map(({ toIdeal }) => toIdeal));
const most = (some: Run[], value: 'refused' | 'toIdeal' | 'lost') =>
	Math.max(...some.map((run) => run[value]));

describe('one process at its limit', () => {
	it.each<{ way: string; rows: number; conditions: Conditions; toIdeal: number; refused: number }>([
		{ way: 'next to nothing', rows: 60, conditions: { jitterMs: 1 }, toIdeal: 1.05, refused: 0 },
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
			way: 'next to nothing, but the response 1.5 s',
			rows: 40,
			conditions: { jitterMs: 1, answerMs: [1500, 1500] },
			toIdeal: 1.1,
			refused: 0,
		},
		{
			way: 'next to nothing, but the response up to 1.5 s',
			rows: 60,
			conditions: { jitterMs: 1, answerMs: [0, 1500] },
			toIdeal: 1.16,
			refused: 0,
		},
	])('whose way there takes $way', ({ rows, conditions, toIdeal, refused }) => {
		const { first, second } = runs(1, rows, conditions);
		expect(most([...first, ...second], 'toIdeal')).toBeLessThanOrEqual(toIdeal);
		expect(most([...first, ...second], 'refused')).toBeLessThanOrEqual(refused);
	});

	it('is careful while it has seen few responses', () => {
		const { first } = runs(1, 12, { jitterMs: 100, backMs: 0 });
		expect(mean(first.map(({ refused }) => refused))).toBeLessThanOrEqual(0.3);
	});
});

it.each(Object.entries(runs(3, 30, { jitterMs: 2 })))(
	'three processes are quick enough in their %s run, at one refusal in four responses',
	(_, some) => {
		expect(meanToIdeal(some)).toBeLessThanOrEqual(1.3);
		expect(shareRefused(some)).toBeLessThanOrEqual(0.25);
		expect(most(some, 'lost')).toBe(0);
	},
);

it('an account that allows 1 a second although 4 are configured costs time only, and one refusal in four', () => {
	const { first, second } = runs(1, 30, { jitterMs: 2 }, ONE_A_SECOND);
	expect(most([...first, ...second], 'toIdeal')).toBeLessThanOrEqual(1.15);
	expect(most([...first, ...second], 'refused')).toBeLessThanOrEqual(10);
});

describe.each(Object.entries(SERVERS))('a limit that is a %s', (_, make) => {
	it.each([
		{ count: 1, refused: 0.05, fairness: 1 },
		{ count: 2, refused: 0.25, fairness: 0.9 },
		{ count: 4, refused: 0.25, fairness: 0.9 },
		{ count: 8, refused: 0.5, fairness: 0.9 },
	])('is shared by $count processes, and no row is lost', ({ count, refused, fairness }) => {
		const ways = [{ jitterMs: 2 }, { jitterMs: 200 }, { jitterMs: 20, retryAfter: true }];
		const seen = ways.flatMap((way) =>
			seedsFrom(1, 4).map((seed) => steady(make, FOUR_A_SECOND, count, 4, way, seed)),
		);
		expect(mean(seen.map((run) => run.refused))).toBeLessThanOrEqual(refused);
		expect(mean(seen.map((run) => run.use))).toBeGreaterThanOrEqual(0.8);
		expect(mean(seen.map((run) => run.fairness))).toBeGreaterThanOrEqual(fairness);
		expect(Math.max(...seen.map((run) => run.lost))).toBe(0);
	});
});

describe('a bad day', () => {
	const worker = { rows: 30, perSecond: 4 };
	const server = () => slidingWindow(FOUR_A_SECOND);

	it('on which a process dies with requests under way stops nobody else', () => {
		const workers = [{ ...worker, until: 3000 }, worker, worker];
		const outcome = simulate({ server: server(), workers, seed: 1, jitterMs: 2 });
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
		const { lost, endedAt } = simulate({ server: server(), workers, seed: 1, jitterMs: 2 });
		expect(lost).toEqual([1, 0, 0]);
		expect(Math.max(endedAt[1], endedAt[2])).toBeLessThanOrEqual(25_000);
	});

	it('on which the limit changes in the middle is survived, and the limit used again afterwards', () => {
		const [wide, narrow] = [server(), slidingWindow(ONE_A_SECOND)];
		const changing: Server = (now) => (now > 20_000 && now < 80_000 ? narrow(now) : wide(now));
		const workers = [{ ...worker, rows: Infinity }];
		const world = { server: changing, workers, seed: 1, jitterMs: 2, until: 200_000 };
		const { answers, lost } = simulate(world);
		const served = (from: number, to: number) =>
			answers.filter(({ at, refused }) => !refused && at > from && at < to).length;
		expect(lost).toEqual([0]);
		expect(served(25_000, 80_000)).toBeGreaterThanOrEqual(0.8 * 55);
		expect(served(140_000, 200_000)).toBeGreaterThanOrEqual(0.9 * 240);
	});

	it('on which some come and others leave loses no row', () => {
		const workers = Array.from({ length: 8 }, (_, index) => ({ ...worker, from: index * 5000 }));
		const outcome = simulate({ server: server(), workers, seed: 1, jitterMs: 20 });
		const { lost, rows, toIdeal } = measure(outcome, FOUR_A_SECOND);
		expect([lost, rows]).toEqual([0, 240]);
		expect(toIdeal).toBeLessThanOrEqual(1.6);
	});
});
