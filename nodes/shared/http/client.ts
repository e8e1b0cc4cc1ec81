import { AbortFan } from '../waiting';
import { accountKey } from '../credentials/sessionToken';
import type { Context } from './attempt';
import { deliver, type Route } from './delivery';
import type { Redactor } from '../redact';
import { limiterFor } from './pace/rateLimiter';
import { RequestStats } from './requestStats';
import type { ApiRequest, ApiResponse, Service, Timeouts } from './service';

const LEAST_CONCURRENCY = 4;
const MOST_CONCURRENCY = 100;
/** A paced account is bounded by its pace, not by the number of requests in flight, unless answers take longer than this. */
const SLOW_ANSWER_SECONDS = 5;

/** The connection of one node execution to a service; every request goes through it. */
export class Client {
	private readonly cancel: AbortFan;
	readonly baseUrl: string;
	/** Of the credential; 0 = no pacing. */
	readonly requestsPerSecond: number;
	readonly stats: RequestStats;

	private constructor(
		private readonly route: Route,
		/** Aborted when the user stops the execution. */
		readonly signal: AbortSignal | undefined,
	) {
		this.cancel = new AbortFan(signal);
		this.stats = route.stats;
		({ baseUrl: this.baseUrl, requestsPerSecond: this.requestsPerSecond } = route.account);
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
		const limiter = limiterFor(accountKey(account.baseUrl, account.identity));
		const signal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		redactor.add(account.secrets);
		const connection = { context, service, account, credential, redactor };
		const stats = new RequestStats();
		return new Client({ ...connection, limiter, timeouts, stats }, signal);
	}

	/** How many requests are to be under way at once when the user did not say: 4, more where the pace asks for more. */
	get concurrency(): number {
		const needed = Math.ceil(this.requestsPerSecond * SLOW_ANSWER_SECONDS);
		return Math.min(Math.max(needed, LEAST_CONCURRENCY), MOST_CONCURRENCY);
	}

	/**
	 * Sends one request at the account's pace, and again where a retry is safe and may help.
	 * @param stop ends it, but neither during an attempt nor after one that may have been applied
	 * @throws Failure when there is no response, or its status is neither 2xx nor `expected`; NotSent after `stop`;
	 * Failure of kind `canceled` when the user stopped the execution
	 */
	readonly request = async (request: ApiRequest, stop?: AbortSignal): Promise<ApiResponse> =>
		await this.cancel.run(
			async (canceled) => await deliver(this.route, request, { stop: stop ?? canceled, canceled }),
		);

	/** To be called after the last request. */
	close(): void {
		this.cancel.close();
	}
}
