/* eslint-disable @n8n/community-nodes/no-restricted-globals -- waits for connections to come and go */
import type { HostileAnswer } from '../../../tools/sandbox';

import { TESTT, bulkUpdate, ubidotsClient, upsunClient, useSandbox } from './support';

const used = useSandbox();
const USER = `/api/v2.0/users/${TESTT}`;
const read = async (path = USER) => await ubidotsClient(used.sandbox).get(path);
const add = (hostile: HostileAnswer, path?: string) =>
	used.sandbox.faults.add({ match: { path }, times: Infinity, answer: { hostile } });

async function until(isSo: () => boolean) {
	while (!isSo()) await new Promise(setImmediate);
}

describe('a hostile service', () => {
	it('is one option for all requests, a fault for those of a route', async () => {
		add('errorInSuccess', '/bulk/');
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
			add(kind);
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
		add(kind);
		const { status, data } = await read();
		expect([status, Object.keys(data).length]).toEqual([400, parts]);
		expect(JSON.stringify(data).length).toBeGreaterThan(1_500_000);
	});

	it.each(['deep', 'deepObject'] as const)('nests 50,000 times (%s)', async (kind) => {
		add(kind);
		const { data } = await ubidotsClient(used.sandbox).get(USER, { responseType: 'text' });
		expect(String(data).match(/[[{]/g)).toHaveLength(50_000);
	});

	it('gives an object with 100,000 keys', async () => {
		add('wide');
		expect(Object.keys((await read()).data)).toHaveLength(100_000);
	});

	it('contradicts itself', async () => {
		const list = '/api/v2.0/users/?page_size=2';
		add('sameNext');
		expect((await read(list)).data).toMatchObject({ next: list, results: [{}, {}] });
		const orgs = (await upsunClient(used.sandbox).get('/organizations')).data;
		expect(orgs._links.next.href).toBe('/organizations');
		used.sandbox.faults.clear();
		add('wrongCount');
		expect((await read(list)).data).toMatchObject({ count: 1_000_000, results: [{}, {}] });
		used.sandbox.faults.clear();
		add('successInError');
		const { status, data } = await ubidotsClient(used.sandbox).patch(USER, { firstName: 'Done' });
		expect([status, data.firstName]).toEqual([400, 'Done']);
		expect(used.sandbox.ubidots.user(TESTT)?.firstName).toBe('Done');
	});

	it('gives more than was asked for', async () => {
		add('longList');
		const { data } = await read('/api/v2.0/users/?page_size=2');
		expect([data.results.length, data.results[7].id, data.count]).toEqual([
			5_000,
			'stranger-7',
			12,
		]);
		used.sandbox.faults.clear();
		add({ kind: 'longList', status: 400 });
		expect((await bulkUpdate(used.sandbox, [])).data).toHaveLength(5_000);
	});

	it('echoes header, token and body wherever an answer has room', async () => {
		const { secrets, faults } = used.sandbox;
		const send = async () =>
			await ubidotsClient(used.sandbox).patch(`${USER}?token=inQuery`, { password: 'Sup3r"x' });
		add('echo');
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
		add({ kind: 'echoPage', status: 200 });
		const page = await send();
		expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html']);
		expect(page.data).toContain(secrets.ubidotsToken);
		expect(page.data).toContain('Sup3r\\"x');
	});

	it('echoes as the errors of rows, with what it was told to know', async () => {
		add({ kind: 'echoRows', texts: ['known-before'] });
		const { status, data } = await read();
		expect(status).toBe(400);
		expect(data.detail[0]).toEqual({
			'known-before': ['known known-before', { value: 'known-before' }],
		});
		expect(JSON.stringify(data)).toContain(used.sandbox.secrets.ubidotsToken);
	});

	it('repeats all that came in a good answer: in texts, keys and numbers', async () => {
		const { ubidotsToken: token } = used.sandbox.secrets;
		add({ kind: 'leaky', texts: ['471108154711'] });
		const user = (await read()).data;
		expect(user).toMatchObject({ id: TESTT, numbers: [471108154711] });
		expect(user.debug.headers['x-auth-token']).toBe(token);
		expect(user.seen).toHaveProperty([token]);
		expect(user.password).toContain(token);
		const { results } = (await read('/api/v2.0/users/?page_size=2')).data;
		expect(results[1].url).toContain('/api/v2.0/users/?page_size=2');
	});

	it('redirects to another host, its own other name unless told', async () => {
		add('redirect');
		const { status, headers } = await read(`${USER}?fields=id`);
		const other = used.sandbox.url.replace('127.0.0.1', 'localhost');
		expect([status, headers.location]).toEqual([302, `${other}${USER}?fields=id`]);
		used.sandbox.faults.clear();
		add({ kind: 'redirect', status: 307, to: 'http://elsewhere.example' });
		const told = await read();
		expect([told.status, told.headers.location]).toEqual([307, `http://elsewhere.example${USER}`]);
	});
});
