import { type IExecuteFunctions, sleep } from 'n8n-workflow';

import { EXCHANGE_TIMEOUT_MS } from '../../../../nodes/shared/credentials/exchange';
import { attempt, type Connection } from '../../../../nodes/shared/http/attempt';
import { Redactor } from '../../../../nodes/shared/redact';
import type { ApiRequest } from '../../../../nodes/shared/http/service';
import { path } from '../../../../nodes/shared/path';
import { setAccessToken, setApiKey } from '../../../support/credentials';
import { type DrippingServer, startDrippingServer } from './drippingServer';
import { Stop } from '../../../../nodes/shared/waiting';
import { ME, TESTT } from '../../../support/people';
import { failureOf, openPicker } from '../../../support/pickers';
import { byId, updateOf, upsunUpdateOf } from '../../../support/setups';
import { startRun } from '../../../support/world';
import { useWorld } from '../../../support/useWorld';
import { inVirtualTime } from '../../../support/virtualTime';
import { until } from '../../../support/waiting';

describe('with an HTTP helper of its own,', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	type HelperCall = [string, Record<string, unknown>, Record<string, unknown>];

	const get: ApiRequest = {
		method: 'GET',
		path: path`/users/1`,
		idempotent: true,
		purpose: 'read',
	};
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
			redactor: new Redactor(),
			canceled: new Stop(),
			credential: { sessionToken: session },
			account: {
				baseUrl: 'https://api.example.com/v2',
				secrets: [],
				...(renewable && { renewal: { on: () => [401, 403] } }),
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

		it('is longer by an exchange where n8n has to fetch a session token first', async () => {
			const longest = EXCHANGE_TIMEOUT_MS + 5000;
			expect(await outcomeWithin(longest, connect(never, true, ''))).toBe('still under way');
			expect(await outcomeWithin(longest + 300, connect(never, true, ''))).toEqual({
				networkCode: 'ETIMEDOUT',
			});
			expect(await outcomeWithin(5300, connect(never, true))).toEqual({ networkCode: 'ETIMEDOUT' });
		});
	});

	describe('the connection of an attempt', () => {
		/** How the helper was called: as a method of what, which n8n asks for the signal that ends the request. */
		function connectThrough(answer: () => Promise<unknown>) {
			const { connection } = connect(answer);
			const contexts: IExecuteFunctions[] = [];
			const { helpers } = connection.context;
			helpers.httpRequestWithAuthentication = async function (this: IExecuteFunctions) {
				contexts.push(this);
				return (await answer()) as never;
			} as typeof helpers.httpRequestWithAuthentication;
			const isEnded = () => contexts.map((context) => context.getExecutionCancelSignal()?.aborted);
			return { connection, contexts, isEnded };
		}

		it('is ended with its time', async () => {
			const { connection, isEnded } = connectThrough(never);
			const outcome = attempt(connection, get, 5000);
			await jest.advanceTimersByTimeAsync(5000);
			expect(isEnded()).toEqual([false]);
			await jest.advanceTimersByTimeAsync(300);
			expect(await outcome).toEqual({ networkCode: 'ETIMEDOUT' });
			expect(isEnded()).toEqual([true]);
		});

		it('is ended when the user stops the execution', async () => {
			const { connection, isEnded } = connectThrough(never);
			const outcome = attempt(connection, get, 5000);
			connection.canceled.trigger();
			await expect(outcome).rejects.toMatchObject({ kind: 'canceled' });
			expect(isEnded()).toEqual([true]);
		});

		it('is not begun when the execution was stopped already', async () => {
			const { connection, contexts } = connectThrough(ok);
			connection.canceled.trigger();
			const outcome = attempt(connection, get, 5000);
			await expect(outcome).rejects.toMatchObject({ kind: 'canceled' });
			expect(contexts).toEqual([]);
		});

		it('has all else of n8n’s context', async () => {
			const { connection, contexts } = connectThrough(ok);
			await attempt(connection, get, 5000);
			expect(contexts[0].helpers).toBe(connection.context.helpers);
			expect(Object.getPrototypeOf(contexts[0])).toBe(connection.context);
		});
	});
});

