import type { IHttpRequestHelper } from 'n8n-workflow';

import {
	EXCHANGE_TIMEOUT_MS,
	fetchSessionToken,
	forgetSession,
} from '../../../../nodes/shared/credentials/exchange';
import { bareSession } from '../../../../nodes/shared/credentials/sessionToken';

beforeEach(() => {
	jest.useFakeTimers();
	jest.advanceTimersByTime(50_000);
});
afterEach(() => jest.useRealTimers());

type Exchange = Parameters<typeof fetchSessionToken>[1];

let accounts = 0;

/** The exchange of a secret that no other test uses. */
const exchangeOf = (changes: Partial<Exchange> = {}): Exchange => ({
	service: 'Ubidots',
	secretTitle: 'API key',
	addressTitle: 'Base URL',
	secret: `key-${++accounts}-secret`,
	authUrl: 'https://auth.example.com',
	apiUrl: 'https://api.example.com',
	stored: '',
	credentials: {},
	request: { method: 'POST', url: '/token' },
	tokenIn: (body) => body.token,
	...changes,
});

/** A service that answers like this, or gives a new token each time. */
function aService(answer?: () => unknown) {
	const requests: unknown[] = [];
	const helper = {
		helpers: {
			async httpRequest(options: unknown) {
				requests.push(options);
				await Promise.resolve();
				if (answer) return answer();
				return { statusCode: 200, headers: {}, body: { token: `session-${requests.length}` } };
			},
		},
	} as unknown as IHttpRequestHelper;
	const fetch = async (how: Exchange) => await fetchSessionToken(helper, how);
	const refusal = async (how: Exchange) => {
		try {
			return await fetch(how);
		} catch (error) {
			return error as Error & { sessionRefused: string; exchange: object };
		}
	};
	return { requests, fetch, refusal };
}

const fails = (error: unknown) => () => {
	throw error;
};

