import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../../../../nodes/shared/errors';
import { RefusedRequest } from '../../../../../../nodes/shared/http/errors';
import type { ApiRequest } from '../../../../../../nodes/shared/http/service';
import { confirmRows } from '../../../../../../nodes/Ubidots/user/bulk/confirm';
import type { BulkRun, Planned } from '../../../../../../nodes/Ubidots/user/bulk/rows';
import { resultOf } from '../../../../../../nodes/shared/run/summary';
import { Stop } from '../../../../../../nodes/shared/waiting';
import { aPlan } from '../planned';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const row = (id: string, body?: IDataObject) =>
	aPlan(0, id, body, { result: { status: 'accepted', taskId: 't1' } });

const statusOf = ({ row }: Planned) => resultOf(row)?.status;
const seen = ({ row }: Planned) => [resultOf(row)?.status, resultOf(row)?.notVisible];

/** What Ubidots answers to one look: a user by ID, or why it refuses. */
type Answer = (id: string, look: number) => IDataObject | Error | undefined;

/** Confirms rows on a faked clock, to its end. */
async function confirm(rows: Planned[], answer: Answer, confirmTimeout = 60) {
	const hints: string[] = [];
	const lookedAt: number[] = [];
	const asked: string[] = [];
	const fields = new Set<string>();
	const stop = new Stop();
	const began = Date.now();
	const request = async ({ path, query = {} }: ApiRequest) => {
		const now = Date.now() - began;
		if (lookedAt.at(-1) !== now) lookedAt.push(now);
		fields.add(String(query.fields));
		const isList = path === '/users/';
		const ids = isList ? String(query.id__in ?? '').split(',') : [path.replace('/users/', '')];
		asked.push(ids.join(','));
		const found = ids.map((id) => answer(id, lookedAt.length));
		const error = found.find((one) => one instanceof Error);
		await Promise.resolve();
		if (error) throw error;
		const results = found.filter((one) => one !== undefined) as IDataObject[];
		const status = isList || results.length > 0 ? 200 : 404;
		const body = isList ? { results, next: null, count: results.length } : (results[0] ?? {});
		return { status, body, maybeApplied: false };
	};
	const run = {
		client: { request, canceled: stop },
		settings: { confirm: true, confirmTimeout, maxConcurrentRequests: 1 },
		hint: (text: string) => hints.push(text),
	} as unknown as BulkRun;
	const over = confirmRows(run, rows).catch((error: Failure) => error);
	return {
		hints,
		lookedAt,
		asked,
		fields,
		stop,
		over,
		/** After the whole time that it may take. */
		end: async () => {
			await jest.advanceTimersByTimeAsync(confirmTimeout * 1000 + 1);
			return await over;
		},
	};
}

const OLD = { firstName: 'Old' };
const NEW = { firstName: 'New' };
const showing =
	(shown: IDataObject): Answer =>
	(id) => ({ id, ...shown });

describe('when it looks', () => {
	it('waits longer from look to look, up to ten seconds, and looks for the last time at the end', async () => {
		const { end, lookedAt } = await confirm([row('a')], showing(OLD), 60);
		await end();
		const gaps = lookedAt.map((at, look) => at - (lookedAt[look - 1] ?? 0));
		expect(gaps.slice(0, 3)).toEqual([500, 800, 1280]);
		expect(Math.max(...gaps)).toBe(10_000);
		expect(lookedAt.at(-1)).toBe(60_000);
	});

	it('does not look at all without time for it', async () => {
		const rows = [row('a')];
		const { end, lookedAt, hints } = await confirm(rows, showing(NEW), 0);
		await end();
		expect(lookedAt).toEqual([]);
		expect(statusOf(rows[0])).toBe('pending');
		expect(hints).toEqual(['Still pending after 0 s: 1 of 1 user']);
	});

	it('asks for the fields that were sent, and only as long as somebody is missing', async () => {
		const rows = [row('a'), row('b', { tags: ['x'] })];
		const { end, lookedAt, asked, fields, hints } = await confirm(rows, (id, look) => ({
			id,
			firstName: 'New',
			tags: look < 3 ? [] : ['x'],
		}));
		await end();
		expect(rows.map(statusOf)).toEqual(['applied', 'applied']);
		expect(lookedAt).toHaveLength(3);
		expect(asked).toEqual(['a,b', 'b', 'b']);
		expect([...fields]).toEqual(['id,firstName,tags', 'id,tags']);
		expect(hints).toEqual([]);
	});

	it('ends at once when the user stops the execution', async () => {
		const { over, stop } = await confirm([row('a')], showing(OLD));
		await jest.advanceTimersByTimeAsync(700);
		stop.trigger();
		await jest.advanceTimersByTimeAsync(0);
		await expect(over).resolves.toMatchObject({ kind: 'canceled' });
	});

	it('ends also when that is noticed in the middle of a look', async () => {
		const canceled = new Failure('The execution was canceled', { kind: 'canceled' });
		const { end } = await confirm([row('a')], () => canceled);
		expect(await end()).toBe(canceled);
	});
});

