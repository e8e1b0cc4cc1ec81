/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- these open nothing but the sandbox */
import { noDoubts } from './doubts/none';
import type { ResolvedOptions, Secrets, SandboxOptions } from './types';

/** Each default is a documented figure where there is one, else the harmless choice. */
export function resolveOptions(options: SandboxOptions = {}): ResolvedOptions {
	return {
		port: 0,
		users: 0,
		// "How many dots can I send": 4 requests per second per token unless the owner set another window.
		ubidotsRequestsPerSecond: 4,
		retryAfter: 'none',
		taskDelayMs: 300,
		latencyMs: 0,
		// Ubidots' v2.0 authentication page: a minted token is valid for 6 hours.
		sessionTokenSeconds: 6 * 60 * 60,
		// Upsun's authentication page: expires_in 900.
		accessTokenSeconds: 900,
		honourInFilters: true,
		bulkErrors: 'object',
		upsunErrors: 'error',
		upsunAdmin: false,
		// The same ingestion article names 10,000 bytes per request.
		maxBodyBytes: 10_000,
		maxPageSize: 1000,
		// Looked up each time: a test may have replaced the clock.
		now: () => Date.now(),
		...noDoubts,
		...withoutUndefined(options),
	};
}

/** Fixed, so that a saved credential still fits after a restart. */
export const secrets: Secrets = {
	ubidotsToken: 'BBFF-sandboxAccountToken4d72bc73',
	ubidotsApiKey: 'BBFF-sandboxMasterApiKey8e01fa26',
	upsunApiToken: 'sandboxUpsunApiToken-5b7c9d1e',
	upsunAccessToken: 'sandboxUpsunAccessToken-a3f86c20',
};

function withoutUndefined(options: SandboxOptions): SandboxOptions {
	return Object.fromEntries(
		Object.entries(options).filter(([, value]) => value !== undefined),
	) as SandboxOptions;
}
