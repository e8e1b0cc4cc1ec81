import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { explainNoAnswer, explainPause, explainStatus, explainUnreadable } from './errors';
import { Failure } from '../errors';
import { accountKey, type Limiter, limiterFor, PausedTooLong } from './rateLimiter';
import type { SendSettings } from '../form/options';
import { headerText, type RawAnswer, readThrown } from './attempt';
import { isRecord } from '../objects';
import { decideRetry, mayHaveBeenCarriedOut } from './retry';
import { bareSession, EXCHANGE_TIMEOUT_MS } from '../credentials/secret';
import type { Account, Answer, ApiRequest, Service } from './service';
import { orAfter, rejectWhenCanceled, throwIfCanceled, waitUntil } from './abort';

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** The request was not sent, because the run had ended by then. */
export class NotStarted extends Failure {}

/** For an attempt that has to be over by a time that has passed. */
const SHORTEST_TIMEOUT_MS = 3000;
/** The HTTP client's own timeout comes first: its error says more. */
const GRACE_MS = 250;

/** Within this time, another 403 is taken for what it says, and no session token is fetched for it. */
const FORBIDDEN_FOR_MS = 30_000;

/** A service as one node execution speaks with it: the only place from which a request leaves. */
export class Sender {
	/** Attempts beyond the first, for the hint at the end of the run. */
	retries = 0;

	/** When a new session token last did not cure a 403: it is the account that may not. */
	private forbiddenAt = -Infinity;
	/** One for each request under way, to end its waits. One signal for all would have more listeners than Node.js likes. */
	private readonly stops = new Set<AbortController>();
	private hasEnded = false;

	private constructor(
		private readonly context: Context,
		private readonly service: Service,
		private readonly account: Account,
		private readonly limiter: Limiter,
		private readonly settings: SendSettings,
		readonly signal: AbortSignal | undefined,
	) {
		// Not AbortSignal.any: Node.js 20 may collect the combined signal while somebody waits for it.
		signal?.addEventListener('abort', this.onCancel, { once: true });
		if (signal?.aborted) this.end();
	}

	private readonly onCancel = () => this.end();

	/** @throws Failure when the credential's addresses are no addresses; n8n's own error when there is no credential */
	static async open(context: Context, service: Service, settings: SendSettings): Promise<Sender> {
		const account = service.account(await context.getCredentials(service.credentialType));
		const limiter = limiterFor(accountKey(account.baseUrl, account.identity));
		const signal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		return new Sender(context, service, account, limiter, settings, signal);
	}

	/** For when nothing more will be sent: the execution may run this node a thousand times, and keeps its signal to the end. */
	close(): void {
		this.signal?.removeEventListener('abort', this.onCancel);
	}

	/** No further request is sent; those under way, or of which nobody knows whether they were carried out, go on to their end. */
	end(): void {
		this.hasEnded = true;
		for (const stop of this.stops) stop.abort();
	}

	/** After `end`, for what is still to be done about the requests that were sent. */
	reopen(): void {
		this.hasEnded = this.signal?.aborted ?? false;
	}

	/**
	 * The path of a link from an answer, below the account's base address.
	 * @throws Failure when it leads to another host: the token would go there
	 */
	pathOf(link: string): string {
		const base = new URL(`${this.account.baseUrl}/`);
		const { origin, pathname, search } = new URL(link, base);
		if (origin !== base.origin) {
			throw new Failure(
				`${this.service.displayName} linked to another host, which is not followed`,
				{
					kind: 'api',
				},
			);
		}
		const prefix = base.pathname.replace(/\/$/, '');
		const path =
			prefix !== '' && pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname;
		return path + search;
	}

	/**
	 * Sends one request, within the account's pace, again where a repeat is safe and may help.
	 * @throws Failure when the answer is neither 2xx nor one of `expected`, or when there is none; NotStarted after `end`;
	 * Failure of kind `canceled` when the execution was stopped
	 */
	async send(request: ApiRequest): Promise<Answer> {
		const stop = new AbortController();
		if (this.hasEnded) stop.abort();
		this.stops.add(stop);
		return await this.sendUntil(stop.signal, request).finally(() => this.stops.delete(stop));
	}