describe('what it makes of a row', () => {
	it('is pending, with what is missing, when the time is over', async () => {
		const rows = [row('a', { firstName: 'New', lastName: 'L' }), row('b')];
		const { end, hints } = await confirm(rows, (id) => ({
			...{ id, firstName: id === 'a' ? 'Old' : 'New', lastName: 'L' },
		}));
		await end();
		expect(rows.map(seen)).toEqual([
			['pending', ['firstName']],
			['applied', undefined],
		]);
		expect(hints).toEqual(['Still pending after 60 s: 1 of 2 users']);
	});

	it('is pending with all fields when there is no such user', async () => {
		const rows = [row('a'), row('b')];
		const { end } = await confirm(rows, (id) => (id === 'b' ? { id, ...NEW } : undefined));
		await end();
		expect(rows.map(seen)).toEqual([
			['pending', ['firstName']],
			['applied', undefined],
		]);
	});

	it('is applied, with what cannot be seen, when the rest is there', async () => {
		const rows = [row('a', { firstName: 'New', password: 'p' })];
		const { end } = await confirm(rows, showing(NEW));
		await end();
		expect(seen(rows[0])).toEqual(['applied', ['password']]);
	});

	it('stays accepted when Ubidots shows none of its fields, and is not waited for', async () => {
		const rows = [row('a', { firstName: 'New' })];
		const { end, lookedAt, hints } = await confirm(rows, showing({}));
		await end();
		expect(seen(rows[0])).toEqual(['accepted', ['firstName']]);
		expect(lookedAt).toHaveLength(1);
		expect(hints).toEqual([]);
	});

	it('stays accepted when it has nothing but a password, which a hint says', async () => {
		const rows = [row('a', { password: 'p' }), row('b', { password: 'p' })];
		const { end, lookedAt, hints } = await confirm(rows, showing(NEW));
		await end();
		expect(rows.map(statusOf)).toEqual(['accepted', 'accepted']);
		expect(lookedAt).toEqual([]);
		expect(hints).toEqual(['2 users could not be confirmed: passwords cannot be read back']);
	});
});

describe('a look that fails', () => {
	const broken = apiFailure('It broke', { httpCode: '500' });

	it('is followed by the next, and forgotten when that one works', async () => {
		const rows = [row('a')];
		const { end, lookedAt, hints } = await confirm(rows, (id, look) =>
			look < 3 ? broken : { id, ...NEW },
		);
		await end();
		expect(statusOf(rows[0])).toBe('applied');
		expect(lookedAt).toHaveLength(3);
		expect(hints).toEqual([]);
	});

	it('is the reason that is given when it was the last one', async () => {
		const rows = [row('a')];
		const { end, hints } = await confirm(rows, () => broken, 2);
		await end();
		expect(statusOf(rows[0])).toBe('pending');
		expect(hints).toEqual([
			'Still pending after 2 s: 1 of 1 user. They were accepted but not confirmed. It broke',
		]);
	});

	it('is no reason when the last one worked', async () => {
		const { end, hints } = await confirm(
			[row('a')],
			(id, look) => (look === 1 ? broken : { id, ...OLD }),
			2,
		);
		await end();
		expect(hints).toEqual(['Still pending after 2 s: 1 of 1 user']);
	});

	it('because the token was refused is the last: rows stay accepted', async () => {
		const rows = [row('a')];
		const refused = apiFailure('Who are you?', { httpCode: '401' });
		const { end, lookedAt, hints } = await confirm(rows, () => refused);
		await end();
		expect(statusOf(rows[0])).toBe('accepted');
		expect(lookedAt).toHaveLength(1);
		expect(hints).toEqual(['The updates were accepted but not confirmed. Who are you?']);
	});

	it('for some users alone sets these aside, and waits for the others', async () => {
		const rows = [row('a'), row('b'), row('c')];
		const refusal = new RefusedRequest('Not that one', 403, {}, false);
		const { end, hints, asked } = await confirm(rows, (id, look) =>
			id === 'c' ? { id, firstName: look < 2 ? 'Old' : 'New' } : refusal,
		);
		await end();
		expect(rows.map(statusOf)).toEqual(['accepted', 'accepted', 'applied']);
		expect(asked).toEqual(['a,b,c', 'a', 'b', 'c', 'c']);
		expect(hints).toEqual([
			'2 users could not be confirmed, although the update was accepted. Not that one',
		]);
	});
});

it('has nothing to do and to wait for where nothing was accepted', async () => {
	const { over, lookedAt, hints } = await confirm([], showing(NEW));
	await jest.advanceTimersByTimeAsync(0);
	expect(await Promise.race([over, 'still waiting'])).toBeUndefined();
	expect([lookedAt, hints]).toEqual([[], []]);
});
