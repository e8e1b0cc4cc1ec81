/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the soak runs as a program of its own and is never shipped */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import dns from 'node:dns';

import type { StoredCredential } from '../engine';

export type Service = 'ubidots' | 'upsun';

/** How an account signs in: with a long-lived token, with sessions that expire, or with a token that nobody knows. */
export type SignIn = 'token' | 'session' | 'wrong';

export interface Account {
	service: Service;
	signIn: SignIn;
	number: number;
	requestsPerSecond: number;
}

export interface Secrets {
	ubidotsToken: string;
	ubidotsApiKey: string;
	upsunApiToken: string;
	upsunAccessToken: string;
}

const DOMAIN = '.sandbox.test';

/** Sends every name of the sandbox to the loopback: an account at another address is another account to the nodes. */
export function resolveAccountNames(): void {
	const lookup = dns.lookup as (host: string, ...rest: unknown[]) => void;
	const ours = (host: string, ...rest: unknown[]) =>
		lookup(host.endsWith(DOMAIN) ? '127.0.0.1' : host, ...rest);
	Object.assign(dns, { lookup: ours });
}

function signInData(
	{ service, signIn, number }: Account,
	secrets: Secrets,
): ICredentialDataDecryptedObject {
	const wrong = `nobody-${number}`;
	if (service === 'ubidots') {
		return signIn === 'session'
			? { authentication: 'apiKey', apiKey: secrets.ubidotsApiKey }
			: { authentication: 'token', token: signIn === 'wrong' ? wrong : secrets.ubidotsToken };
	}
	return signIn === 'token'
		? { authentication: 'accessToken', accessToken: secrets.upsunAccessToken }
		: {
				authentication: 'apiToken',
				apiToken: signIn === 'wrong' ? wrong : secrets.upsunApiToken,
			};
}

/** The account's credential, as n8n would store it. */
export function credentialOf(account: Account, port: string, secrets: Secrets): StoredCredential {
	const { service, signIn, number, requestsPerSecond } = account;
	const url = `http://account-${number}${DOMAIN}:${port}`;
	const addresses: ICredentialDataDecryptedObject =
		service === 'ubidots' ? { baseUrl: url } : { apiUrl: url, authUrl: url };
	const data = { ...signInData(account, secrets), ...addresses, requestsPerSecond };
	const id = `${service}-${signIn}-${number}`;
	return { id, name: id, type: `${service}Api`, data };
}