	private async sendUntil(ended: AbortSignal, request: ApiRequest): Promise<Answer> {
		let afterDoubt = request.clearsDoubt ?? false;
		let firstFailureAt: number | undefined;
		for (let retriesSoFar = 0; ; retriesSoFar++) {
			await this.turn(request, afterDoubt ? this.signal : ended, afterDoubt);
			const timeoutMs = this.timeoutOf(request);
			// The exchange for a session token, inside the attempt, knows nothing of a cancel.
			const raw = await rejectWhenCanceled(this.attemptInTime(request, timeoutMs), this.signal);
			throwIfCanceled(this.signal);
			if (raw.failure) throw raw.failure;
			const { status, sessionRefused } = raw;
			const wasSent = sessionRefused === undefined;
			if (wasSent && status === 403 && !this.isForbidden()) this.forbiddenAt = Date.now();
			if (wasSent && status !== undefined && this.isAnswer(status, request)) {
				return { status, body: await this.readableBody(raw, request), afterDoubt };
			}
			const nowMs = Date.now();
			firstFailureAt ??= nowMs;
			const decision = decideRetry({
				...raw,
				repeatable: request.repeatable || !wasSent,
				retriesSoFar,
				budgetLeftMs: Math.min(
					this.settings.retryTimeoutMs - (nowMs - firstFailureAt),
					(request.until ?? Infinity) - nowMs,
				),
				nowMs,
				random: Math.random(),
			});
			if (decision.wholeAccountWaits && decision.delayMs !== undefined) {
				this.limiter.pause(decision.delayMs);
			}
			if (!decision.retry) {
				await this.learnSessionToken();
				throw this.failure(request, { ...raw, timeoutMs }, decision.reason, retriesSoFar);
			}
			this.retries++;
			afterDoubt ||= wasSent && request.method !== 'GET' && mayHaveBeenCarriedOut(raw);
			// Without a doubt to clear up, nothing is lost when it is not sent.
			const signal = afterDoubt ? this.signal : ended;
			await this.notStartedAfter(signal, waitUntil(nowMs + decision.delayMs, signal));
		}
	}

	/** Waits for this request's turn; a pause longer than its time for retries is reported instead of sat out. */
	private async turn(
		request: ApiRequest,
		signal: AbortSignal | undefined,
		inDoubt: boolean,
	): Promise<void> {
		const { retryTimeoutMs, timeoutMs } = this.settings;
		const untilMs = Math.max(0, (request.until ?? Infinity) - Date.now());
		const longestPauseMs = Math.min(untilMs, Math.max(retryTimeoutMs, timeoutMs));
		const { requestsPerSecond } = this.account;
		const turn = this.limiter.turn(requestsPerSecond, signal, longestPauseMs);
		await this.notStartedAfter(signal, turn).catch((error: unknown) => {
			throw error instanceof PausedTooLong
				? explainPause(this.service, request, error.pauseMs, inDoubt)
				: error;
		});
	}

	/** @throws NotStarted when the wait ended because the run did; Failure of kind `canceled` when the user stopped it */
	private async notStartedAfter(signal: AbortSignal | undefined, wait: Promise<void>) {
		await wait.catch((error: unknown) => {
			throwIfCanceled(this.signal);
			throw signal?.aborted ? new NotStarted('Not sent') : error;
		});
	}

	private isForbidden(): boolean {
		return Date.now() - this.forbiddenAt < FORBIDDEN_FOR_MS;
	}

	private isAnswer(status: number, request: ApiRequest): boolean {
		return (status >= 200 && status < 300) || (request.expected?.includes(status) ?? false);
	}

