import { Failure, NotSent } from '../../../../../nodes/shared/errors';
import type { Context } from '../../../../../nodes/shared/http/attempt';
import { accountKey } from '../../../../../nodes/shared/credentials/sessionToken';
import { Client } from '../../../../../nodes/shared/http/client';
import { RefusedRequest } from '../../../../../nodes/shared/http/errors';
import { limiterFor } from '../../../../../nodes/shared/http/pace/rateLimiter';
import { Stop } from '../../../../../nodes/shared/waiting';
import { Redactor } from '../../../../../nodes/shared/redact';
import type {
	Account,
	ApiRequest,
	Service,
	Timeouts,
} from '../../../../../nodes/shared/http/service';
import { path } from '../../../../../nodes/shared/path';

const START = Date.UTC(2025, 0, 1);

beforeEach(() => {
	jest.useFakeTimers({ now: START - 50_000 });
	jest.advanceTimersByTime(50_000);
	// Each backoff is as long as it can be: 500 ms, 1 s, 2 s ...
	jest.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

/** What the HTTP helper does with one attempt. */
type Answer = { status: number; body?: unknown; retryAfter?: string } | { code: string } | Error;

const OK = { status: 200, body: { id: '1' } };
const patch: ApiRequest = {
	method: 'PATCH',
	path: path`/users/1`,
	idempotent: true,
	purpose: 'update the user 1',
	body: { firstName: 'Ada' },
};
const post: ApiRequest = { ...patch, method: 'POST', idempotent: false };

let accounts = 0;

/** Delivers a request to a service that gives these answers in turn, the last one again and again. */
function delivery(
	request: ApiRequest,
	answers: Answer[],
	changes: { timeouts?: Partial<Timeouts>; requestsPerSecond?: number } = {},
) {
	const sentAt: number[] = [];
	const timeouts: number[] = [];
	const statuses: number[] = [];
	const began = Date.now();
	const execution = new AbortController();
	const context = {
		getCredentials: async () => await Promise.resolve({ sessionToken: 'session-0815' }),
		getExecutionCancelSignal: () => execution.signal,
		helpers: {
			async httpRequestWithAuthentication(_type: string, { timeout }: { timeout: number }) {
				const answer = answers[Math.min(sentAt.length, answers.length - 1)];
				sentAt.push(Date.now() - began);
				timeouts.push(timeout);
				await Promise.resolve();
				if ('status' in answer) {
					const headers = { 'retry-after': answer.retryAfter };
					return { statusCode: answer.status, headers, body: answer.body };
				}
				throw answer;
			},
		},
	};
	const account: Account = {
		baseUrl: 'https://api.example.com',
		requestsPerSecond: changes.requestsPerSecond ?? 0,
		// An account for each request: those of one share a pace.
		identity: `account ${accounts++}`,
		secrets: ['token-0815'],
		renewal: { on: () => [], noteStatus: (status) => statuses.push(status) },
	};
	const service = {
		account: () => account,
		displayName: 'Ubidots',
		credentialType: 'ubidotsApi',
		addressTitle: 'Base URL',
		parseError: (body: { detail?: string } | undefined) => ({ text: body?.detail }),
		advice: () => undefined,
		secretFields: [],
	} as unknown as Service;
	const limits = { timeoutMs: 10_000, retryTimeoutMs: 60_000, ...changes.timeouts };
	const stop = new Stop();
	let client: Client | undefined;
	let endedAt: number | undefined;
	const outcome = Client.open(context as unknown as Context, service, limits, new Redactor())
		.then(async (opened) => await (client = opened).request(request, stop))
		.catch((error: unknown) => error as Failure)
		.finally(() => (endedAt = Date.now() - began));
	const run = async (ms = 600_000) => {
		await jest.advanceTimersByTimeAsync(ms);
		return await Promise.race([outcome, 'still under way' as const]);
	};
	return {
		run,
		context,
		account,
		limiter: limiterFor(accountKey(account.baseUrl, account.identity)),
		retries: () => client?.stats.retries,
		rateLimited: () => client?.stats.rateLimited,
		stop: () => stop.trigger(new NotSent()),
		cancel: () => execution.abort(),
		sentAt,
		timeouts,
		statuses,
		endedAt: () => endedAt,
	};
}

describe('a request that succeeds', () => {
	it('is sent once', async () => {
		const { run, sentAt, statuses, retries } = delivery(patch, [OK]);
		expect(await run()).toEqual({ status: 200, body: { id: '1' }, maybeApplied: false });
		expect([sentAt, statuses, retries()]).toEqual([[0], [200], 0]);
	});

	it('needs nobody who notes its status', async () => {
		const { run, account } = delivery(patch, [OK]);
		delete account.renewal;
		expect(await run()).toMatchObject({ status: 200 });
	});

	it.each([
		[{ code: 'ECONNRESET' }, true],
		[{ status: 503 }, true],
		[{ status: 429 }, false],
		[{ code: 'ECONNREFUSED' }, false],
	])('after %j tells whether that may have been applied: %s', async (answer, maybeApplied) => {
		const { run, sentAt, statuses, retries } = delivery(patch, [answer, OK]);
		expect(await run()).toEqual({ status: 200, body: { id: '1' }, maybeApplied });
		expect(statuses).toEqual('status' in answer ? [answer.status, 200] : [200]);
		expect(sentAt).toEqual([0, 500]);
		expect(retries()).toBe(1);
	});

	it('after two attempts tells of the first, which may have been applied', async () => {
		const { run, sentAt, retries } = delivery(patch, [{ status: 503 }, { status: 429 }, OK]);
		expect(await run()).toMatchObject({ maybeApplied: true });
		expect(sentAt).toEqual([0, 500, 1500]);
		expect(retries()).toBe(2);
	});

	it('after refusals because of the limit has counted them, 420 as well', async () => {
		const answers = [{ status: 429 }, { status: 420 }, { status: 503 }, OK];
		const { run, retries, rateLimited } = delivery(patch, answers);
		expect(await run()).toMatchObject({ status: 200 });
		expect([retries(), rateLimited()]).toEqual([3, 2]);
	});

	it('has applied nothing when it is a question', async () => {
		const { run } = delivery({ ...patch, method: 'GET' }, [{ status: 503 }, OK]);
		expect(await run()).toMatchObject({ maybeApplied: false });
	});
});

describe('a request that fails', () => {
	it('is not sent again when it may have been applied and cannot be repeated', async () => {
		const { run, sentAt } = delivery(post, [{ status: 503 }, OK]);
		expect(await run()).toMatchObject({
			message: expect.stringContaining('It may have been carried out anyway'),
		});
		expect(sentAt).toEqual([0]);
	});

	it('is sent again even if it cannot be repeated when only the session token was refused', async () => {
		const refused = Object.assign(new Error(), {
			sessionRefused: 'Ubidots gave no session token',
			exchange: { httpStatus: 503 },
		});
		const { run, sentAt, statuses } = delivery(post, [refused, OK]);
		expect(await run()).toEqual({ status: 200, body: { id: '1' }, maybeApplied: false });
		expect(sentAt).toEqual([0, 500]);
		// The status of the exchange is not one of the API.
		expect(statuses).toEqual([200]);
	});

	it('is given up with what was answered, and how often it was tried', async () => {
		const { run, sentAt } = delivery(patch, [{ status: 503, body: { detail: 'Busy.' } }], {
			timeouts: { retryTimeoutMs: 2000 },
		});
		const failure = await run();
		expect(failure).toBeInstanceOf(RefusedRequest);
		expect((failure as Failure).message).toBe(
			'Could not update the user 1: Ubidots answered 503 after 3 attempts (the time for retries is used up): Busy. It may have been carried out anyway',
		);
		expect(sentAt).toEqual([0, 500, 1500]);
	});

	it('is given up at its deadline', async () => {
		const deadline = performance.now() + 1000;
		const { run, sentAt } = delivery({ ...patch, deadline }, [{ status: 503 }]);
		expect(await run()).toBeInstanceOf(RefusedRequest);
		expect(sentAt).toEqual([0, 500]);
	});

	it('says that an earlier attempt may have been applied', async () => {
		const { run } = delivery(patch, [{ status: 503 }, { status: 404 }]);
		expect(await run()).toMatchObject({
			message: expect.stringMatching(/answered 404.* It may have been carried out anyway$/),
		});
	});

	it('shows neither a secret of the account nor a password', async () => {
		const body = { detail: 'token-0815, hush-hush' };
		const { run } = delivery({ ...patch, secrets: ['hush-hush'] }, [{ status: 400, body }]);
		expect(await run()).toMatchObject({ message: expect.stringMatching(/400: •••, •••$/) });
	});

	it('because of a credential is that failure', async () => {
		const failure = new Failure('The credential is empty');
		const { run, sentAt } = delivery(patch, [failure]);
		expect(await run()).toBe(failure);
		expect(sentAt).toEqual([0]);
	});
});

describe('the time for one attempt', () => {
	it.each([
		[undefined, 10_000],
		[60_000, 10_000],
		[5000, 5000],
		[1000, 3000],
		[-1000, 3000],
	])('with a deadline in %p ms is %i ms', async (left, timeoutMs) => {
		const deadline = left === undefined ? undefined : performance.now() + left;
		const { run, timeouts } = delivery({ ...patch, deadline }, [OK]);
		await run();
		expect(timeouts).toEqual([timeoutMs]);
	});
});

describe('a pause', () => {
	it('that a 429 asks for is one of the whole account', async () => {
		const { run, limiter } = delivery(patch, [{ status: 429, retryAfter: '7' }, OK]);
		await run(0);
		let turnAt = 0;
		void limiter.acquire(0, { owner: {} }).then(() => (turnAt = Date.now() - START));
		await jest.advanceTimersByTimeAsync(10_000);
		expect(turnAt).toBe(7000);
	});

	it('of one request after a 429 that asks for none is not one of a paced account, which slows down', async () => {
		const { run, limiter, sentAt } = delivery(patch, [{ status: 429 }, OK], {
			requestsPerSecond: 4,
		});
		expect(await run()).toMatchObject({ status: 200 });
		// At the next turn of the slower pace: 255 ms at 0.7 of the rate, and half as long again by chance.
		expect(sentAt[1]).toBe(547);
		let turnAt = 0;
		const askedAt = Date.now();
		void limiter.acquire(0, { owner: {} }).then(() => (turnAt = Date.now()));
		await jest.advanceTimersByTimeAsync(10);
		expect(turnAt).toBe(askedAt);
	});

	it('that a 503 asks for is one of the request alone', async () => {
		const { run, limiter, sentAt } = delivery(patch, [{ status: 503, retryAfter: '7' }, OK]);
		await run(0);
		let turnAt = -1;
		void limiter.acquire(0, { owner: {} }).then(() => (turnAt = Date.now() - START));
		await jest.advanceTimersByTimeAsync(10_000);
		expect(turnAt).toBe(0);
		expect(sentAt).toEqual([0, 7000]);
	});

	it.each([
		// The longer one of the time for retries and the time for an attempt.
		[{ retryTimeoutMs: 20_000, timeoutMs: 10_000 }, 20_000],
		[{ retryTimeoutMs: 0, timeoutMs: 10_000 }, 10_000],
	])('is sat out with %j when it is no longer than %i ms', async (timeouts, longest) => {
		const short = delivery(patch, [OK], { timeouts });
		short.limiter.pause(longest);
		expect(await short.run()).toMatchObject({ status: 200 });
		const long = delivery(patch, [OK], { timeouts });
		long.limiter.pause(longest + 1000);
		const failure = await long.run(0);
		expect(failure).toMatchObject({
			message: expect.stringContaining(`${longest / 1000 + 1} s`),
		});
		expect(long.sentAt).toEqual([]);
	});

	it('is not sat out beyond the deadline', async () => {
		const deadline = performance.now() + 5000;
		const { run, limiter, sentAt } = delivery({ ...patch, deadline }, [OK]);
		limiter.pause(6000);
		expect(await run(0)).toBeInstanceOf(Failure);
		expect(sentAt).toEqual([]);
	});
});

describe('a request that is not needed any more', () => {
	it('is not sent when it waits for its turn', async () => {
		const { run, stop, limiter, sentAt } = delivery(patch, [OK]);
		limiter.pause(5000);
		await run(0);
		stop();
		expect(await run(0)).toBeInstanceOf(NotSent);
		expect(sentAt).toEqual([]);
	});

	it('is not sent again when it was certainly not applied', async () => {
		const { run, stop, sentAt, endedAt } = delivery(patch, [{ status: 429, retryAfter: '5' }, OK]);
		await run(100);
		stop();
		expect(await run(0)).toBeInstanceOf(NotSent);
		expect(sentAt).toEqual([0]);
		expect(endedAt()).toBe(100);
	});

	it('is sent again to find out when it may have been applied', async () => {
		const { run, stop, sentAt } = delivery(patch, [{ status: 503, retryAfter: '5' }, OK]);
		await run(100);
		stop();
		expect(await run()).toMatchObject({ status: 200, maybeApplied: true });
		expect(sentAt).toEqual([0, 5000]);
	});
});

describe('a stop by the user', () => {
	it.each<[string, Answer[], number]>([
		['before the first attempt', [OK], 0],
		['between two attempts', [{ status: 503, retryAfter: '5' }, OK], 1],
		['after an attempt that was not applied', [{ status: 429, retryAfter: '5' }, OK], 1],
	])('%s ends it as canceled', async (_, answers, attempts) => {
		const { run, cancel, stop, limiter, sentAt, endedAt } = delivery(patch, answers);
		if (attempts === 0) limiter.pause(5000);
		await run(100);
		cancel();
		stop();
		expect(await run(0)).toMatchObject({ kind: 'canceled' });
		expect(sentAt).toHaveLength(attempts);
		expect(endedAt()).toBe(100);
	});

	it('during an attempt ends it at once', async () => {
		const { run, cancel, endedAt, context } = delivery(patch, [OK]);
		context.helpers.httpRequestWithAuthentication = (async () =>
			await new Promise(() => {})) as never;
		await run(100);
		cancel();
		expect(await run(0)).toMatchObject({ kind: 'canceled' });
		expect(endedAt()).toBe(100);
	});
});
