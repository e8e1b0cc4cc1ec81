import { accountKey } from '../credentials/sessionToken';
import { asFailure } from '../errors';
import type { Redactor } from '../redact';
import { isOverLimit } from '../statuses';
import { monotonicMs, type Stop, stopByUser, waitUntil } from '../waiting';
import { attempt, type Connection, type Context } from './attempt';
import { explainFailure, explainPause } from './errors';
import type { Permit } from './pace/pace';
import { limiterFor, PausedTooLong, type RateLimiter } from './pace/rateLimiter';
import { noteRefusal, type RequestStats } from './requestStats';
import { getExpectedBody } from './response';
import { decideRetry, mayHaveApplied } from './retry';
import type { ApiRequest, ApiResponse, Service, Timeouts } from './service';

const LEAST_CONCURRENCY = 4;
const MOST_CONCURRENCY = 100;
/** A paced account is bounded by its pace, not by the number of requests in flight, unless answers take longer than this. */
const SLOW_ANSWER_SECONDS = 5;

/** Also for an attempt whose deadline is near or over. */
const SHORTEST_TIMEOUT_MS = 3000;

/** What its attempts so far say of the next one. */
interface History {
	maybeApplied: boolean;
	retries: number;
	stops: readonly Stop[];
}

/** The connection of one node execution to a service; every request goes through it. */
export class Client {
	readonly baseUrl: string;
	/** Of the credential; 0 = no pacing. */
	readonly requestsPerSecond: number;
	/** How many requests are to be under way at once when the user did not say: 4, more where the pace asks for more. */
	readonly concurrency: number;
	readonly stats: RequestStats = { retries: 0, rateLimited: 0, passed: 0 };
	/** By the user. */
	readonly canceled: Stop;
	private readonly limiter: RateLimiter;

	private constructor(
		private readonly connection: Connection,
		private readonly timeouts: Timeouts,
	) {
		const { baseUrl, identity, requestsPerSecond } = connection.account;
		const needed = Math.ceil(requestsPerSecond * SLOW_ANSWER_SECONDS);
		this.baseUrl = baseUrl;
		this.requestsPerSecond = requestsPerSecond;
		this.concurrency = Math.min(Math.max(needed, LEAST_CONCURRENCY), MOST_CONCURRENCY);
		this.canceled = connection.canceled;
		this.limiter = limiterFor(accountKey(baseUrl, identity));
	}

	/**
	 * @param redactor knows the secrets of the run's rows, and learns those of the credential
	 * @throws Failure when the credential is not valid; n8n's own error when there is none
	 */
	static async open(
		context: Context,
		service: Service,
		timeouts: Timeouts,
		redactor: Redactor,
	): Promise<Client> {
		// A copy: session tokens are put in.
		const credential = { ...(await context.getCredentials(service.credentialType)) };
		const account = service.account(credential);
		redactor.add(account.secrets);
		const signal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		const canceled = stopByUser(signal);
		const connection = { context, service, account, credential, redactor, canceled };
		return new Client(connection, timeouts);
	}

	/**
	 * Sends one request at the account's pace, and again until it succeeds, or another attempt would not help or might do harm.
	 * @param stop of the run; ends it with its reason, but neither during an attempt nor after one that may have been applied
	 * @throws Failure when there is no response, or its status is neither 2xx nor `expected`; the reason of `stop`; Failure of kind
	 * `canceled` when the user stopped the execution
	 */
	readonly request = async (request: ApiRequest, stop?: Stop): Promise<ApiResponse> => {
		const { connection, limiter, stats } = this;
		const { service, account, redactor } = connection;
		const { deadline = Infinity, secrets } = request;
		if (secrets) redactor.add(secrets);
		let stops = stop ? [this.canceled, stop] : [this.canceled];
		let maybeApplied = false;
		let firstFailureAt: number | undefined;
		for (let retries = 0; ; retries++) {
			const permit = await this.acquirePermit(request, { maybeApplied, retries, stops });
			const leftMs = Math.max(deadline - monotonicMs(), SHORTEST_TIMEOUT_MS);
			const timeoutMs = Math.min(this.timeouts.timeoutMs, leftMs);
			const raw = await attempt(connection, request, timeoutMs);
			const { status } = raw;
			const wasSent = raw.sessionRefused === undefined;
			const nowMs = monotonicMs();
			if (wasSent && status !== undefined) {
				account.renewal?.noteStatus?.(status);
				if (permit) limiter.responded(permit, status);
				const body = getExpectedBody(raw, request);
				if (!body && isOverLimit(status)) noteRefusal(stats, nowMs);
				else stats.passed++;
				if (body) return { status, body, maybeApplied };
			}
			firstFailureAt ??= nowMs;
			const retryUntil = Math.min(firstFailureAt + this.timeouts.retryTimeoutMs, deadline);
			const decision = decideRetry({
				...raw,
				idempotent: request.idempotent || !wasSent,
				isPaced: wasSent && this.requestsPerSecond > 0,
				retriesSoFar: retries,
				budgetLeftMs: retryUntil - nowMs,
				wallMs: Date.now(),
				random: Math.random(),
			});
			const { delayMs, reason, wholeAccountWaits } = decision;
			if (wholeAccountWaits && delayMs !== undefined) limiter.pause(delayMs);
			if (!decision.retry) {
				const failed = { ...raw, redactor, timeoutMs, reason, retries, maybeApplied };
				throw explainFailure(service, request, failed);
			}
			stats.retries++;
			maybeApplied ||= wasSent && request.method !== 'GET' && mayHaveApplied(raw);
			// What may have been applied is retried even when the run stops, to find out.
			if (maybeApplied) stops = [this.canceled];
			await waitUntil(nowMs + decision.delayMs, ...stops);
		}
	};

	/** Waits for the account's pace; a pause longer than the request's time for retries is an error. */
	private async acquirePermit(
		request: ApiRequest,
		{ maybeApplied, retries, stops }: History,
	): Promise<Permit | undefined> {
		const { timeoutMs, retryTimeoutMs } = this.timeouts;
		const leftMs = Math.max(0, (request.deadline ?? Infinity) - monotonicMs());
		const longestPauseMs = Math.min(leftMs, Math.max(retryTimeoutMs, timeoutMs));
		const turn = { owner: this, isRetry: retries > 0, longestPauseMs, stops };
		try {
			return await this.limiter.acquire(this.requestsPerSecond, turn);
		} catch (error) {
			throw error instanceof PausedTooLong
				? explainPause(this.connection.service, request, error.pauseMs, maybeApplied)
				: asFailure(error);
		}
	}
}