	/** The parsed JSON. A 2xx with anything else is no success: a proxy or a sign-in page may stand in between. */
	private async readableBody(
		{ status = 0, body }: RawAnswer,
		request: ApiRequest,
	): Promise<IDataObject> {
		const lacks = request.answerHas !== undefined && isRecord(body) && !(request.answerHas in body);
		const isGood = status >= 200 && status < 300;
		if (isRecord(body) && !(isGood && lacks)) return body;
		const isEmpty = body === undefined || body === null || body === '';
		if (status < 200 || status >= 300 || (isEmpty && request.answerIsEmpty)) return {};
		await this.learnSessionToken();
		throw explainUnreadable(this.service, this.account, request, status, body);
	}

	/** How long this attempt may take; one that has to be over by a time still gets a moment. */
	private timeoutOf({ until = Infinity }: ApiRequest): number {
		const leftMs = Math.max(until - Date.now(), SHORTEST_TIMEOUT_MS);
		return Math.min(this.settings.timeoutMs, leftMs);
	}

	/**
	 * One attempt, for no longer than its timeout: the HTTP client's own counts from the last byte, so that an answer that drips
	 * would hold the node for as long as it likes. Where a session token may be fetched inside, that takes its time too.
	 */
	private async attemptInTime(request: ApiRequest, timeoutMs: number): Promise<RawAnswer> {
		const forSession = this.account.renewable ? EXCHANGE_TIMEOUT_MS + timeoutMs : 0;
		return await orAfter(
			timeoutMs + forSession + GRACE_MS,
			this.attempt(request, timeoutMs),
			(): RawAnswer => ({ networkCode: 'ETIMEDOUT' }),
		);
	}

	/** One attempt; n8n renews a refused session token inside it. Nothing of n8n's own error, which holds headers, gets out. */
	private async attempt(request: ApiRequest, timeoutMs: number): Promise<RawAnswer> {
		const { method, path, query, headers, body } = request;
		const renewOn = this.service.renewOn.filter((status) => status !== 403 || !this.isForbidden());
		const options: IHttpRequestOptions = {
			method,
			baseURL: this.account.baseUrl,
			url: path,
			qs: { ...query },
			headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
			// As text: the HTTP client drops keys such as "constructor" from an object, whatever their depth.
			body: body && JSON.stringify(body),
			json: true,
			returnFullResponse: true,
			timeout: timeoutMs,
			// A redirect would carry X-Auth-Token to wherever it points.
			disableFollowRedirect: true,
			// Without `except`, n8n could not see the 401 that makes it renew; with it, a token that cannot be
			// renewed would be sent twice for nothing.
			ignoreHttpStatusErrors: this.account.renewable ? { ignore: true, except: renewOn } : true,
		};
		try {
			const answer = (await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				this.service.credentialType,
				options,
				{ preAuthenticationRetryStatusCode: renewOn },
			)) as { statusCode: number; headers: unknown; body: unknown };
			return {
				status: answer.statusCode,
				retryAfter: headerText(answer.headers, 'retry-after'),
				body: answer.body,
			};
		} catch (error) {
			return readThrown(error);
		}
	}

	/** A session token that was fetched during the run must not be shown either, should the service repeat it. */
	private async learnSessionToken(): Promise<void> {
		if (!this.account.renewable) return;
		const { sessionToken } = await this.context.getCredentials(this.service.credentialType);
		const token = bareSession(sessionToken);
		if (!this.account.secrets.includes(token)) this.account.secrets.push(token);
	}

	private failure(
		request: ApiRequest,
		raw: RawAnswer & { timeoutMs: number },
		reason: string | undefined,
		retries: number,
	): Failure {
		const attempts = retries === 0 ? '' : ` after ${retries + 1} attempts`;
		const after = reason === undefined ? attempts : `${attempts} (${reason})`;
		if (raw.sessionRefused !== undefined) {
			const { status, networkCode } = raw;
			const isBusy = status === 429 || (status !== undefined && status >= 500);
			return new Failure(raw.sessionRefused + (after && `, still so${after}`), {
				kind: 'api',
				details:
					status === undefined
						? { code: networkCode }
						: { httpCode: isBusy ? String(status) : '401' },
			});
		}
		return raw.status === undefined
			? explainNoAnswer(this.service, request, raw.networkCode, raw.timeoutMs, after)
			: explainStatus(this.service, this.account, request, raw.status, raw.body, after);
	}
}
