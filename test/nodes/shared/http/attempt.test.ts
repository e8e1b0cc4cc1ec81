import { sleep } from 'n8n-workflow';

import { EXCHANGE_TIMEOUT_MS } from '../../../../nodes/shared/credentials/exchange';
import { attempt, type Connection, getSecrets } from '../../../../nodes/shared/http/attempt';
import type { ApiRequest } from '../../../../nodes/shared/http/service';
import { TimeLimits } from '../../../../nodes/shared/http/timeLimits';
import { path } from '../../../../nodes/shared/path';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

type HelperCall = [string, Record<string, unknown>, Record<string, unknown>];

const get: ApiRequest = { method: 'GET', path: path`/users/1`, idempotent: true, purpose: 'read' };
const patch: ApiRequest = {
	...get,
	method: 'PATCH',
	query: { page: 2 },
	headers: { 'X-Bulk-Operation': 'True' },
	body: { constructor: 'Ada' },
};

/** A connection whose HTTP helper answers like this, and what the helper was called with. */
function connect(answer: () => Promise<unknown>, renewable = false, session: unknown = 'S#0123') {
	const calls: HelperCall[] = [];
	const connection = {
		context: {
			helpers: {
				async httpRequestWithAuthentication(...call: HelperCall) {
					calls.push(call);
					return await answer();
				},
			},
		},
		service: { credentialType: 'ubidotsApi' },
		timeLimits: new TimeLimits(),
		credential: { sessionToken: session },
		account: {
			baseUrl: 'https://api.example.com/v2',
			renewable,
			secrets: ['key-0815'],
			renewOn: () => [401, 403],
		},
	} as unknown as Connection;
	return { connection, calls };
}

const ok = async () => await Promise.resolve({ statusCode: 200, headers: {}, body: { id: '1' } });
const never = async () => await new Promise(() => {});
const timesOutAfter = (ms: number) => async () => {
	await sleep(ms);
	throw Object.assign(new Error(), { code: 'ECONNABORTED' });
};

describe('what the HTTP helper is given', () => {
	const givenFor = async (request: ApiRequest, renewable = false) => {
		const { connection, calls } = connect(ok, renewable);
		await attempt(connection, request, 5000);
		const [[type, options, more], ...others] = calls;
		expect([type, others]).toEqual(['ubidotsApi', []]);
		return { options, more };
	};

	it('is the request below the base URL, with its body as text, in which no key gets lost', async () => {
		const { options } = await givenFor(patch);
		expect(options).toMatchObject({
			method: 'PATCH',
			baseURL: 'https://api.example.com/v2',
			url: '/users/1',
			qs: { page: 2 },
			headers: { 'X-Bulk-Operation': 'True', 'Content-Type': 'application/json' },
			body: '{"constructor":"Ada"}',
			timeout: 5000,
		});
	});

	it('has neither a body nor the type of one where there is none', async () => {
		const { options } = await givenFor(get);
		expect(options).toMatchObject({ qs: {}, headers: {} });
		expect(options.headers).not.toHaveProperty('Content-Type');
		expect(options.body).toBeUndefined();
	});

	it('asks for the whole response, and never to follow a redirect, which would take the token along', async () => {
		const { options } = await givenFor(get);
		expect(options).toMatchObject({
			json: true,
			returnFullResponse: true,
			disableFollowRedirect: true,
		});
	});

	it.each([false, true])(
		'throws on no status: n8n would send the request twice (renewable: %s)',
		async (renewable) => {
			const { options, more } = await givenFor(get, renewable);
			expect(options.ignoreHttpStatusErrors).toBe(true);
			expect(Object.keys(more)).toEqual(['credentialsDecrypted']);
		},
	);
});

describe('a refused session token', () => {
	/** Answers with these statuses in turn, and fetches a token `fetched-N` where there is none, as n8n does. */
	function connectTo(statuses: number[], session: string) {
		const sentWith: unknown[] = [];
		const how = connect(
			async () => {
				const [, , { credentialsDecrypted }] = how.calls[how.calls.length - 1];
				const { data } = credentialsDecrypted as { data: Record<string, unknown> };
				data.sessionToken ||= `fetched-${sentWith.length}#0123456789ab`;
				sentWith.push(data.sessionToken);
				const statusCode = statuses[sentWith.length - 1];
				return await Promise.resolve({ statusCode, headers: {}, body: {} });
			},
			true,
			session,
		);
		return { ...how, sentWith };
	}

	it.each([401, 403])('is replaced, and the request sent once more (%i)', async (status) => {
		const { connection, sentWith } = connectTo([status, 200], 'old#0123456789ab');
		expect(await attempt(connection, patch, 5000)).toMatchObject({ status: 200 });
		expect(sentWith).toEqual(['old#0123456789ab', 'fetched-1#0123456789ab']);
		expect(connection.credential.sessionToken).toBe('fetched-1#0123456789ab');
		expect(getSecrets(connection, get)).toEqual(['key-0815', 'fetched-1']);
	});

	it('is not replaced a second time for the same request', async () => {
		const { connection, sentWith } = connectTo([401, 401], 'old#0123456789ab');
		expect(await attempt(connection, patch, 5000)).toMatchObject({ status: 401 });
		expect(sentWith).toHaveLength(2);
	});

	it('is left alone by a status that says something else', async () => {
		const { connection, sentWith } = connectTo([404], 'old#0123456789ab');
		expect(await attempt(connection, patch, 5000)).toMatchObject({ status: 404 });
		expect(sentWith).toEqual(['old#0123456789ab']);
	});

	it('does not take away a token that another request has renewed meanwhile', async () => {
		const { connection, sentWith } = connectTo([401, 200, 200], 'old#0123456789ab');
		const first = attempt(connection, patch, 5000);
		connection.credential.sessionToken = 'renewed#0123456789ab';
		expect(await first).toMatchObject({ status: 200 });
		expect(sentWith).toEqual(['old#0123456789ab', 'renewed#0123456789ab']);
	});
});

describe('the time for one attempt', () => {
	/** What came of it within that time. */
	const outcomeWithin = async (ms: number, how: ReturnType<typeof connect>) => {
		const outcome = attempt(how.connection, get, 5000);
		await jest.advanceTimersByTimeAsync(ms);
		return await Promise.race([outcome, 'still under way' as const]);
	};

	it('is over when the HTTP client says so, which knows more', async () => {
		expect(await outcomeWithin(5000, connect(timesOutAfter(5000)))).toEqual({
			networkCode: 'ECONNABORTED',
		});
	});

	it('is over soon after, for a response that never ends', async () => {
		expect(await outcomeWithin(4999, connect(never))).toBe('still under way');
		expect(await outcomeWithin(6000, connect(never))).toEqual({ networkCode: 'ETIMEDOUT' });
	});

	it('is longer by an exchange and a second attempt where n8n may renew the token', async () => {
		const longest = 5000 + EXCHANGE_TIMEOUT_MS + 5000;
		expect(await outcomeWithin(longest - 1, connect(never, true))).toBe('still under way');
		expect(await outcomeWithin(longest + 1000, connect(never, true))).toEqual({
			networkCode: 'ETIMEDOUT',
		});
	});
});

describe('what is hidden in a response', () => {
	it('are the secrets of the credential and of the request', () => {
		const { connection } = connect(ok);
		const secrets = getSecrets(connection, { ...patch, secrets: ['password-1'] });
		expect(secrets).toEqual(['key-0815', 'password-1']);
		expect(getSecrets(connection, patch)).toEqual(['key-0815']);
	});
});
