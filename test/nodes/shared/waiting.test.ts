import { sleep } from 'n8n-workflow';

import {
	AbortFan,
	monotonicMs,
	rejectOnAbort,
	throwIfAborted,
	waitUntil,
	withTimeout,
} from '../../../nodes/shared/waiting';
import { Failure } from '../../../nodes/shared/errors';

const START = Date.UTC(2025, 0, 1);
const CANCELED = expect.objectContaining({ kind: 'canceled' }) as Failure;

beforeEach(() => jest.useFakeTimers({ now: START }));
afterEach(() => jest.useRealTimers());

describe('waiting until a time', () => {
	it.each([1, 999, 1000, 2500, 3_600_000])('lasts %i ms and not less', async (ms) => {
		const waiting = waitUntil(monotonicMs() + ms).then(() => Date.now() - START);
		await jest.advanceTimersByTimeAsync(ms + 10);
		await expect(waiting).resolves.toBe(ms);
	});

	it.each([-3600_000, 3600_000])('is as long when the clock is set by %i ms', async (ms) => {
		const began = monotonicMs();
		const waiting = waitUntil(began + 2000).then(() => monotonicMs() - began);
		await jest.advanceTimersByTimeAsync(500);
		jest.setSystemTime(START + ms);
		await jest.advanceTimersByTimeAsync(5000);
		await expect(waiting).resolves.toBe(2000);
	});

	it('is over at once when that time has passed', async () => {
		await waitUntil(monotonicMs() - 1);
		await waitUntil(monotonicMs());
		expect(jest.getTimerCount()).toBe(0);
	});

	it('ends at once when the execution is stopped, and leaves no timer', async () => {
		const stop = new AbortController();
		const waiting = waitUntil(monotonicMs() + 60_000, stop.signal);
		const outcome = waiting.catch((error: unknown) => error);
		await jest.advanceTimersByTimeAsync(1500);
		stop.abort();
		await expect(outcome).resolves.toEqual(CANCELED);
		expect(Date.now() - START).toBe(1500);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('does not begin when the execution is stopped already, even for a time in the past', async () => {
		const stop = new AbortController();
		stop.abort();
		await expect(waitUntil(monotonicMs() - 5, stop.signal)).rejects.toEqual(CANCELED);
	});
});

describe('a promise beside the cancel signal', () => {
	it('gives its own outcome when nothing is stopped', async () => {
		const { signal } = new AbortController();
		await expect(rejectOnAbort(Promise.resolve(7), signal)).resolves.toBe(7);
		await expect(rejectOnAbort(Promise.reject(new Error('own')), signal)).rejects.toThrow('own');
		await expect(rejectOnAbort(Promise.resolve(8))).resolves.toBe(8);
	});

	it('is waited for while nothing is stopped', async () => {
		const { signal } = new AbortController();
		const later = sleep(900).then(() => 7);
		const outcome = rejectOnAbort(later, signal);
		await jest.advanceTimersByTimeAsync(900);
		await expect(outcome).resolves.toBe(7);
	});

	it('is not waited for when the execution is stopped already', async () => {
		await expect(rejectOnAbort(new Promise(() => {}), AbortSignal.abort())).rejects.toEqual(
			CANCELED,
		);
	});

	it('is left alone when the execution is stopped', async () => {
		const stop = new AbortController();
		const outcome = rejectOnAbort(new Promise(() => {}), stop.signal);
		stop.abort();
		await expect(outcome).rejects.toEqual(CANCELED);
	});

	it('leaves no listener behind', async () => {
		const stop = new AbortController();
		const added = jest.spyOn(stop.signal, 'addEventListener');
		const removed = jest.spyOn(stop.signal, 'removeEventListener');
		await rejectOnAbort(Promise.resolve(), stop.signal);
		expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
	});
});

it('says nothing while the execution runs', () => {
	expect(() => throwIfAborted()).not.toThrow();
	expect(() => throwIfAborted(new AbortController().signal)).not.toThrow();
	expect(() => throwIfAborted(AbortSignal.abort())).toThrow('The execution was canceled');
});

describe('work with a time limit', () => {
	const late = () => 'late';
	/** Work that takes so long, and the signal that it was given. */
	function work(ms: number) {
		let given: AbortSignal | undefined;
		return {
			run: async (signal: AbortSignal) => {
				given = signal;
				return await sleep(ms).then(() => 'own');
			},
			isEnded: () => given?.aborted,
		};
	}
	/** What it gave, and when. */
	const noted = async (outcome: Promise<unknown>) =>
		await outcome.then((value) => `${String(value)} after ${Date.now() - START} ms`);

	it('is given its whole time, and not more', async () => {
		const outcomes = [900, 1500, 1501, 9000].map(
			async (ms) => await noted(withTimeout(1500, work(ms).run, late)),
		);
		await jest.advanceTimersByTimeAsync(2000);
		await expect(Promise.all(outcomes)).resolves.toEqual([
			'own after 900 ms',
			expect.stringMatching(/after 1500 ms$/),
			'late after 1500 ms',
			'late after 1500 ms',
		]);
	});

	it('is ended with its time', async () => {
		const { run, isEnded } = work(9000);
		const outcome = withTimeout(1500, run, late);
		await jest.advanceTimersByTimeAsync(1499);
		expect(isEnded()).toBe(false);
		await jest.advanceTimersByTimeAsync(1);
		await outcome;
		expect(isEnded()).toBe(true);
	});

	it('may fail by itself, or for being late', async () => {
		const fail = async () => await Promise.reject(new Error('own'));
		await expect(withTimeout(1000, fail, late)).rejects.toThrow('own');
		const outcome = withTimeout(1000, work(9000).run, () => {
			throw new Error('late');
		}).catch(({ message }: Error) => message);
		await jest.advanceTimersByTimeAsync(1000);
		await expect(outcome).resolves.toBe('late');
	});

	it('is ended at once when the execution is stopped', async () => {
		const stop = new AbortController();
		const { run, isEnded } = work(9000);
		const outcome = withTimeout(1500, run, late, stop.signal);
		stop.abort();
		await expect(outcome).rejects.toEqual(CANCELED);
		expect(isEnded()).toBe(true);
	});

	it('does not begin when the execution is stopped already', async () => {
		const { run, isEnded } = work(0);
		await expect(withTimeout(1500, run, late, AbortSignal.abort())).rejects.toEqual(CANCELED);
		expect(isEnded()).toBeUndefined();
	});

	it('that is done holds no timer for longer than a second, which older n8n needs', async () => {
		await withTimeout(
			60_000,
			async () => await Promise.resolve(),
			() => undefined,
		);
		await jest.advanceTimersByTimeAsync(1000);
		expect(jest.getTimerCount()).toBe(0);
	});
});

describe('one stop for many pieces of work', () => {
	/** Work that is under way until it is ended by hand. */
	const underWay = (fan: AbortFan) => {
		let end = () => {};
		let seen = new AbortController().signal;
		const over = fan.run(async (signal) => {
			seen = signal;
			await new Promise<void>((resolve) => (end = resolve));
			return signal.aborted;
		});
		return { signal: seen, end: () => end(), over };
	};

	it('reaches each of them by a signal of its own', () => {
		const fan = new AbortFan();
		const [one, other] = [underWay(fan), underWay(fan)];
		expect(one.signal).not.toBe(other.signal);
		expect([one.signal.aborted, other.signal.aborted]).toEqual([false, false]);
		fan.abort();
		expect([one.signal.aborted, other.signal.aborted]).toEqual([true, true]);
	});

	it('comes from the signal that it was made with', () => {
		const source = new AbortController();
		const { signal } = underWay(new AbortFan(source.signal));
		expect(signal.aborted).toBe(false);
		source.abort();
		expect(signal.aborted).toBe(true);
	});

	it('reaches also what begins after it', () => {
		const fan = new AbortFan();
		fan.abort();
		expect(underWay(fan).signal.aborted).toBe(true);
		expect(underWay(new AbortFan(AbortSignal.abort())).signal.aborted).toBe(true);
	});

	it('does not reach what is over, which is forgotten', async () => {
		const fan = new AbortFan();
		const { signal, end, over } = underWay(fan);
		end();
		await expect(over).resolves.toBe(false);
		fan.abort();
		expect(signal.aborted).toBe(false);
	});

	it('gives the outcome of the work', async () => {
		const fan = new AbortFan();
		await expect(fan.run(async () => await Promise.resolve(7))).resolves.toBe(7);
		await expect(fan.run(async () => await Promise.reject(new Error('own')))).rejects.toThrow(
			'own',
		);
	});

	it('may come from nowhere else, and be closed', () => {
		expect(() => new AbortFan().close()).not.toThrow();
	});

	it('leaves nothing on the signal once it is closed: a signal may outlive a thousand runs', () => {
		const source = new AbortController();
		const added = jest.spyOn(source.signal, 'addEventListener');
		const removed = jest.spyOn(source.signal, 'removeEventListener');
		const fan = new AbortFan(source.signal);
		const { signal } = underWay(fan);
		fan.close();
		source.abort();
		expect(signal.aborted).toBe(false);
		expect(removed.mock.calls.length).toBe(added.mock.calls.length);
	});
});
