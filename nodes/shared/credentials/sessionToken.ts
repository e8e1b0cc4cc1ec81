import { createHash } from 'crypto';

/** A key for one account at one address that does not reveal the secret. */
export const accountKey = (address: string, secret: string): string =>
	createHash('sha256').update(`${address}\n${secret}`).digest('hex');

/** What a session token is fetched for; with any other it is not used. */
export interface SessionOwner {
	/** The API key or API token that is exchanged. */
	secret: string;
	/** The base URL of the exchange. */
	authUrl: string;
	/** The base URL of the API. */
	apiUrl: string;
}

/** A key for the sessions of one owner that does not reveal the secret. */
export const sessionKey = ({ secret, authUrl, apiUrl }: SessionOwner): string =>
	accountKey(`${authUrl}\n${apiUrl}`, secret);

const MARK_LENGTH = 12;

const markOf = (owner: SessionOwner) => sessionKey(owner).slice(0, MARK_LENGTH);

/** A session token as it is stored: with a mark of its owner. */
export const markSession = (token: string, owner: SessionOwner) => `${token}#${markOf(owner)}`;

/** The session token without its mark. */
export const bareSession = (stored: unknown) => String(stored ?? '').replace(/#[0-9a-f]{12}$/, '');

/**
 * The stored session token if it has this owner; otherwise '', which the service refuses, so that n8n fetches a new one. Without this,
 * requests would still go to the old account after its key was replaced by another account's, and the token to another address.
 */
export const sessionFor = (stored: unknown, owner: SessionOwner) =>
	String(stored ?? '').endsWith(`#${markOf(owner)}`) ? bareSession(stored) : '';
