import { monotonicMs, Stop } from '../../../../../nodes/shared/waiting';
import type { Permit } from '../../../../../nodes/shared/http/pace/pace';
import { accountKey } from '../../../../../nodes/shared/credentials/sessionToken';
import { limiterFor, RateLimiter } from '../../../../../nodes/shared/http/pace/rateLimiter';

const START = Date.UTC(2025, 0, 1);
/** The turn of a request that is like the others. */
const ANY = { owner: {} };

beforeEach(() => {
	jest.useFakeTimers({ now: START - 50_000 });
	jest.advanceTimersByTime(50_000);
});
afterEach(() => jest.useRealTimers());

/** Milliseconds from now, on the faked clock, at which each of these callers got its turn. */
async function turnTimes(limiter: RateLimiter, callers: number, rate: number): Promise<number[]> {
	const start = Date.now();
	const times: number[] = [];
	const turns = Array.from({ length: callers }, async () => {
		await limiter.acquire(rate, ANY);
		times.push(Date.now() - start);
	});
	await jest.advanceTimersByTimeAsync(24 * 3600_000);
	await Promise.all(turns);
	return times;
}

const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]);

describe('the pace of one account', () => {
	it('lets the first caller go at once', async () => {
		expect(await turnTimes(new RateLimiter(), 1, 4)).toEqual([0]);
	});

	it.each([
		{ rate: 4, interval: 250 },
		{ rate: 1, interval: 1000 },
		{ rate: 10, interval: 100 },
		{ rate: 0.083, interval: 12_048 },
		{ rate: 1 / 60, interval: 60_000 },
	])('spaces $rate a second evenly, never closer than $interval ms', async ({ rate, interval }) => {
		const times = await turnTimes(new RateLimiter(), 40, rate);
		for (const gap of gaps(times)) expect(gap).toBeGreaterThanOrEqual(Math.floor(interval));
		// It reaches the limit rather than hiding under it: at most 5 % of the time is given away.
		expect(times[39]).toBeLessThanOrEqual(39 * interval * 1.05);
	});

	it('holds nobody back when there is no pace', async () => {
		expect(await turnTimes(new RateLimiter(), 5, 0)).toEqual([0, 0, 0, 0, 0]);
	});

	it('gives turns in the order in which they were asked for', async () => {
		const limiter = new RateLimiter();
		const order: string[] = [];
		const turns = ['first', 'second', 'third'].map(async (name) => {
			await limiter.acquire(2, ANY);
			order.push(name);
		});
		await jest.advanceTimersByTimeAsync(5000);
		await Promise.all(turns);
		expect(order).toEqual(['first', 'second', 'third']);
	});

	it('does not save up turns while nobody asks, so that no burst follows', async () => {
		const limiter = new RateLimiter();
		await limiter.acquire(4, ANY);
		jest.advanceTimersByTime(60_000);
		const times = await turnTimes(limiter, 3, 4);
		expect(gaps(times).every((gap) => gap >= 250)).toBe(true);
	});

	it('takes no slow pace for a rest', async () => {
		const [, ...others] = gaps(await turnTimes(new RateLimiter(), 5, 0.5));
		expect(others).toEqual([2040, 2040, 2040]);
	});

	it('holds nobody back after a rest when there is no pace', async () => {
		const limiter = new RateLimiter();
		await limiter.acquire(0, ANY);
		jest.advanceTimersByTime(60_000);
		expect(await turnTimes(limiter, 3, 0)).toEqual([0, 0, 0]);
	});
});

it('a clock that is set back or forth does not change the pace', async () => {
	const limiter = new RateLimiter();
	const began = monotonicMs();
	const times: number[] = [];
	const callers = Array.from({ length: 4 }, async () => {
		await limiter.acquire(4, ANY);
		times.push(monotonicMs() - began);
	});
	for (const hours of [-2, 3, -1]) {
		await jest.advanceTimersByTimeAsync(100);
		jest.setSystemTime(START + hours * 3600_000);
	}
	await jest.advanceTimersByTimeAsync(2000);
	await Promise.all(callers);
	expect(gaps(times).every((gap) => gap >= 250 && gap < 300)).toBe(true);
});

