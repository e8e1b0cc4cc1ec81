import type { IDataObject } from 'n8n-workflow';

import { column, failedItems } from '../../../../support/outputs';
import { AMARA, JOSE } from '../../../../support/people';
import { rowsSent } from '../../../../support/requests';
import {
	applyChanges,
	BY_ID_OF_ITEM,
	bulkUpdate,
	CONTINUE,
	undoChanges,
	updateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';
import { outputOf } from './rows';

/** Several rows of one user are the steps of one change. */
const world = useWorld();

const put = (fields: object) => world.sandbox.ubidots.put({ id: AMARA, ...fields });

const step = (from: string, to: string, more: IDataObject = {}): IDataObject => ({
	id: AMARA,
	changes: { firstName: { from, to }, ...more },
});

describe('two steps', () => {
	const FIELDS = { firstName: '={{ $json.first }}', tagsToAdd: '={{ $json.tag }}' };
	const rows = [
		{ id: AMARA, first: 'Ada', tag: 'north' },
		{ id: JOSE, first: 'Joe', tag: 'north' },
		{ id: AMARA, first: 'Zoe', tag: 'south' },
	];

	it('of one run of Update are taken back, and done again', async () => {
		const before = allUsers(world);
		const setup = updateOf(BY_ID_OF_ITEM, FIELDS, { skipUnchanged: true });
		const done = await outputOf(world, setup, rows);
		const after = allUsers(world);
		const undone = await outputOf(world, undoChanges(), done);
		expect(changedSince(world, before)).toEqual([]);
		await outputOf(world, undoChanges(), undone);
		expect(changedSince(world, after)).toEqual([]);
	});

	it('of a dry run of Update are carried out', async () => {
		const setup = updateOf(BY_ID_OF_ITEM, FIELDS, { dryRun: true });
		await outputOf(world, applyChanges(), await outputOf(world, setup, rows));
		expect(world.sandbox.ubidots.user(AMARA)).toMatchObject({
			firstName: 'Zoe',
			tags: expect.arrayContaining(['north', 'south']) as string[],
		});
	});

	it('of two nights are taken back from the last to the first', async () => {
		const before = allUsers(world);
		const options = { skipUnchanged: true };
		const first = await outputOf(world, bulkUpdate(options), [{ id: AMARA, firstName: 'Ada' }]);
		const second = await outputOf(world, bulkUpdate(options), [
			{ id: AMARA, firstName: 'Zoe', language: 'es-ES' },
		]);
		await outputOf(world, undoChanges(), [...first, ...second]);
		expect(changedSince(world, before)).toEqual([]);
	});
});

describe('the steps of a user', () => {
	it('are one row of one request, and an item each that has the whole change', async () => {
		const rows = [
			step('Amara', 'Ada'),
			step('Ada', 'Zoe', { lastName: { from: 'Okafor', to: 'Zed' } }),
		];
		const { items } = await world.run(applyChanges(), rows);
		expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Zoe', lastName: 'Zed' }]);
		const json = {
			id: AMARA,
			status: 'accepted',
			summary: 'First Name: Amara → Zoe; Last Name: Okafor → Zed',
			task: { id: expect.any(String) as string },
			changes: {
				firstName: { from: 'Amara', to: 'Zoe' },
				lastName: { from: 'Okafor', to: 'Zed' },
			},
		};
		expect(items).toEqual([
			{ json, pairedItem: { item: 0 } },
			{ json, pairedItem: { item: 1 } },
		]);
	});

	it('may say the same twice', async () => {
		await outputOf(world, applyChanges(), [step('Amara', 'Ada'), step('Amara', 'Ada')]);
		expect(world.sandbox.ubidots.user(AMARA)?.firstName).toBe('Ada');
	});

	it('may lead back to where they began', async () => {
		const rows = [step('Amara', 'Ada'), step('Ada', 'Amara'), step('Amara', 'Ada')];
		await outputOf(world, applyChanges(), rows);
		expect(world.sandbox.ubidots.user(AMARA)?.firstName).toBe('Ada');
		await outputOf(world, undoChanges(), rows);
		expect(world.sandbox.ubidots.user(AMARA)?.firstName).toBe('Amara');
	});

	it('may have nothing to do in between', async () => {
		const unchanged = { id: ` ${AMARA}`, status: 'unchanged' };
		const done = await outputOf(world, applyChanges(), [step('Amara', 'Ada'), unchanged]);
		expect(done.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
	});

	it('meet where the service shows a value otherwise than it was sent', async () => {
		const shown = { id: 'x', label: 'viewer' };
		const rows = [
			{ defaultRole: { from: { label: 'operator' }, to: 'viewer' } },
			{ defaultRole: { from: shown, to: null } },
		].map((changes): IDataObject => ({ id: AMARA, changes }));
		await world.run(applyChanges(), rows);
		expect(rowsSent(world)).toEqual([{ id: AMARA, defaultRole: null }]);
	});

	it('of properties add up', async () => {
		put({ properties: { a: 1, b: 1 } });
		const before = allUsers(world);
		const options = { skipUnchanged: true };
		const first = await outputOf(world, bulkUpdate(options), [{ id: AMARA, properties: { a: 2 } }]);
		const second = await outputOf(world, bulkUpdate(options), [
			{ id: AMARA, properties: { b: 2 } },
		]);
		await outputOf(world, undoChanges(), [...first, ...second]);
		expect(changedSince(world, before)).toEqual([]);
		await outputOf(world, applyChanges(), [...first, ...second]);
		expect(world.sandbox.ubidots.user(AMARA)?.properties).toEqual({ a: 2, b: 2 });
	});

	it('are written all the same when one of them was only accepted', async () => {
		const rows = [step('Amara', 'Ada'), { ...step('Ada', 'Zoe'), status: 'accepted' }];
		await world.run(undoChanges(), rows);
		expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Amara' }]);
	});

	it('count as one user', async () => {
		const rows = [step('Amara', 'Ada'), step('Ada', 'Zoe')];
		const { items } = await world.run(applyChanges({ maxChanges: 1 }), rows);
		expect(column(items, 'status')).toEqual(['accepted', 'accepted']);
		const again = await world.run(applyChanges(), rows);
		expect(again.hints('Node')[0].message).toContain('All users have the new values already');
	});

	it('fail together when somebody has changed the user since', async () => {
		put({ firstName: 'Bob' });
		const rows = [step('Amara', 'Ada'), step('Ada', 'Zoe')];
		const { items, hints } = await world.run(undoChanges({}, CONTINUE), rows);
		expect(failedItems(items)).toEqual([0, 1]);
		expect(items[1].json.error).toContain("'First Name' should be 'Zoe' but is 'Bob'");
		expect(hints('Node')[0].message).toBe('1 of 1 user was changed since, and left alone');
	});
});

describe.each([
	['apply', applyChanges],
	['undo', undoChanges],
])('rows of a user that do not meet, to %s,', (_, setup) => {
	const rows = [
		step('Amara', 'Ada'),
		{ id: JOSE, changes: { firstName: { from: 'José', to: 'Joe' } } },
		step('Amara', 'Zoe'),
	];
	const SENTENCE = `The rows of the user '${AMARA}' are not the steps of one change: 'First Name' is 'Amara' before item 2, but 'Ada' after item 0 → keep them in the order in which they were carried out, without those of other runs`;

	it('all fail by name, and the others go on', async () => {
		world.sandbox.ubidots.put({ id: JOSE, firstName: 'Between' });
		const { items, hints } = await world.run(setup({}, CONTINUE), rows);
		expect(failedItems(items)).toEqual([0, 1, 2]);
		expect(hints('Node').map(({ message }) => message)).toEqual([
			'1 of 2 users was changed since, and left alone',
		]);
		expect(items[0].json).toEqual({
			error: `${SENTENCE} [item 0]`,
			details: {
				code: 'steps',
				fields: { firstName: ["is 'Amara' before item 2, but 'Ada' after item 0"] },
			},
		});
		expect(items[2].json.error).toBe(`${SENTENCE} [item 2]`);
	});

	it('end the run before its first write without Continue On Fail', async () => {
		const { message, description } = await world.run(setup(), rows);
		expect(message).toBe(SENTENCE);
		expect(description).toContain('Failed: items 0, 2 (2): ');
		expect(rowsSent(world)).toEqual([]);
	});
});
