import { createHash } from 'crypto';

/** A key for one account at one address that does not reveal the secret. */
export const accountKey = (address: string, secret: string): string =>
	createHash('sha256').update(`${address}\n${secret}`).digest('hex');