describe('a session token', () => {
	it('that was refused is not given out again, however new it is', async () => {
		const { requests, fetch } = aService();
		const how = exchangeOf();
		const refused = await fetch(how);
		expect(await fetch(how)).toBe(refused);
		forgetSession(refused);
		expect(bareSession(await fetch(how))).toBe('session-2');
		expect(requests).toHaveLength(2);
	});

	it('is fetched without following a redirect, and given with a mark of its account', async () => {
		const { requests, fetch } = aService();
		const how = exchangeOf();
		expect(await fetch(how)).toMatch(/^session-1#[0-9a-f]{12}$/);
		expect(requests).toEqual([
			{
				method: 'POST',
				url: '/token',
				baseURL: 'https://auth.example.com',
				json: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				abortSignal: expect.any(AbortSignal),
			},
		]);
	});

	it('is fetched once for all who ask at the same time', async () => {
		const { requests, fetch } = aService();
		const how = exchangeOf();
		const tokens = await Promise.all([fetch(how), fetch(how), fetch(how)]);
		expect(new Set(tokens).size).toBe(1);
		expect(requests).toHaveLength(1);
	});

	it('that is newer than the one that was refused is given without a request', async () => {
		const { requests, fetch } = aService();
		const how = exchangeOf({ stored: 'old' });
		const first = await fetch(how);
		jest.advanceTimersByTime(29_999);
		expect(await fetch(how)).toBe(first);
		expect(requests).toHaveLength(1);
	});

	it('is fetched anew when the newest one was refused', async () => {
		const { fetch } = aService();
		const how = exchangeOf();
		const first = await fetch(how);
		const second = await fetch({ ...how, stored: first });
		expect([first, second].map(bareSession)).toEqual(['session-1', 'session-2']);
		expect(await fetch({ ...how, stored: first })).toBe(second);
	});

	it('is fetched anew after half a minute', async () => {
		const { fetch } = aService();
		const how = exchangeOf();
		await fetch(how);
		jest.advanceTimersByTime(30_000);
		expect(bareSession(await fetch(how))).toBe('session-2');
	});

	it('is another one for another secret, and for another address of either kind', async () => {
		const { requests, fetch } = aService();
		const how = exchangeOf();
		await Promise.all([
			fetch(how),
			fetch(exchangeOf()),
			fetch({ ...how, authUrl: 'https://auth.example.org' }),
			fetch({ ...how, apiUrl: 'https://api.example.org' }),
		]);
		expect(requests).toHaveLength(4);
	});

	it('is remembered for the last 200 accounts', async () => {
		const { requests, fetch } = aService();
		const [oldest, next] = [exchangeOf(), exchangeOf()];
		await fetch(oldest);
		await fetch(next);
		for (let n = 0; n < 199; n++) await fetch(exchangeOf());
		expect(requests).toHaveLength(201);
		await fetch(next);
		expect(requests).toHaveLength(201);
		await fetch(oldest);
		expect(requests).toHaveLength(202);
	});

	it('is asked for again after an exchange that was not answered in time', async () => {
		let isStuck = true;
		const { requests, fetch, refusal } = aService(async () =>
			isStuck
				? await new Promise<never>(() => {})
				: { statusCode: 200, body: { token: 'session' } },
		);
		const how = exchangeOf();
		const outcomes = [refusal(how), refusal(how)];
		await jest.advanceTimersByTimeAsync(EXCHANGE_TIMEOUT_MS);
		for (const outcome of outcomes) {
			expect(await outcome).toMatchObject({
				message: expect.stringMatching(/^Ubidots did not answer within 60 s while exchanging/),
				exchange: { networkCode: 'ETIMEDOUT' },
			});
		}
		const [{ abortSignal }] = requests as Array<{ abortSignal: AbortSignal }>;
		expect(abortSignal.aborted).toBe(true);
		isStuck = false;
		expect(bareSession(await fetch(how))).toBe('session');
		expect(requests).toHaveLength(2);
	});

	it('is asked for again after an exchange that failed', async () => {
		let isDown = true;
		const { fetch, refusal } = aService(() =>
			isDown ? { statusCode: 503 } : { statusCode: 200, body: { token: 'session' } },
		);
		const how = exchangeOf();
		expect(await refusal(how)).toBeInstanceOf(Error);
		isDown = false;
		expect(bareSession(await fetch(how))).toBe('session');
	});
});

describe('a service that gives no token', () => {
	it.each<[number, unknown, string]>([
		[400, {}, 'check the API key in the credential'],
		[401, {}, 'check the API key in the credential'],
		[403, {}, 'check the API key in the credential'],
		[404, {}, "check 'Base URL' in the credential"],
		[302, {}, "check 'Base URL' in the credential"],
		[200, {}, "check 'Base URL' in the credential"],
		[200, { token: '' }, "check 'Base URL' in the credential"],
		[200, { token: 5 }, "check 'Base URL' in the credential"],
		[200, '<html>', "check 'Base URL' in the credential"],
		[403, { token: 'session' }, 'check the API key in the credential'],
		[429, {}, 'run it again later'],
		[503, {}, 'run it again later'],
	])('but a %i with %j is told apart', async (statusCode, body, advice) => {
		const { refusal } = aService(() => ({
			statusCode,
			headers: { 'retry-after': '7' },
			body,
		}));
		const message = `Ubidots gave no session token for the API key (answered ${statusCode}) → ${advice}`;
		expect(await refusal(exchangeOf())).toMatchObject({
			message,
			sessionRefused: message,
			exchange: { httpStatus: statusCode, retryAfter: '7' },
		});
	});

	it.each([
		{ error_description: 'Why.', error_hint: 'B', detail: 'C', message: 'D', error: 'E' },
		{ error_description: '', error_hint: 'Why.', detail: 'C', message: 'D', error: 'E' },
		{ detail: 'Why.', message: 'D', error: 'E' },
		{ detail: 5, message: 'Why.', error: 'E' },
		{ error: 'Why.' },
	])('is quoted with its reason: %j', async (body) => {
		const { refusal } = aService(() => ({ statusCode: 400, body }));
		expect(await refusal(exchangeOf())).toMatchObject({
			message: expect.stringContaining('(answered 400: Why.)'),
		});
	});

	it('is quoted without the secret and any session token', async () => {
		const how = exchangeOf({ stored: 'session-old#0123456789ab' });
		const { refusal } = aService(() => ({
			statusCode: 500,
			body: { token: 'session-new', detail: `${how.secret} or session-old or session-new` },
		}));
		expect(await refusal(how)).toMatchObject({
			message: expect.stringContaining('(answered 500: ••• or ••• or •••)'),
		});
	});

	it('is quoted without the query of an address', async () => {
		const { refusal } = aService(() => ({
			statusCode: 400,
			body: { detail: 'See https://example.com/help?sso=hush' },
		}));
		const message = expect.not.stringContaining('hush') as string;
		expect(await refusal(exchangeOf())).toMatchObject({ message });
	});
});

describe('a service that does not answer', () => {
	it.each([
		[{ code: 'ECONNREFUSED' }, 'ECONNREFUSED'],
		[{ cause: { code: 'ENOTFOUND' } }, 'ENOTFOUND'],
		[{ code: 5, cause: { code: 'ENOTFOUND' } }, 'ENOTFOUND'],
		[{}, 'UNKNOWN'],
	])('after %j leaves nothing of the error but its code', async (error, networkCode) => {
		const { refusal } = aService(fails({ ...error, config: { headers: 'hush-hush' } }));
		const refused = await refusal(exchangeOf());
		expect(refused).toMatchObject({
			message:
				"Ubidots did not answer while exchanging the API key for a session token → check 'Base URL' in the credential",
			exchange: { networkCode },
		});
		expect(Object.keys(refused)).not.toContain('config');
		expect((refused as Error).cause).toBeUndefined();
	});
});