describe('the turns', () => {
	const order: string[] = [];
	beforeEach(() => (order.length = 0));
	/** Waits for a turn as one of this run. */
	const ask = async (limiter: RateLimiter, name: string, owner: object, isRetry = false) => {
		await limiter.acquire(4, { owner, isRetry });
		order.push(name);
	};

	it('go to each run in turn, however many of its requests wait', async () => {
		const limiter = new RateLimiter();
		const [many, few] = [{}, {}];
		await limiter.acquire(4, ANY);
		for (const name of ['a1', 'a2', 'a3', 'a4']) void ask(limiter, name, many);
		void ask(limiter, 'b1', few);
		void ask(limiter, 'b2', few);
		await jest.advanceTimersByTimeAsync(3000);
		expect(order).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'a4']);
	});

	it('go first to a request that was refused before', async () => {
		const limiter = new RateLimiter();
		const run = {};
		await limiter.acquire(4, ANY);
		for (const name of ['first', 'second', 'third']) void ask(limiter, name, run);
		void ask(limiter, 'refused before', run, true);
		await jest.advanceTimersByTimeAsync(3000);
		expect(order).toEqual(['refused before', 'first', 'second', 'third']);
	});
});

describe('what answers say', () => {
	it('slows the pace down for everybody, and is kept for the next run', async () => {
		const limiter = new RateLimiter();
		for (let count = 0; count < 8; count++) {
			const turn = limiter.acquire(4, ANY);
			await jest.advanceTimersByTimeAsync(20_000);
			limiter.responded((await turn) as Permit, 429);
		}
		await jest.advanceTimersByTimeAsync(9 * 60_000);
		const [first, , , fourth] = await turnTimes(limiter, 4, 4);
		// Where nothing was learned, it is 765.
		expect(fourth - first).toBeGreaterThan(1500);
	});

	it('is of no use where there is no pace', async () => {
		const limiter = new RateLimiter();
		expect(await limiter.acquire(0, ANY)).toBeUndefined();
	});
});

describe('a caller whose execution is stopped', () => {
	it('takes no turn away from the others', async () => {
		const limiter = new RateLimiter();
		const stop = new Stop();
		stop.trigger();
		await expect(limiter.acquire(0.1, { ...ANY, stops: [stop] })).rejects.toThrow('canceled');
		expect(await turnTimes(limiter, 1, 0.1)).toEqual([0]);
	});

	it('leaves at once, wherever it stands in the queue', async () => {
		const limiter = new RateLimiter();
		const stop = new Stop();
		await limiter.acquire(0.1, ANY);
		const waiting = [
			limiter.acquire(0.1, { ...ANY, stops: [stop] }),
			limiter.acquire(0.1, { ...ANY, stops: [stop] }),
			limiter.acquire(0.1, { ...ANY, stops: [stop] }),
		].map((turn) => turn.catch((error: Error) => error.message));
		await jest.advanceTimersByTimeAsync(500);
		stop.trigger();
		await expect(Promise.all(waiting)).resolves.toEqual(
			Array(3).fill('The execution was canceled'),
		);
		expect(Date.now() - START).toBe(500);
	});

	it('uses up no turn of the others', async () => {
		const limiter = new RateLimiter();
		const stop = new Stop();
		await limiter.acquire(1, ANY);
		const stopped = [
			limiter.acquire(1, { ...ANY, stops: [stop] }),
			limiter.acquire(1, { ...ANY, stops: [stop] }),
		].map((turn) => turn.catch(() => undefined));
		const others = turnTimes(limiter, 2, 1);
		stop.trigger();
		await Promise.all(stopped);
		const [first, second] = await others;
		expect(first).toBeLessThanOrEqual(1100);
		expect(second).toBeLessThanOrEqual(2100);
	});

	it('gets no turn when it was stopped before it asked', async () => {
		const stop = new Stop();
		stop.trigger();
		const turn = new RateLimiter().acquire(4, { ...ANY, stops: [stop] });
		await expect(turn).rejects.toThrow('canceled');
	});
});

