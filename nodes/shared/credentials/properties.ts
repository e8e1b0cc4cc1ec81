import type { INodeProperties } from 'n8n-workflow';

import { apiFailure } from '../errors';

/** Where n8n keeps the session token that `preAuthentication` gives. */
export const sessionTokenProperty: INodeProperties = {
	displayName: 'Session Token',
	name: 'sessionToken',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

/**
 * The pace of an account.
 * @param limit what the service documents, as a sentence
 */
export const requestsPerSecondProperty = (byDefault: number, limit: string): INodeProperties => ({
	displayName: 'Requests per Second',
	name: 'requestsPerSecond',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: byDefault,
	description: `How many requests to send per second at most, shared by everything in this n8n that uses this account. ${limit} 0 means no pacing.`,
});

/**
 * A secret as it was entered into a credential, without white space that was copied along.
 * @throws Failure when there is none: a request with an empty token would only be refused
 */
export function parseSecret(entered: unknown, title: string): string {
	const secret = typeof entered === 'string' ? entered.trim() : '';
	if (secret !== '') return secret;
	throw apiFailure(`'${title}' in the credential is empty: enter it`);
}

/**
 * Requests per second as entered; nothing counts as 0, no pacing.
 * @throws Failure for anything that is no number of 0 or more: no pacing at all would be a bad guess
 */
export function parsePace(entered: unknown): number {
	const pace = entered === undefined || entered === null || entered === '' ? 0 : Number(entered);
	if (pace >= 0 && Number.isFinite(pace)) return pace;
	throw apiFailure(
		`'Requests per Second' in the credential is '${String(entered)}': it has to be a number, 0 for no pacing`,
	);
}
