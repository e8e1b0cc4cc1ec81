import { createHash } from 'crypto';

import { Failure } from '../errors';

/** How long the exchange of a key for a session token may take. */
export const EXCHANGE_TIMEOUT_MS = 60_000;

/**
 * A secret as it was entered into a credential, without white space that was copied along.
 * @throws Failure when there is none: a request with an empty token would only be refused
 */
export function enteredSecret(value: unknown, title: string): string {
	const secret = typeof value === 'string' ? value.trim() : '';
	if (secret !== '') return secret;
	throw new Failure(`'${title}' in the credential is empty: enter it`, { kind: 'api' });
}

/**
 * Requests per second as entered; nothing counts as 0, no pacing.
 * @throws Failure for anything that is no number of 0 or more: no pacing at all would be a bad guess
 */
export function readPace(value: unknown): number {
	const pace = value === undefined || value === null || value === '' ? 0 : Number(value);
	if (pace >= 0 && Number.isFinite(pace)) return pace;
	throw new Failure(
		`'Requests per Second' in the credential is '${String(value)}': it has to be a number, 0 for no pacing`,
		{ kind: 'api' },
	);
}

const mark = (account: string) => createHash('sha256').update(account).digest('hex').slice(0, 12);

/** A session token as it is stored: with a mark of the account that it was handed out for. */
export const markedSession = (token: string, account: string) => `${token}#${mark(account)}`;

/** The session token without its mark. */
export const bareSession = (stored: unknown) => String(stored ?? '').replace(/#[0-9a-f]{12}$/, '');

/**
 * The stored session token, if it was handed out for this account; else an empty text, which the service refuses, so that n8n
 * fetches a new one. Without this, a key that was replaced by another account's would go on writing to the old account.
 * @param account secret and address, as given to `markedSession`
 */
export const sessionFor = (stored: unknown, account: string) =>
	String(stored ?? '').endsWith(`#${mark(account)}`) ? bareSession(stored) : '';