describe('who shares a pace', () => {
	it('is everybody with the same account on the same host', async () => {
		const key = accountKey('https://api.example.com', 'one-secret');
		const [one, other] = [limiterFor(key), limiterFor(key)];
		const times = (await Promise.all([turnTimes(one, 3, 4), turnTimes(other, 3, 4)])).flat();
		expect(gaps(times.sort((a, b) => a - b)).every((gap) => gap >= 250)).toBe(true);
	});

	it.each([
		['https://api.example.com', 'other'],
		['https://api.example.org', 'secret'],
		['https://api.example.comsecret', ''],
		['', 'https://api.example.comsecret'],
	])('is nobody with another account or another host: %j and %j', (address, secret) => {
		const limiter = limiterFor(accountKey('https://api.example.com', 'secret'));
		expect(limiterFor(accountKey('https://api.example.com', 'secret'))).toBe(limiter);
		expect(limiterFor(accountKey(address, secret))).not.toBe(limiter);
	});

	it('is kept under a key that gives the secret away in no form', () => {
		const key = accountKey('https://api.example.com', 'BBFF-secret');
		expect(key).toMatch(/^[0-9a-f]{64}$/);
		expect(key).not.toContain(Buffer.from('BBFF-secret').toString('hex'));
	});

	it('is forgotten when nobody has used it for a while', () => {
		const key = accountKey('https://api.example.com', 'gone');
		const limiter = limiterFor(key);
		jest.advanceTimersByTime(9 * 60_000);
		expect(limiterFor(key)).toBe(limiter);
		jest.advanceTimersByTime(21 * 60_000);
		limiterFor(accountKey('https://api.example.com', 'somebody else'));
		expect(limiterFor(key)).not.toBe(limiter);
	});

	it('is forgotten ten minutes after its last turn', async () => {
		const key = accountKey('https://api.example.com', 'used once');
		const limiter = limiterFor(key);
		await limiter.acquire(4, ANY);
		jest.advanceTimersByTime(9 * 60_000);
		limiterFor(accountKey('https://api.example.com', 'somebody else'));
		expect(limiterFor(key)).toBe(limiter);
		jest.advanceTimersByTime(2 * 60_000);
		limiterFor(accountKey('https://api.example.com', 'somebody else'));
		expect(limiterFor(key)).not.toBe(limiter);
	});

	it('is not forgotten by the account that comes back', () => {
		const key = accountKey('https://api.example.com', 'back again');
		const limiter = limiterFor(key);
		jest.advanceTimersByTime(30 * 60_000);
		expect(limiterFor(key)).toBe(limiter);
	});

	it('is not forgotten while somebody waits for a turn on a machine that slept', async () => {
		const key = accountKey('https://api.example.com', 'asleep');
		const limiter = limiterFor(key);
		await limiter.acquire(1, ANY);
		const waiting = limiter.acquire(1, ANY);
		jest.advanceTimersByTime(30 * 60_000);
		limiterFor(accountKey('https://api.example.com', 'somebody else'));
		expect(limiterFor(key)).toBe(limiter);
		await jest.advanceTimersByTimeAsync(2000);
		await waiting;
	});

	it('is not forgotten before its first use', () => {
		const key = accountKey('https://api.example.com', 'new');
		const limiter = limiterFor(key);
		limiterFor(accountKey('https://api.example.com', 'somebody else'));
		expect(limiterFor(key)).toBe(limiter);
	});

	it('is not forgotten while somebody waits for a long pause to end', () => {
		const key = accountKey('https://api.example.com', 'paused');
		const limiter = limiterFor(key);
		limiter.pause(45 * 60_000);
		jest.advanceTimersByTime(30 * 60_000);
		limiterFor(accountKey('https://api.example.com', 'somebody else'));
		expect(limiterFor(key)).toBe(limiter);
	});
});

