import { monotonicMs, throwIfAborted, waitUntil } from '../waiting';
import { asFailure, NotSent } from '../errors';
import { attempt, type Connection } from './attempt';
import { explainFailure, explainPause } from './errors';
import type { Permit } from './pace/pace';
import { PausedTooLong, type RateLimiter } from './pace/rateLimiter';
import type { RequestStats } from './requestStats';
import { getExpectedBody } from './response';
import { decideRetry, mayHaveApplied } from './retry';
import type { ApiRequest, ApiResponse, Timeouts } from './service';

/** What all requests of a run share. */
export interface Route extends Connection {
	limiter: RateLimiter;
	timeouts: Timeouts;
	stats: RequestStats;
}

interface Signals {
	/** Ends a request that was not sent yet. */
	stop: AbortSignal;
	/** Ends a request at once: the user stopped the execution. */
	canceled: AbortSignal;
}

/** Also for an attempt whose deadline is near or over. */
const SHORTEST_TIMEOUT_MS = 3000;

/** @throws NotSent when `stop` ended the wait; Failure of kind `canceled` when the user stopped the execution */
async function orNotSent<T>({ stop, canceled }: Signals, wait: Promise<T>): Promise<T> {
	try {
		return await wait;
	} catch (error) {
		throwIfAborted(canceled);
		const failure = stop.aborted ? new NotSent() : asFailure(error);
		throw failure;
	}
}

/** Waits for the account's pace; a pause longer than the request's time for retries is an error. */
async function acquirePermit(
	route: Route,
	request: ApiRequest,
	signal: AbortSignal,
	{ maybeApplied, again }: { maybeApplied: boolean; again: boolean },
): Promise<Permit> {
	const { service, account, limiter, timeouts } = route;
	const leftMs = Math.max(0, (request.deadline ?? Infinity) - monotonicMs());
	const longestPauseMs = Math.min(leftMs, Math.max(timeouts.retryTimeoutMs, timeouts.timeoutMs));
	try {
		const turn = { owner: route, isRetry: again };
		return await limiter.acquire(account.requestsPerSecond, signal, longestPauseMs, turn);
	} catch (error) {
		throw error instanceof PausedTooLong
			? explainPause(service, request, error.pauseMs, maybeApplied)
			: asFailure(error);
	}
}

/**
 * Attempts a request until it succeeds, or another attempt would not help or might do harm.
 * @throws see `Client.request`
 */
export async function deliver(
	route: Route,
	request: ApiRequest,
	signals: Signals,
): Promise<ApiResponse> {
	const { service, account, timeouts } = route;
	const { canceled } = signals;
	route.redactor.add(request.secrets ?? []);
	let maybeApplied = false;
	let firstFailureAt: number | undefined;
	for (let retriesSoFar = 0; ; retriesSoFar++) {
		const turn = { maybeApplied, again: retriesSoFar > 0 };
		const permit = await orNotSent(signals, acquirePermit(route, request, signals.stop, turn));
		const leftMs = (request.deadline ?? Infinity) - monotonicMs();
		const timeoutMs = Math.min(timeouts.timeoutMs, Math.max(leftMs, SHORTEST_TIMEOUT_MS));
		const raw = await attempt(route, request, { timeoutMs, canceled });
		throwIfAborted(canceled);
		const { status } = raw;
		const wasSent = raw.sessionRefused === undefined;
		const nowMs = monotonicMs();
		if (wasSent && status !== undefined) {
			account.renewal?.noteStatus?.(status);
			route.limiter.responded(permit, status);
			route.stats.responded(status, nowMs);
			const body = getExpectedBody(raw, request);
			if (body) return { status, body, maybeApplied };
		}
		firstFailureAt ??= nowMs;
		const retryUntil = firstFailureAt + timeouts.retryTimeoutMs;
		const decision = decideRetry({
			...raw,
			idempotent: request.idempotent || !wasSent,
			isPaced: wasSent && account.requestsPerSecond > 0,
			retriesSoFar,
			budgetLeftMs: Math.min(retryUntil, request.deadline ?? Infinity) - nowMs,
			wallMs: Date.now(),
			random: Math.random(),
		});
		const { delayMs, reason, wholeAccountWaits } = decision;
		if (wholeAccountWaits && delayMs !== undefined) route.limiter.pause(delayMs);
		if (!decision.retry) {
			const { redactor } = route;
			const seen = { ...raw, redactor, timeoutMs, reason, retries: retriesSoFar, maybeApplied };
			throw explainFailure(service, request, seen);
		}
		route.stats.retries++;
		maybeApplied ||= wasSent && request.method !== 'GET' && mayHaveApplied(raw);
		// What may have been applied is retried even when the run stops, to find out.
		if (maybeApplied) signals = { stop: canceled, canceled };
		await orNotSent(signals, waitUntil(nowMs + decision.delayMs, signals.stop));
	}
}
