import { sleep } from 'n8n-workflow';

import {
	monotonicMs,
	Stop,
	stopByUser,
	throwIfStopped,
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
		const stop = new Stop();
		const waiting = waitUntil(monotonicMs() + 60_000, stop);
		const outcome = waiting.catch((error: unknown) => error);
		await jest.advanceTimersByTimeAsync(1500);
		stop.trigger();
		await expect(outcome).resolves.toEqual(CANCELED);
		expect(Date.now() - START).toBe(1500);
		expect(jest.getTimerCount()).toBe(0);
	});

	it('does not begin when the execution is stopped already, even for a time in the past', async () => {
		const stop = new Stop();
		stop.trigger();
		await expect(waitUntil(monotonicMs() - 5, stop)).rejects.toEqual(CANCELED);
	});
});

it('a stop lets everything go on until it is triggered', () => {
	const stop = new Stop();
	expect(() => throwIfStopped()).not.toThrow();
	expect(() => throwIfStopped(new Stop(), stop)).not.toThrow();
	stop.trigger();
	expect(() => throwIfStopped(new Stop(), stop)).toThrow('The execution was canceled');
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
		const stop = new Stop();
		const { run, isEnded } = work(9000);
		const outcome = withTimeout(1500, run, late, stop);
		stop.trigger();
		await expect(outcome).rejects.toEqual(CANCELED);
		expect(isEnded()).toBe(true);
	});

	it('does not begin when the execution is stopped already', async () => {
		const { run, isEnded } = work(0);
		const stop = new Stop();
		stop.trigger();
		await expect(withTimeout(1500, run, late, stop)).rejects.toEqual(CANCELED);
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

describe('a stop', () => {
	const outcomeOf = async (...stops: Stop[]) =>
		await waitUntil(monotonicMs() + 60_000, ...stops).catch((error: unknown) => error);

	it('ends all that waits, and what begins to wait later, with its first reason', async () => {
		const stop = new Stop();
		const reason = new Failure('The run has ended');
		const outcomes = Array.from({ length: 20 }, async () => await outcomeOf(stop));
		stop.trigger(reason);
		stop.trigger(new Failure('other'));
		outcomes.push(outcomeOf(stop));
		await expect(Promise.all(outcomes)).resolves.toEqual(Array(21).fill(reason));
	});

	it('is one of several, whichever comes first', async () => {
		const [one, other] = [new Stop(), new Stop()];
		const outcome = outcomeOf(one, other);
		other.trigger();
		await expect(outcome).resolves.toEqual(CANCELED);
	});

	it('knows nothing any more of a wait that is over', async () => {
		const stop = new Stop();
		const waiting = waitUntil(monotonicMs() + 1500, stop);
		expect(stop.waits.size).toBe(1);
		await jest.advanceTimersByTimeAsync(1500);
		await waiting;
		expect(stop.waits.size).toBe(0);
	});

	it('by the user is that of the execution, also when it comes before the node', async () => {
		const execution = new AbortController();
		const outcome = outcomeOf(stopByUser(execution.signal));
		execution.abort();
		await expect(outcome).resolves.toEqual(CANCELED);
		await expect(outcomeOf(stopByUser(AbortSignal.abort()))).resolves.toEqual(CANCELED);
	});

	it('by the user leaves one listener on the signal of the execution, in which a node may run a thousand times', () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		for (let run = 0; run < 1000; run++) stopByUser(signal);
		expect(added).toHaveBeenCalledTimes(1);
	});

	it('by the user never comes where n8n has no signal for it', () => {
		expect(stopByUser()).not.toBe(stopByUser());
		expect(stopByUser().reason).toBeUndefined();
	});
});