describe('a pause that the service asked for', () => {
	it('makes everybody wait, also who waits already', async () => {
		const limiter = new RateLimiter();
		await limiter.acquire(4, ANY);
		const waiting = turnTimes(limiter, 3, 4);
		limiter.pause(7000);
		const [first, ...others] = await waiting;
		expect(first).toBeGreaterThanOrEqual(7000);
		expect(first).toBeLessThan(7100);
		expect(gaps([first, ...others]).every((gap) => gap >= 250)).toBe(true);
	});

	it('counts without a pace as well', async () => {
		const limiter = new RateLimiter();
		limiter.pause(3000);
		expect(Math.min(...(await turnTimes(limiter, 4, 0)))).toBeGreaterThanOrEqual(3000);
	});

	it('is never shortened by a later, shorter one', async () => {
		const limiter = new RateLimiter();
		limiter.pause(5000);
		limiter.pause(10);
		expect((await turnTimes(limiter, 1, 0))[0]).toBeGreaterThanOrEqual(5000);
	});

	it('is an hour at most: the number may be a mistake', async () => {
		const limiter = new RateLimiter();
		limiter.pause(7 * 3600_000);
		expect(await turnTimes(limiter, 1, 0)).toEqual([3600_000]);
	});
});

describe('a pause that is longer than a caller may wait', () => {
	it('sends it away at once, and it uses up no turn', async () => {
		const limiter = new RateLimiter();
		limiter.pause(60_000);
		await expect(limiter.acquire(1, { ...ANY, longestPauseMs: 30_000 })).rejects.toThrow('60 s');
		expect((await turnTimes(limiter, 1, 1))[0]).toBeLessThanOrEqual(60_100);
	});

	it('sends it away also when the pause comes while it waits', async () => {
		const limiter = new RateLimiter();
		await limiter.acquire(1, ANY);
		const outcome = limiter
			.acquire(1, { ...ANY, longestPauseMs: 30_000 })
			.catch((error: Error) => error.message);
		limiter.pause(60_000);
		await jest.advanceTimersByTimeAsync(2000);
		await expect(Promise.race([outcome, 'still waiting'])).resolves.toContain('60 s');
	});

	it('sends it away also when it stands behind one who may', async () => {
		const limiter = new RateLimiter();
		limiter.pause(60_000);
		const patient = limiter.acquire(1, { ...ANY, longestPauseMs: 3600_000 });
		const outcome = limiter
			.acquire(1, { ...ANY, longestPauseMs: 30_000 })
			.catch((error: Error) => error.message);
		await jest.advanceTimersByTimeAsync(2000);
		await expect(Promise.race([outcome, 'still waiting'])).resolves.not.toBe('still waiting');
		await jest.advanceTimersByTimeAsync(60_000);
		await patient;
	});

	it('sends it away also when the pause comes while both wait', async () => {
		const limiter = new RateLimiter();
		await limiter.acquire(1, ANY);
		const patient = limiter.acquire(1, { ...ANY, longestPauseMs: 3600_000 });
		const outcome = limiter
			.acquire(1, { ...ANY, longestPauseMs: 30_000 })
			.catch((error: Error) => error.message);
		limiter.pause(60_000);
		await jest.advanceTimersByTimeAsync(2000);
		await expect(Promise.race([outcome, 'still waiting'])).resolves.not.toBe('still waiting');
		await jest.advanceTimersByTimeAsync(60_000);
		await patient;
	});

	it.each([20_000, 30_000])('is sat out when it is short enough: %i of 30,000 ms', async (ms) => {
		const limiter = new RateLimiter();
		limiter.pause(ms);
		const outcome = limiter
			.acquire(1, { ...ANY, longestPauseMs: 30_000 })
			.then(() => Date.now() - START);
		await jest.advanceTimersByTimeAsync(ms + 1000);
		await expect(outcome).resolves.toBe(ms);
	});
});
