import axios from 'axios';
import type { AxiosInstance } from 'axios';

import { startSandbox } from '../../../tools/sandbox';
import type { Sandbox, SandboxOptions } from '../../../tools/sandbox';

export interface Clock {
	at: number;
}

/** A sandbox for one test file: without a rate limit, on a clock that stands still, reset before each test. */
export function useSandbox(options: SandboxOptions = {}): { sandbox: Sandbox; clock: Clock } {
	const clock = { at: Date.UTC(2025, 2, 1, 12) };
	const used = { clock } as { sandbox: Sandbox; clock: Clock };
	beforeAll(async () => {
		used.sandbox = await startSandbox({
			ubidotsRequestsPerSecond: 0,
			now: () => clock.at,
			...options,
		});
	});
	beforeEach(() => used.sandbox.reset());
	afterAll(async () => await used.sandbox.close());
	return used;
}

/** A plain client that gives every status back and follows no redirect. */
export function client(sandbox: Sandbox, headers: Record<string, string> = {}): AxiosInstance {
	return axios.create({
		baseURL: sandbox.url,
		headers: { 'Content-Type': 'application/json', ...headers },
		validateStatus: () => true,
		maxRedirects: 0,
		proxy: false,
	});
}

/** A client with the account's token. */
export function ubidotsClient(sandbox: Sandbox): AxiosInstance {
	return client(sandbox, { 'X-Auth-Token': sandbox.secrets.ubidotsToken });
}

/** A client with the access token that never expires. */
export function upsunClient(sandbox: Sandbox): AxiosInstance {
	return client(sandbox, { Authorization: `Bearer ${sandbox.secrets.upsunAccessToken}` });
}

/** A bulk update as its page describes it. */
export async function bulkUpdate(sandbox: Sandbox, rows: unknown) {
	return await ubidotsClient(sandbox).patch('/api/v2.0/users/_/bulk/update/', rows, {
		headers: { 'X-Bulk-Operation': 'True' },
	});
}

/** A body that is sent as it is: axios makes JSON of a text. */
export function raw(text: string): Buffer {
	return Buffer.from(text);
}

export const TESTT = '63d3f1247fefea000cd325af';
export const INES = '409dba9c67d3bb19f554';
export const OTTO = '445da83878abc3c75756';
export const OWNER = '64a1f0c2b7e4d90013aa0001';
export const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';
export const JSMITH = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
