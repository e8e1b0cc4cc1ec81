import type { Fault } from '../../../tools/sandbox';

import { until } from '../../support/waiting';
import { TESTT, bulkUpdate, ubidotsClient, upsunClient, useSandbox } from './support';

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
