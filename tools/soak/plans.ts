import fc from 'fast-check';

import type { Account } from './accounts';
import type { Job } from './job';
import { anyJob } from './jobs';

/** A job, and what is to befall it. Each draw with the same seed gives the same plans. */
export interface Plan {
	job: Job;
	account: Omit<Account, 'service'>;
	/** What the sandbox is told to do to one of the next requests, whoever sends it. */
	fault?: object;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	cancelAfterMs?: number;
}

/** Accounts below this number come again and again, the others once. */
export const REGULARS = 4;

const never = fc.constant(undefined);

/** `value` in one of so many cases. */
const onceIn = <T>(cases: number, value: fc.Arbitrary<T>) =>
	fc.oneof({ weight: cases - 1, arbitrary: never }, { weight: 1, arbitrary: value });

/** A request that hangs ends by the short timeout of the job, which pickers and exchanges of tokens do not have. */
const HAS_SHORT_TIMEOUT = { method: 'PATCH' };

const fault = fc.oneof(
	fc
		.constantFrom(
			{ status: 429, headers: { 'retry-after': '1' } },
			{ status: 429 },
			{ status: 500 },
			{ status: 503 },
			'reset',
			'html',
			'truncatedJson',
			'cutOff',
		)
		.map((answer) => ({ answer })),
	fc
		.constantFrom('before', 'after')
		.map((when) => ({ answer: 'hang', when, match: HAS_SHORT_TIMEOUT })),
	fc
		.constantFrom({ status: 500 }, { status: 401 }, 'reset', 'html')
		.map((answer) => ({ answer, match: { path: '/token' } })),
);

const account = fc.record({
	signIn: fc.constantFrom(
		'token' as const,
		'session' as const,
		'session' as const,
		'wrong' as const,
	),
	number: fc.oneof(
		fc.integer({ min: 0, max: REGULARS - 1 }),
		fc.noBias(fc.integer({ min: REGULARS, max: 1e9 })),
	),
	requestsPerSecond: fc.constantFrom(0, 0, 200),
});

const plan: fc.Arbitrary<Plan> = fc.record({
	job: anyJob,
	account,
	fault: onceIn(3, fault),
	onError: fc.constantFrom(
		undefined,
		'continueRegularOutput' as const,
		'continueErrorOutput' as const,
	),
	cancelAfterMs: onceIn(7, fc.integer({ min: 0, max: 200 })),
});

const DRAWN_AT_ONCE = 100;

/** Plans without end. Which of them overlap depends on the machine all the same. */
export function* plansOf(seed: number): Generator<Plan> {
	for (let draw = 0; ; draw++) {
		yield* fc.sample(plan, { seed: seed + draw, numRuns: DRAWN_AT_ONCE });
	}
}
