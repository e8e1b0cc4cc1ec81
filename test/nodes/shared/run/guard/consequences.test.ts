import type { IDataObject } from 'n8n-workflow';

import type { FaultAnswer } from '../../../../../tools/sandbox';
import { setAccessToken } from '../../../../support/credentials';
import { column, failedItems } from '../../../../support/outputs';
import { members, people } from '../../../../support/people';
import { patches, reads } from '../../../../support/requests';
import {
	bulkUpdate,
	CONTINUE,
	type OnError,
	update,
	upsunUpdate,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { until } from '../../../../support/waiting';
import { startRun } from '../../../../support/world';

const world = useWorld({ users: 20, upsunAdmin: true });

describe('what would become of the users', () => {
	const NAMED = { ...people(1)[0], username: 'renamed-one' };

	it('is told apart in Bulk Update', async () => {
		const list = people(6).map(({ id }, n) => ({
			id,
			...(n < 4 && { isActive: false }),
		}));
		const rows = list.map((row, n) =>
			n === 5 ? { ...row, firstName: '' } : { ...row, lastName: 'Z' },
		);
		const { message } = await world.run(bulkUpdate({ maxChanges: '50%' }), [
			{ ...NAMED, id: people(1, 7)[0].id },
			...rows,
		]);
		expect(message).toContain(
			"7 users would change, 4 of them deactivated, 1 renamed and 1 with an emptied field: more than 'Max Changes' allows (50% of 7 input items).",
		);
	});

	it('is told apart in Update', async () => {
		const setup = update({ maxChanges: 1 });
		setup.parameters.updateFields = { isActive: false, username: '={{ $json.firstName }}' };
		setup.parameters.fieldsToClear = ['tags', 'website'];
		world.sandbox.ubidots.put({ id: people(1)[0].id, tags: ['a'] });
		const { message } = await world.run(setup, people(2));
		expect(message).toContain(
			'2 users would change, 2 of them renamed, 2 deactivated and 1 with an emptied field: more',
		);
	});

	it('is told apart for tags that are taken away', async () => {
		world.sandbox.ubidots.put({ id: NAMED.id, tags: ['a'] });
		const { message } = await world.run(bulkUpdate({ maxChanges: 0 }), [
			{ id: NAMED.id, tagsToRemove: 'a' },
		]);
		expect(message).toContain('1 user would change, 1 of them with an emptied field: more');
	});

	it('is told apart in Upsun Update', async () => {
		const setup = upsunUpdate({ maxChanges: 1 });
		setup.parameters.updateFields = { username: '={{ $json.firstName }}', company: '' };
		members(2).forEach(({ id }) => world.sandbox.upsun.put({ id, company: 'Acme' }));
		const { message } = await world.run(setup, members(2));
		expect(message).toContain(
			'2 users would change, 2 of them renamed and 2 with an emptied field: more',
		);
	});
});

describe.each([
	{ name: 'Update', setup: update, rows: people },
	{ name: 'Upsun Update', setup: upsunUpdate, rows: members },
])('Max Changes of $name, with several items for one user', ({ setup, rows }) => {
	const [a, b] = rows(2);
	const list = [a, { ...a, firstName: 'Other' }, a, b];

	it('counts users', async () => {
		const { message } = await world.run(setup({ maxChanges: 1 }), list);
		expect(message).toContain('2 users would change: more');
		expect(message).toContain('(1, for 4 input items)');
		expect(patches(world)).toEqual([]);
	});

	it('writes them in order, each compared with what the one before has left', async () => {
		const { items } = await world.run(setup({ maxChanges: 2 }), list);
		expect(patches(world)).toHaveLength(4);
		const changes = column(items, 'changes') as Array<Record<string, IDataObject>>;
		const names = changes.slice(1, 3).map((one) => Object.values(one)[0]);
		expect(names).toEqual([
			{ from: a.firstName, to: 'Other' },
			{ from: 'Other', to: a.firstName },
		]);
	});
});

describe('In trouble', () => {
	/** What goes wrong while users are read and compared: nothing may be written on half a count. */
	const world = useWorld({ users: 20, upsunAdmin: true });

	beforeEach(() => setAccessToken(world));

	const OPERATIONS = [
		{ name: 'Update', setup: update, rows: people(4) },
		{ name: 'Bulk Update', setup: bulkUpdate, rows: people(4) },
		{ name: 'Upsun Update', setup: upsunUpdate, rows: members(4) },
	];

	const failReads = (answer: FaultAnswer, times: number) =>
		world.sandbox.faults.add({ match: { method: 'GET' }, answer, times });

	describe.each(OPERATIONS)('while $name reads for Max Changes', ({ name, setup, rows }) => {
		const run = async (onError?: OnError, retryTimeout = 0) =>
			await world.run(setup({ maxChanges: '100%', retryTimeout }, onError), rows);

		describe.each<[string, FaultAnswer, RegExp]>([
			['401', { status: 401 }, /401/],
			['429', { status: 429 }, /429/],
			['500', { status: 500 }, /500/],
			['a broken connection', 'reset', /connection/i],
		])('%s', (_, answer, text) => {
			it('ends the run, and nothing is written', async () => {
				failReads(answer, Infinity);
				const { message, status } = await run();
				expect(status).toBe('error');
				expect(message).toMatch(text);
				expect(patches(world)).toEqual([]);
			});

			it('fails every item with Continue On Fail, and nothing is written', async () => {
				failReads(answer, Infinity);
				const { items } = await run(CONTINUE);
				expect(failedItems(items)).toEqual([0, 1, 2, 3]);
				for (const error of column(items, 'error')) expect(error).toMatch(text);
				expect(patches(world)).toEqual([]);
			});
		});

		it.each<[string, FaultAnswer]>([
			['429', { status: 429 }],
			['503', { status: 503 }],
			['a broken connection', 'reset'],
		])('%s is overcome by trying again', async (_, answer) => {
			failReads(answer, 1);
			const { message } = await run(undefined, 30);
			expect(message).toBeUndefined();
			expect(patches(world).length).toBeGreaterThan(0);
		});

		it.each([undefined, CONTINUE])(
			'a stop ends it before anything is written (%s)',
			async (onError) => {
				failReads('hang', Infinity);
				const running = startRun(world, setup({ maxChanges: '100%' }, onError), rows);
				// All that are under way: one that comes late would count for the next test.
				const underWay = name === 'Upsun Update' ? rows.length : 1;
				await until(() => reads(world).length === underWay);
				running.cancel();
				const { error } = await running.nodeEnd;
				expect(error).toMatchObject({ message: 'The execution was canceled' });
				expect((await running.result).status).toBe('canceled');
				expect(patches(world)).toEqual([]);
			},
		);
	});

	describe('a user of Upsun who cannot be read', () => {
		const rows = members(3);
		const fail = () =>
			world.sandbox.faults.add({
				match: { method: 'GET', path: rows[1].id },
				answer: { status: 500 },
			});
		const options = { retryTimeout: 0, maxConcurrentRequests: 1 };

		it('fails alone with Continue On Fail, and is no change', async () => {
			fail();
			const { items } = await world.run(upsunUpdate({ ...options, maxChanges: 2 }, CONTINUE), rows);
			expect(failedItems(items)).toEqual([1]);
			expect(patches(world).map(({ path }) => path)).toEqual([
				`/users/${rows[0].id}`,
				`/users/${rows[2].id}`,
			]);
		});

		it('keeps that failure where too many others would change', async () => {
			fail();
			const { items } = await world.run(upsunUpdate({ ...options, maxChanges: 1 }, CONTINUE), rows);
			expect(items.map(({ json }) => String(json.error).includes('Max Changes'))).toEqual([
				true,
				false,
				true,
			]);
			expect(patches(world)).toEqual([]);
		});

		it('ends the run without, and says that others were only compared', async () => {
			fail();
			const { description } = await world.run(upsunUpdate({ ...options, maxChanges: 3 }), rows);
			expect(description).toBe('Compared: item 0 (1)\nFailed: item 1 (1)\nNot sent: item 2 (1)');
			expect(patches(world)).toEqual([]);
		});
	});

	it('a failure to write after the survey is told as ever', async () => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, skip: 1, answer: { status: 500 } });
		const options = { maxChanges: 3, retryTimeout: 0, maxConcurrentRequests: 1 };
		const { message, description } = await world.run(update(options), people(3));
		expect(message).toContain('[item 1]');
		expect(description).toBe('Updated: item 0 (1)\nFailed: item 1 (1)\nNot sent: item 2 (1)');
	});

	it('what somebody else changes after the survey is written over only in the fields of the row', async () => {
		const [row] = people(1);
		world.sandbox.options.changesAfterRead = [{ user: row.id, set: { lastName: 'Meanwhile' } }];
		await world.run(update({ maxChanges: 1 }), [row]);
		expect(patches(world).map(({ body }) => body)).toEqual([{ firstName: row.firstName }]);
		expect(world.sandbox.ubidots.user(row.id)).toMatchObject({
			firstName: row.firstName,
			lastName: 'Meanwhile',
		});
	});
});
