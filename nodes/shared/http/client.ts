import { accountKey } from '../credentials/accountKey';
import { AbortFan } from './abort';
import type { Context } from './attempt';
import { deliver, type Route } from './delivery';
import { limiterFor } from './rateLimiter';
import type { ApiRequest, ApiResponse, Service, Timeouts } from './service';

/** A service as one node execution speaks with it: the only place from which a request leaves. */
export class Client {
	private readonly cancel: AbortFan;

	private constructor(
		private readonly route: Route,
		/** Aborted when the user stops the execution. */
		readonly signal: AbortSignal | undefined,
	) {
		this.cancel = new AbortFan(signal);
	}

	/** @throws Failure when the credential's addresses are no addresses; n8n's own error when there is no credential */
	static async open(context: Context, service: Service, timeouts: Timeouts): Promise<Client> {
		const account = service.account(await context.getCredentials(service.credentialType));
		const limiter = limiterFor(accountKey(account.baseUrl, account.identity));
		const signal =
			'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
		const route = { context, service, account, limiter, timeouts, retries: 0 };
		return new Client(route, signal);
	}

	/** Where the API's paths begin. */
	get baseUrl(): string {
		return this.route.account.baseUrl;
	}

	/** Attempts beyond the first, for the hint at the end of the run. */
	get retries(): number {
		return this.route.retries;
	}

	/**
	 * Sends one request, within the account's pace, again where a repeat is safe and may help.
	 * @param stop ends it as long as nothing is lost by that: not while it is under way, nor after an attempt that may have been applied
	 * @throws Failure when the response is neither 2xx nor one of `expected`, or when there is none; NotSent after `stop`;
	 * Failure of kind `canceled` when the execution was stopped
	 */
	readonly request = async (request: ApiRequest, stop?: AbortSignal): Promise<ApiResponse> =>
		await this.cancel.run(
			async (canceled) => await deliver(this.route, request, { stop: stop ?? canceled, canceled }),
		);

	/** For when nothing more will be sent. */
	close(): void {
		this.cancel.close();
	}
}