/** Over means closed: a service whose answers never end is left with no connection, whatever ended the request. */
describe('against a service whose answers never end,', () => {
	const world = useWorld();
	let server: DrippingServer;
	beforeEach(async () => {
		server = await startDrippingServer();
		world.setCredential('ubidots', { baseUrl: server.url });
		world.setCredential('upsun', { apiUrl: server.url, authUrl: server.url });
	});
	afterEach(async () => {
		jest.useRealTimers();
		await server.close();
	});

	const TIMEOUT = { timeout: 0.2, retryTimeout: 0 };
	const updateUbidots = (options: object = TIMEOUT) =>
		updateOf(byId(TESTT), { firstName: 'Ada' }, { ...options });
	const updateUpsun = (options: object = TIMEOUT) =>
		upsunUpdateOf(byId(ME), { company: 'Acme' }, { ...options });

	const allAreClosed = async () => await until(() => server.connections() === 0);

	describe('a request', () => {
		it.each([
			['Ubidots', updateUbidots],
			['Upsun', updateUpsun],
		])('to %s is closed when its time is over', async (_, setup) => {
			setAccessToken(world);
			const { message } = await inVirtualTime(async () => await world.run(setup()));
			expect(message).toContain('no response came within 0.2 s');
			expect(server.requestCount()).toBe(1);
			await allAreClosed();
		});

		it('is closed, and so is each of its retries', async () => {
			const setup = updateUbidots({ timeout: 0.2, retryTimeout: 1 });
			const { message } = await inVirtualTime(async () => await world.run(setup));
			expect(message).toContain('no response came within 0.2 s');
			expect(server.requestCount()).toBeGreaterThan(1);
			await allAreClosed();
		});

		it('is closed when the user stops the execution', async () => {
			const running = startRun(world, updateUbidots({ timeout: 60 }), [{}]);
			await until(() => server.requestCount() === 1);
			running.cancel();
			expect((await running.result).status).toBe('canceled');
			await allAreClosed();
		});
	});

	/** Only what waits by these is put off: sockets and the engine go on. */
	const useOwnClock = () =>
		jest.useFakeTimers({
			doNotFake: [
				...(['Date', 'hrtime', 'nextTick', 'queueMicrotask'] as const),
				...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
			],
		});

	/** Without waiting by a timer: they are put off. */
	const untilNow = async (isTrue: () => boolean) => {
		while (!isTrue()) await jest.advanceTimersByTimeAsync(0);
	};

	it('a list of the editor is closed as well, which n8n has no signal for', async () => {
		useOwnClock();
		let isOver = false;
		const opening = openPicker(world, 'ubidots', 'searchUsers').finally(() => (isOver = true));
		const failure = failureOf(opening);
		await untilNow(() => server.requestCount() === 1);
		while (!isOver) await jest.advanceTimersByTimeAsync(500);
		expect((await failure).message).toContain('did not answer');
		await untilNow(() => server.connections() === 0);
	});

	let secrets = 0;

	/** The time of the exchange passes, and everything else goes on. */
	const passTheTimeOfTheExchange = async () =>
		await jest.advanceTimersByTimeAsync(EXCHANGE_TIMEOUT_MS);

	describe.each([
		{
			service: 'Ubidots',
			path: '/api/v1.6/auth/token',
			answer: { token: 'BBFF-fetched-token' },
			setup: updateUbidots({ retryTimeout: 0 }),
			late: "Ubidots did not answer within 60 s while exchanging the API key for a session token → check 'Base URL' in the credential",
		},
		{
			service: 'Upsun',
			path: '/oauth2/token',
			answer: { access_token: 'fetched-token' },
			setup: updateUpsun({ retryTimeout: 0 }),
			late: "Upsun did not answer within 60 s while exchanging the API token for a session token → check 'Auth URL' in the credential",
		},
	])('the exchange for a session token of $service', ({ path, answer, setup, late }) => {
		beforeEach(() => {
			setApiKey(world);
			// n8n's process remembers sessions by secret and address, and a port may come again.
			const secret = `secret-${++secrets}-of-its-own`;
			world.setCredential('ubidots', { apiKey: secret });
			world.setCredential('upsun', { apiToken: secret });
			useOwnClock();
		});

		it('is closed when its time is over, and the text says who did not answer and for how long', async () => {
			const { result } = startRun(world, setup, [{}]);
			await untilNow(() => server.requestCount() === 1);
			await passTheTimeOfTheExchange();
			const { error } = await result;
			expect(error?.message).toContain(late);
			await untilNow(() => server.connections() === 0);
		});

		it('is forgotten then: the next run begins another one', async () => {
			const first = startRun(world, setup, [{}]);
			await untilNow(() => server.requestCount() === 1);
			await passTheTimeOfTheExchange();
			await first.result;
			server.answer(path, answer);
			const second = startRun(world, setup, [{}]);
			// The exchange, and the request that it was for.
			await untilNow(() => server.requestCount() === 3);
			second.cancel();
			await second.result;
			await untilNow(() => server.connections() === 0);
		});

		it('goes on until its time is over when the user stops the execution, which ends at once', async () => {
			const running = startRun(world, setup, [{}]);
			await untilNow(() => server.requestCount() === 1);
			running.cancel();
			expect((await running.result).status).toBe('canceled');
			expect(server.connections()).toBe(1);
			await passTheTimeOfTheExchange();
			await untilNow(() => server.connections() === 0);
		});
	});
});
