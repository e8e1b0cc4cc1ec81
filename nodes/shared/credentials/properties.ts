import type { INodeProperties } from 'n8n-workflow';

import { apiFailure } from '../errors';
import { asText } from '../objects';

/** Where n8n stores the session token that `preAuthentication` returns. */
export const sessionTokenProperty: INodeProperties = {
	displayName: 'Session Token',
	name: 'sessionToken',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

/** @param limit the limit that the service documents, as a sentence */
export const requestsPerSecondProperty = (byDefault: number, limit: string): INodeProperties => ({
	displayName: 'Requests per Second',
	name: 'requestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: byDefault,
	description: `Max number of requests per second, shared by everything in this n8n process that uses this account. ${limit} 0 means no limit.`,
});

/** @throws Failure when it is empty: the service would only refuse an empty token */
export function parseSecret(entered: unknown, title: string): string {
	// White space may have been copied along.
	const secret = asText(entered).trim();
	if (secret !== '') return secret;
	throw apiFailure(`'${title}' in the credential is empty: enter it`);
}

/**
 * Requests per second; empty counts as 0, which means no pacing.
 * @throws Failure when it is not a number of 0 or more
 */
export function parsePace(entered: unknown): number {
	const pace = (entered ?? '') === '' ? 0 : Number(entered);
	if (pace >= 0 && Number.isFinite(pace)) return pace;
	throw apiFailure(
		`'Requests per Second' in the credential is '${String(entered)}': it has to be a number, or 0 for no limit`,
	);
}
