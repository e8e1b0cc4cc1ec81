import { accountKey } from './accountKey';

const MARK_LENGTH = 12;

const markOf = (address: string, secret: string) =>
	accountKey(address, secret).slice(0, MARK_LENGTH);

/** A session token as it is stored: with a mark of the account that it belongs to. */
export const markSession = (token: string, address: string, secret: string) =>
	`${token}#${markOf(address, secret)}`;

/** The session token without its mark. */
export const bareSession = (stored: unknown) => String(stored ?? '').replace(/#[0-9a-f]{12}$/, '');

/**
 * The stored session token if it belongs to this account; otherwise '', which the service refuses, so that n8n fetches a new one.
 * Without this, requests would still go to the old account after its key was replaced by another account's.
 */
export const sessionFor = (stored: unknown, address: string, secret: string) =>
	String(stored ?? '').endsWith(`#${markOf(address, secret)}`) ? bareSession(stored) : '';
