/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a client that gives up needs a bare socket */
import { connect } from 'node:net';

import { inVirtualTime } from '../../support/virtualTime';
import { until } from '../../support/waiting';
import { client, raw, TESTT, ubidotsClient, upsunClient, useSandbox } from './support';

const used = useSandbox();
const USER = `/api/v2.0/users/${TESTT}`;
const last = () => used.sandbox.journal.entries().at(-1);

describe('the journal', () => {
	it('tells what was asked and answered', async () => {
		await ubidotsClient(used.sandbox).patch(`${USER}?fields=id`, { firstName: 'Zoë' });
		expect(last()).toMatchObject({
			at: used.clock.at,
			service: 'ubidots',
			method: 'PATCH',
			path: USER,
			query: { fields: 'id' },
			body: { firstName: 'Zoë' },
			rawBody: '{"firstName":"Zoë"}',
			bodyBytes: 20,
			auth: 'header',
			status: 200,
			inFlight: 1,
		});
	});

	it('says how a request was authenticated', async () => {
		const plain = client(used.sandbox);
		await plain.get(USER);
		await plain.get(`${USER}?token=x`);
		await plain.post('/api/v1.6/auth/token', undefined, { headers: { 'x-ubidots-apikey': 'x' } });
		await plain.post('/oauth2/token', 'a=b', { auth: { username: 'u', password: 'p' } });
		await upsunClient(used.sandbox).get('/users/me');
		const entries = used.sandbox.journal.entries();
		expect(entries.map(({ auth }) => auth)).toEqual(['none', 'query', 'apikey', 'basic', 'bearer']);
		expect(entries.map(({ status }) => status)).toEqual([401, 401, 401, 401, 200]);
	});

	it('holds no secret', async () => {
		const { sandbox } = used;
		const { ubidotsToken, ubidotsApiKey, upsunApiToken, upsunAccessToken } = sandbox.secrets;
		await ubidotsClient(sandbox).patch(USER, {
			password: 'canary-"1"',
			properties: { password: 'canary-2' },
		});
		await ubidotsClient(sandbox).patch(USER, raw('{"password": "canary-3'));
		await client(sandbox).get(`${USER}?token=${ubidotsToken}`);
		await client(sandbox, { 'x-ubidots-apikey': ubidotsApiKey }).post('/api/v1.6/auth/token');
		await client(sandbox, { 'Content-Type': 'application/x-www-form-urlencoded' }).post(
			'/oauth2/token',
			`grant_type=api_token&api_token=${upsunApiToken}`,
			{ auth: { username: 'platform-api-user', password: '' } },
		);
		await client(sandbox, { 'Content-Type': 'text/plain' }).post(
			'/oauth2/token',
			`api_token=${upsunApiToken}`,
		);
		await upsunClient(sandbox).get('/users/me');
		const text = JSON.stringify(sandbox.journal.entries());
		for (const secret of ['canary', ubidotsToken, ubidotsApiKey, upsunApiToken, upsunAccessToken]) {
			expect(text).not.toContain(secret);
		}
		const [first, , third, , fifth] = sandbox.journal.entries();
		expect(first.headers['x-auth-token']).toBe('<secret>');
		expect(first.body).toEqual({ password: '<password>', properties: { password: '<password>' } });
		expect(third.query).toEqual({ token: '<secret>' });
		expect(fifth.body).toEqual({ grant_type: 'api_token', api_token: '<secret>' });
	});

	it('counts by service, method, path and status', async () => {
		await ubidotsClient(used.sandbox).get(USER);
		await ubidotsClient(used.sandbox).get('/api/v2.0/users/nobody');
		await upsunClient(used.sandbox).get('/users/me');
		await client(used.sandbox).get('/nowhere');
		const { journal } = used.sandbox;
		expect(journal.count()).toBe(4);
		expect(journal.count({ service: 'upsun' })).toBe(1);
		expect(journal.count({ service: 'control' })).toBe(1);
		expect(journal.count({ method: 'get', path: '/users/' })).toBe(3);
		expect(journal.count({ path: /^\/users/ })).toBe(1);
		expect(journal.count({ status: 404 })).toBe(2);
		journal.clear();
		expect(journal.count()).toBe(0);
	});

	it('counts what is in flight at once, service by service', async () => {
		const { sandbox } = used;
		sandbox.options.latencyMs = 40;
		await inVirtualTime(
			async () =>
				await Promise.all([
					...Array.from({ length: 3 }, async () => await ubidotsClient(sandbox).get(USER)),
					upsunClient(sandbox).get('/users/me'),
				]),
		);
		sandbox.options.latencyMs = 0;
		const inFlight = (service: string) =>
			sandbox.journal
				.entries()
				.filter((entry) => entry.service === service)
				.map((entry) => entry.inFlight);
		expect(Math.max(...inFlight('ubidots'))).toBe(3);
		expect(inFlight('upsun')).toEqual([1]);
		await ubidotsClient(sandbox).get(USER);
		expect(last()?.inFlight).toBe(1);
	});

	it('notes a client that left before its answer', async () => {
		const { sandbox } = used;
		sandbox.options.latencyMs = 5_000;
		const stop = new AbortController();
		const waiting = ubidotsClient(sandbox).patch(
			USER,
			{ firstName: 'Gone' },
			{ signal: stop.signal },
		);
		await until(() => sandbox.journal.count() === 1);
		stop.abort();
		await expect(waiting).rejects.toMatchObject({ code: 'ERR_CANCELED' });
		sandbox.options.latencyMs = 0;
		expect(last()?.status).toBe('aborted');
		expect(sandbox.ubidots.user(TESTT)?.firstName).toBe('Gone');
	});

	it('notes a client that left while sending', async () => {
		const { sandbox } = used;
		const socket = connect(Number(sandbox.options.port), '127.0.0.1');
		socket.write(
			`PATCH ${USER} HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 100\r\n\r\n{"firstName"`,
			() => socket.destroy(),
		);
		await until(() => sandbox.journal.count() === 1);
		expect(last()).toMatchObject({ status: 'aborted', method: 'PATCH', path: USER });
	});
});
