import axios from 'axios';
import type { AxiosInstance } from 'axios';

import { startSandbox } from '../../../tools/sandbox';
import type { Sandbox, SandboxOptions } from '../../../tools/sandbox';
import { recorded } from '../../../tools/upsunApi/recorded';

export { INES, JSMITH, ME, OTTO, OWNER, TESTT } from '../../support/people';

export interface Clock {
	at: number;
}

/** A sandbox for one test file: without a rate limit, on a clock that stands still, as it started before each test. */
export function useSandbox(options: SandboxOptions = {}): { sandbox: Sandbox; clock: Clock } {
	const clock = { at: Date.UTC(2025, 2, 1, 12) };
	const used = { clock } as { sandbox: Sandbox; clock: Clock };
	let asStarted: SandboxOptions;
	beforeAll(async () => {
		used.sandbox = await startSandbox({
			ubidotsRequestsPerSecond: 0,
			now: () => clock.at,
			onRequest: recorded('test'),
			...options,
		});
		asStarted = { ...used.sandbox.options };
	});
	beforeEach(() => {
		Object.assign(used.sandbox.options, asStarted);
		used.sandbox.reset();
	});
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
