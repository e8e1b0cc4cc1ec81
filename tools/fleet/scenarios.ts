import type { Pace } from '../../nodes/shared/http/pace/pace';
import { bucket, fixedWindow, type Limit, type Server, slidingWindow } from './servers';
import { type Conditions, type Outcome, seeded, simulate } from './simulate';

export const FOUR_A_SECOND: Limit = { requests: 4, windowMs: 1000 };
export const ONE_A_SECOND: Limit = { requests: 1, windowMs: 1000 };
export const FIVE_A_MINUTE: Limit = { requests: 5, windowMs: 60_000 };

export const SERVERS: Record<string, (limit: Limit) => Server> = {
	'sliding window': slidingWindow,
	'fixed window': fixedWindow,
	bucket,
};

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
export const mean = (values: number[]) => sum(values) / values.length;
export const seedsFrom = (first: number, count: number) =>
	Array.from({ length: count }, (_, index) => first + index);

/** Jain's index: 1 when all have the same, 1/n when one of n has everything. */
const jain = (shares: number[]) =>
	sum(shares) ** 2 / (shares.length * sum(shares.map((share) => share * share)));

export interface Steady {
	/** Answers 429, as a share of all. */
	refused: number;
	/** What was served, as a share of the limit. */
	use: number;
	fairness: number;
	/** Rows that ran out of their retry time, from the very beginning, and how many there were. */
	lost: number;
	rows: number;
}

/** Processes that never run out of rows, once they have found their pace. */
export function steady(
	make: (limit: Limit) => Server,
	limit: Limit,
	count: number,
	perSecond: number,
	conditions: Conditions,
	seed: number,
): Steady {
	const slotMs = limit.windowMs / limit.requests;
	const [from, until] = [400 * slotMs, 1600 * slotMs];
	const random = seeded(seed);
	const workers = Array.from({ length: count }, () => ({
		rows: Infinity,
		perSecond,
		from: random() * 1000,
	}));
	const { answers, lost } = simulate({ server: make(limit), workers, seed, until, ...conditions });
	const counted = answers.filter(({ at }) => at > from);
	const served = counted.filter(({ refused }) => !refused);
	return {
		refused: 1 - served.length / counted.length,
		use: (served.length * slotMs) / (until - from),
		fairness: jain(workers.map((_, one) => served.filter(({ worker }) => worker === one).length)),
		lost: sum(lost),
		rows: sum(lost) + answers.filter(({ refused }) => !refused).length,
	};
}

export interface Run {
	/** Answers 429. */
	refused: number;
	rows: number;
	/** From the first that was served to the last, over the shortest time that the limit allows. */
	toIdeal: number;
	lost: number;
	paces: Pace[];
}

export function measure({ answers, lost, paces }: Outcome, limit: Limit): Run {
	const served = answers.filter(({ refused }) => !refused);
	const tookMs = served[served.length - 1].at - served[0].at;
	return {
		refused: answers.length - served.length,
		rows: served.length,
		toIdeal: tookMs / (((served.length - 1) * limit.windowMs) / limit.requests),
		lost: sum(lost),
		paces,
	};
}

/**
 * Processes that each update so many users, beginning within a second, and do it again some minutes later with what they have learned.
 * @returns the first run and the second
 */
export function twoRuns(
	limit: Limit,
	count: number,
	rows: number,
	perSecond: number,
	conditions: Conditions,
	seed: number,
): [first: Run, second: Run] {
	const random = seeded(seed);
	const run = (begin: number, paces: Pace[] = []) => {
		const workers = Array.from({ length: count }, (_, one) => ({
			rows,
			perSecond,
			from: begin + random() * 1000,
			pace: paces[one],
		}));
		const world = { server: slidingWindow(limit), workers, seed: seed + begin, ...conditions };
		return measure(simulate(world), limit);
	};
	const first = run(0);
	return [first, run(5 * 60_000, first.paces)];
}
