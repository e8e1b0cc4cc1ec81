import type { Fault, HostileAnswer } from '../../../tools/sandbox';
import { until } from '../../support/waiting';
import { bulkUpdate, TESTT, ubidotsClient, upsunClient, useSandbox } from './support';

const used = useSandbox();
const USER = `/api/v2.0/users/${TESTT}`;
const rename = async (firstName = 'Changed') =>
	await ubidotsClient(used.sandbox).patch(USER, { firstName });
const firstName = () => used.sandbox.ubidots.user(TESTT)?.firstName;
const add = (fault: Fault) => used.sandbox.faults.add(fault);
const lastStatus = () => used.sandbox.journal.entries().at(-1)?.status;

describe('a fault', () => {
	it('answers once instead of the API, before the request takes effect', async () => {
		add({ answer: { status: 503, body: { oops: true }, headers: { 'Retry-After': '1' } } });
		const { status, data, headers } = await rename();
		expect([status, data, headers['retry-after']]).toEqual([503, { oops: true }, '1']);
		expect(firstName()).toBe('Test');
		expect((await rename()).status).toBe(200);
	});

	it('can answer after the request has been carried out', async () => {
		add({ when: 'after', answer: { status: 504, body: 'late', contentType: 'text/plain' } });
		const { status, data, headers } = await rename();
		expect([status, data, headers['content-type']]).toEqual([504, 'late', 'text/plain']);
		expect(firstName()).toBe('Changed');
	});

	it.each(['before', 'after'] as const)('can reset the connection %s the effect', async (when) => {
		add({ when, answer: 'reset' });
		await expect(rename()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(firstName()).toBe(when === 'after' ? 'Changed' : 'Test');
		expect(lastStatus()).toBe('reset');
	});

	it('can leave the client hanging', async () => {
		add({ answer: 'hang' });
		const stop = new AbortController();
		const waiting = ubidotsClient(used.sandbox).patch(USER, {}, { signal: stop.signal });
		await until(() => lastStatus() === 'hang');
		stop.abort();
		await expect(waiting).rejects.toMatchObject({ code: 'ERR_CANCELED' });
		expect(lastStatus()).toBe('hang');
	});

	it.each(['before', 'after'] as const)('can truncate the JSON, %s', async (when) => {
		add({ when, answer: 'truncatedJson' });
		const { status, data, headers } = await rename();
		expect([status, typeof data, headers['content-length']]).toEqual([
			200,
			'string',
			String(data.length),
		]);
		expect(data).toMatch(/^\{"/);
		expect(() => JSON.parse(data)).toThrow();
	});

	it('can cut the connection in the middle of the body', async () => {
		add({ when: 'after', answer: 'cutOff' });
		await expect(rename()).rejects.toThrow();
		expect(firstName()).toBe('Changed');
	});

	it('can answer with a proxy’s HTML page', async () => {
		add({ answer: 'html' });
		const { status, data, headers } = await rename();
		expect([status, headers['content-type']]).toEqual([502, 'text/html']);
		expect(data).toContain('<title>502 Bad Gateway</title>');
	});
});

describe('which requests a fault hits', () => {
	const statuses = async (count: number) => {
		const seen: number[] = [];
		for (let n = 0; n < count; n += 1) seen.push((await rename()).status);
		return seen;
	};

	it('is counted', async () => {
		add({ skip: 1, times: 2, answer: { status: 500 } });
		expect(await statuses(4)).toEqual([200, 500, 500, 200]);
	});

	it('may be all until they are cleared', async () => {
		add({ times: Infinity, answer: { status: 500 } });
		expect(await statuses(3)).toEqual([500, 500, 500]);
		used.sandbox.faults.clear();
		expect(await statuses(1)).toEqual([200]);
	});

	it('depends on service, method, path and body', async () => {
		const answer = { status: 418 };
		add({ match: { service: 'upsun' }, answer });
		add({ match: { method: 'get' }, answer });
		add({ match: { path: '/bulk/' }, answer });
		add({ match: { path: /~nobody$/g }, answer });
		add({ match: { bodyIncludes: '"Zoë"' }, answer });
		expect(await statuses(2)).toEqual([200, 200]);
		expect((await upsunClient(used.sandbox).get('/users/me')).status).toBe(418);
		expect((await ubidotsClient(used.sandbox).get(USER)).status).toBe(418);
		expect((await bulkUpdate(used.sandbox, [])).status).toBe(418);
		expect((await ubidotsClient(used.sandbox).get('/api/v2.0/users/~nobody')).status).toBe(418);
		expect((await rename('Zoë')).status).toBe(418);
	});

	it('is decided in the order of adding', async () => {
		add({ answer: { status: 500 } });
		add({ answer: { status: 501 } });
		expect(await statuses(3)).toEqual([500, 501, 200]);
	});

	it('never includes the control of the sandbox', async () => {
		add({ times: Infinity, answer: { status: 500 } });
		expect((await ubidotsClient(used.sandbox).get('/__sandbox/journal')).status).toBe(200);
	});
});

describe('a hostile service', () => {
	const read = async (path = USER) => await ubidotsClient(used.sandbox).get(path);
	const be = (hostile: HostileAnswer, path?: string) =>
		add({ match: { path }, times: Infinity, answer: { hostile } });

	it('is one option for all requests, a fault for those of a route', async () => {
		be('errorInSuccess', '/bulk/');
		expect((await read()).data.id).toBe(TESTT);
		expect((await bulkUpdate(used.sandbox, [])).data.message).toBe('Nothing was done.');
		used.sandbox.options.hostile = { kind: 'wide', status: 403 };
		expect((await upsunClient(used.sandbox).get('/users/me')).status).toBe(403);
	});

	it('says in the answer that a kind is unknown', async () => {
		used.sandbox.options.hostile = 'kind' as 'wide';
		expect((await read()).data.message).toBe('There is no hostile "kind".');
	});

	it.each(['trickle', 'endless'] as const)(
		'answers without an end (%s), and counts who waits',
		async (kind) => {
			be(kind);
			const stop = new AbortController();
			const given = await ubidotsClient(used.sandbox).get(USER, {
				signal: stop.signal,
				responseType: 'stream',
			});
			let bytes = 0;
			given.data.on('data', (chunk: Buffer) => (bytes += chunk.length));
			given.data.on('error', () => undefined);
			await until(() => bytes > (kind === 'endless' ? 2_000_000 : 3));
			expect(used.sandbox.openConnections()).toBe(1);
			stop.abort();
			await until(() => used.sandbox.openConnections() === 0);
		},
	);

	it.each([
		['hugeRows', 500],
		['hugeFields', 5_000],
	] as const)('describes an error in 1.5 MB (%s)', async (kind, parts) => {
		be(kind);
		const { status, data } = await read();
		expect([status, Object.keys(data).length]).toEqual([400, parts]);
		expect(JSON.stringify(data).length).toBeGreaterThan(1_500_000);
	});

	it.each(['deep', 'deepObject'] as const)('nests 50,000 times (%s)', async (kind) => {
		be(kind);
		const { data } = await ubidotsClient(used.sandbox).get(USER, { responseType: 'text' });
		expect(String(data).match(/[[{]/g)).toHaveLength(50_000);
	});

	it('gives an object with 100,000 keys', async () => {
		be('wide');
		expect(Object.keys((await read()).data)).toHaveLength(100_000);
	});

	it('contradicts itself', async () => {
		const list = '/api/v2.0/users/?page_size=2';
		be('sameNext');
		expect((await read(list)).data).toMatchObject({ next: list, results: [{}, {}] });
		const orgs = (await upsunClient(used.sandbox).get('/organizations')).data;
		expect(orgs._links.next.href).toBe('/organizations');
		used.sandbox.faults.clear();
		be('wrongCount');
		expect((await read(list)).data).toMatchObject({ count: 1_000_000, results: [{}, {}] });
		used.sandbox.faults.clear();
		be('successInError');
		const { status, data } = await ubidotsClient(used.sandbox).patch(USER, { firstName: 'Done' });
		expect([status, data.firstName]).toEqual([400, 'Done']);
		expect(used.sandbox.ubidots.user(TESTT)?.firstName).toBe('Done');
	});

	it('gives more than was asked for', async () => {
		be('longList');
		const { data } = await read('/api/v2.0/users/?page_size=2');
		expect([data.results.length, data.results[7].id, data.count]).toEqual([
			5_000,
			'stranger-7',
			12,
		]);
		used.sandbox.faults.clear();
		be({ kind: 'longList', status: 400 });
		expect((await bulkUpdate(used.sandbox, [])).data).toHaveLength(5_000);
	});

	it('echoes header, token and body wherever an answer has room', async () => {
		const { secrets, faults } = used.sandbox;
		const send = async () =>
			await ubidotsClient(used.sandbox).patch(`${USER}?token=inQuery`, { password: 'Sup3r"x' });
		be('echo');
		const { status, statusText, headers, data } = await send();
		expect(status).toBe(400);
		expect(statusText).toContain(secrets.ubidotsToken);
		const named = Object.keys(headers).filter((name) =>
			name.includes(secrets.ubidotsToken.toLowerCase()),
		);
		expect(headers[named[0]]).toContain(secrets.ubidotsToken);
		for (const secret of [secrets.ubidotsToken, 'inQuery', 'Sup3r\\"x']) {
			expect(data.message).toContain(secret);
			expect(Object.keys(data).some((name) => name.includes(secret))).toBe(true);
		}
		faults.clear();
		be({ kind: 'echoPage', status: 200 });
		const page = await send();
		expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html']);
		expect(page.data).toContain(secrets.ubidotsToken);
		expect(page.data).toContain('Sup3r\\"x');
	});

	it('echoes as the errors of rows, with what it was told to know', async () => {
		be({ kind: 'echoRows', texts: ['known-before'] });
		const { status, data } = await read();
		expect(status).toBe(400);
		expect(data.detail[0]).toEqual({
			'known-before': ['known known-before', { value: 'known-before' }],
		});
		expect(JSON.stringify(data)).toContain(used.sandbox.secrets.ubidotsToken);
	});

	it('repeats all that came in a good answer: in texts, keys and numbers', async () => {
		const { ubidotsToken: token } = used.sandbox.secrets;
		be({ kind: 'leaky', texts: ['471108154711'] });
		const user = (await read()).data;
		expect(user).toMatchObject({ id: TESTT, numbers: [471108154711] });
		expect(user.debug.headers['x-auth-token']).toBe(token);
		expect(user.seen).toHaveProperty([token]);
		expect(user.password).toContain(token);
		const { results } = (await read('/api/v2.0/users/?page_size=2')).data;
		expect(results[1].url).toContain('/api/v2.0/users/?page_size=2');
	});

	it('redirects to another host, its own other name unless told', async () => {
		be('redirect');
		const { status, headers } = await read(`${USER}?fields=id`);
		const other = used.sandbox.url.replace('127.0.0.1', 'localhost');
		expect([status, headers.location]).toEqual([302, `${other}${USER}?fields=id`]);
		used.sandbox.faults.clear();
		be({ kind: 'redirect', status: 307, to: 'http://elsewhere.example' });
		const told = await read();
		expect([told.status, told.headers.location]).toEqual([307, `http://elsewhere.example${USER}`]);
	});
});
