import type { IDataObject } from 'n8n-workflow';

import { AMARA, JOSE, KAI, PASSWORD, TESTT } from '../../../../support/people';
import { failedItems } from '../../../../support/outputs';
import { requestLines, rowsSent } from '../../../../support/requests';
import {
	applyChanges,
	BY_ID_OF_ITEM,
	bulkUpdate,
	CONTINUE,
	ubidots,
	undoChanges,
	update,
	updateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld({ users: 20 });

const good = { firstName: { from: 'Amara', to: 'Zoe' } };

/** The sentence about a row; nothing is sent. */
async function refusalOf(row: IDataObject, setup = applyChanges()): Promise<string> {
	const { status, items, message, description } = await world.run(setup, [row]);
	expect([status, items]).toEqual(['error', []]);
	expect(description).toBe('No request was sent.');
	expect(requestLines(world)).toEqual([]);
	return message?.replace(/ \[item 0\]$/, '') ?? '';
}

const HAS_TO_BE =
	"it has to be the 'changes' of the user from a dry run, a sync, or a run with Skip Unchanged";

const NEVER_COMPARED =
	"The row has no 'changes': its run did not read users first, so it cannot be applied or undone. For later runs, turn on 'Skip Unchanged'";

describe('changes that are no changes are refused:', () => {
	it.each<[string, unknown, string]>([
		['null', null, 'null'],
		['an empty text', '', 'empty'],
		['blanks', '  ', 'empty'],
		['text', 'firstName', 'text that is not JSON'],
		['half of a JSON text', `{"password": {"to": "${PASSWORD}"`, 'text that is not JSON'],
		['JSON text of nothing', 'null', 'null'],
		['JSON text of a text', '"firstName"', 'text that is not JSON'],
		['a list', [good], 'a list'],
		['JSON text of a list', '[]', 'a list'],
		['a number', 5, 'of type number'],
		['JSON text of a number', '5', 'of type number'],
		['true', true, 'of type boolean'],
	])('%s', async (_, changes, what) => {
		const row = { id: AMARA, changes } as IDataObject;
		expect(await refusalOf(row)).toBe(`'Changes' is ${what}: ${HAS_TO_BE}`);
		expect(await refusalOf(row, undoChanges())).toBe(`'Changes' is ${what}: ${HAS_TO_BE}`);
	});

	it('an expression that the item has nothing for', async () => {
		expect(await refusalOf({ id: AMARA })).toBe(NEVER_COMPARED);
	});
});

describe('an entry of the changes is refused by name:', () => {
	const NO_TO = (name: string) =>
		`'Changes' has no value 'to' for '${name}': each change has to be like {"from": "Ada", "to": "Zoe"}`;
	const UNKNOWN = (name: string) =>
		`'Changes' has '${name}', which is not a field of a user: remove it`;

	it.each<[string, IDataObject, string]>([
		['a field that there is not', { nickname: { from: 'A', to: 'B' } }, UNKNOWN('nickname')],
		['one in another spelling', { FirstName: { from: 'A', to: 'B' } }, UNKNOWN('FirstName')],
		['the ID', { id: { from: 'A', to: 'B' } }, UNKNOWN('id')],
		['an edit of tags', { tagsToAdd: { to: ['a'] } }, UNKNOWN('tagsToAdd')],
		['what every object has', { constructor: { from: 'A', to: 'B' } }, UNKNOWN('constructor')],
		['text', { firstName: 'Zoe' }, NO_TO('firstName')],
		['null', { firstName: null }, NO_TO('firstName')],
		['a list', { firstName: ['Ada', 'Zoe'] }, NO_TO('firstName')],
		['one without a new value', { firstName: { from: 'Ada' } }, NO_TO('firstName')],
		[
			'a value of the wrong type',
			{ decimalPlaces: { from: 2, to: 'many' } },
			"'Decimal Places' is 'many': it has to be a whole number",
		],
		[
			'too many tags',
			{ tags: { from: [], to: Array(21).fill('t') } },
			"'Tags' has 21 tags: at most 20 are allowed",
		],
		[
			'an address that is emptied',
			{ email: { from: 'a@x.org', to: '' } },
			"'Email' cannot be emptied: remove it from the changes",
		],
		[
			'properties that are emptied',
			{ properties: { from: {}, to: null } },
			"'Properties' cannot be emptied: remove it from the changes",
		],
		[
			'a role without ID and label',
			{ defaultRole: { from: null, to: { name: 'x' } } },
			`'Default Role' is {"name":"x"}: it has to be an ID or a label`,
		],
	])('%s', async (_, changes, sentence) => {
		expect(await refusalOf({ id: AMARA, changes: { ...good, ...changes } })).toBe(sentence);
		const text = JSON.stringify({ ...good, ...changes });
		expect(await refusalOf({ id: AMARA, changes: text })).toBe(sentence);
	});
});

describe('a password is never part of a plan:', () => {
	const SENTENCE =
		"'Changes' has 'password', which is hidden: passwords are never part of a plan. Remove it from the changes, and set the password with Update";

	it.each([
		{ from: '•••', to: '•••' },
		{ from: '•••', to: PASSWORD },
		{ to: PASSWORD },
		{ from: PASSWORD },
		PASSWORD,
	])('%j', async (password) => {
		const row = { id: AMARA, changes: { ...good, password } as IDataObject };
		expect(await refusalOf(row)).toBe(SENTENCE);
		expect(await refusalOf(row, undoChanges())).toBe(SENTENCE);
	});

	it('as a dry run gave it out', async () => {
		const setup = bulkUpdate({ dryRun: true });
		const { items } = await world.run(setup, [{ id: AMARA, password: PASSWORD }]);
		world.sandbox.journal.clear();
		expect(await refusalOf(items[0].json)).toBe(SENTENCE);
	});

	it.each([
		['from', { from: '•••', to: 'Zoe' }],
		['to', { from: 'Ada', to: '•••' }],
	])('nor is anything else that is hidden: %s', async (_, firstName) => {
		expect(await refusalOf({ id: AMARA, changes: { firstName } })).toContain(
			"'Changes' has 'firstName', which is hidden",
		);
	});
});

describe('a user ID is refused as it is by Bulk Update:', () => {
	it.each<[unknown, string]>([
		[
			undefined,
			"'User ID' is undefined: map it to the 'id' in the output of the dry run or the run",
		],
		[null, "'User ID' is null: map it to the 'id' in the output of the dry run or the run"],
		['', "'User ID' is empty: map it to the 'id' in the output of the dry run or the run"],
		['  ', "'User ID' is empty: map it to the 'id' in the output of the dry run or the run"],
		['.', "'User ID' is '.', which does not name a user: it means something else in an address"],
		['..', "'User ID' is '..', which does not name a user: it means something else in an address"],
		['_', "'User ID' is '_', which does not name a user: it means something else in an address"],
		[
			'~testt',
			"'User ID' is '~testt', which does not name a user: it means something else in an address",
		],
		['a/b', "'User ID' is 'a/b', which does not name a user: it has '/'"],
		['a\nb', "'User ID' has a line break or another control character: remove it"],
		[{ a: 1 }, `'User ID' is of type object ({"a":1}): it has to be text`],
	])('%j', async (id, sentence) => {
		expect(await refusalOf({ id, changes: good } as IDataObject)).toBe(sentence);
	});
});

describe('the output of what is no update is refused:', () => {
	const created = { action: 'create', id: AMARA, status: 'created', changes: good };
	const planned = { action: 'create', status: 'planned', username: 'ada' };

	it.each<[string, IDataObject, string, string]>([
		[
			'a planned creation, which has no ID yet',
			planned,
			'The row creates a user. Apply Changes only changes existing users: filter such rows out, and run Sync for them',
			'Creations cannot be undone: deactivate or delete the user instead',
		],
		[
			'a creation',
			created,
			'The row creates a user. Apply Changes only changes existing users: filter such rows out, and run Sync for them',
			'Creations cannot be undone: deactivate or delete the user instead',
		],
		[
			'a deletion by Sync',
			{ action: 'delete', id: AMARA },
			'The row deletes a user. Apply Changes only changes existing users: filter such rows out, and run Sync for them',
			'Deletions cannot be undone: create the user again instead',
		],
		[
			'a deletion',
			{ deleted: true, id: AMARA },
			'The row deleted a user. Apply Changes only changes existing users: remove the row',
			'Deletions cannot be undone: create the user again instead',
		],
		[
			'a mail',
			{ success: true, id: AMARA },
			'The row sent an email. Apply Changes only changes existing users: remove the row',
			'Sent emails cannot be undone: remove the row',
		],
		[
			'an error item',
			{ error: 'Ubidots answered 400', details: {} },
			'The row failed in its own run, so it has no changes: remove it',
			'The row failed in its own run, so it has no changes: remove it',
		],
	])('%s', async (_, row, toApply, toUndo) => {
		expect(await refusalOf(row)).toBe(toApply);
		expect(await refusalOf(row, undoChanges())).toBe(toUndo);
	});

	it('as Delete gave it out', async () => {
		const { items } = await world.run(ubidots('delete', { userKey: BY_ID_OF_ITEM }), [{ id: KAI }]);
		world.sandbox.journal.clear();
		expect(await refusalOf(items[0].json, undoChanges())).toMatch(/^Deletions cannot be undone/);
	});

	it('and so is that of an update that was not compared', async () => {
		const { items } = await world.run(update(), [{ id: KAI, firstName: 'Zoe' }]);
		world.sandbox.journal.clear();
		expect(await refusalOf(items[0].json, undoChanges())).toBe(NEVER_COMPARED);
	});

	it('but not that of an update, with whatever else the row holds', async () => {
		const rows = ['update', 'none', 'deactivate'].map((action) => ({ action, id: AMARA }));
		for (const row of rows) {
			await world.run(applyChanges({ dryRun: true }), [{ ...row, success: true, changes: good }]);
		}
		expect(requestLines(world)).toHaveLength(3);
	});
});

describe('what cannot be undone says so:', () => {
	it.each<[string, IDataObject, string]>([
		[
			'a field that the run did not see',
			{ tags: { to: ['a'] } },
			"'Tags' cannot be undone: the run did not see what it was before. Remove it from the changes to undo the others",
		],
		[
			'an added property',
			{ properties: { from: { a: 1 }, to: { a: 2, b: 3 } } },
			"'Properties' cannot be undone: 'b' would have to be removed, and Ubidots documents no way to remove a property. Remove it from the changes to undo the others",
		],
		[
			'added properties',
			{ properties: { from: null, to: { b: 3, c: 3 } } },
			"'Properties' cannot be undone: 'b', 'c' would have to be removed, and Ubidots documents no way to remove a property. Remove it from the changes to undo the others",
		],
		[
			'a contact method with properties',
			{
				contactMethods: {
					from: [{ type: 'sms', values: ['1'], properties: { verified: true } }],
					to: [],
				},
			},
			"'Contact Methods' cannot be undone: a contact method had properties of its own, or no values, and only types and values can be written. Remove it from the changes to undo the others",
		],
		[
			'a contact method without values',
			{ contactMethods: { from: [{ type: 'sms', values: [] }], to: [] } },
			"'Contact Methods' cannot be undone: a contact method had properties of its own, or no values, and only types and values can be written. Remove it from the changes to undo the others",
		],
		[
			'an address that was empty',
			{ email: { from: '', to: 'a@x.org' } },
			"'Email' cannot be emptied: remove it from the changes",
		],
		[
			'a switch that was not set',
			{ isActive: { from: null, to: true } },
			"'Is Active' cannot be emptied: remove it from the changes",
		],
	])('%s', async (_, changes, sentence) => {
		const row = { id: AMARA, changes: { ...changes, ...good } };
		expect(await refusalOf(row, undoChanges())).toBe(sentence);
	});

	it('a property that the run has added, as Update gave it out', async () => {
		const fields = { properties: '{"badge": 7}', firstName: 'Zoe' };
		const setup = updateOf(BY_ID_OF_ITEM, fields, { skipUnchanged: true });
		const { items } = await world.run(setup, [{ id: TESTT }]);
		world.sandbox.journal.clear();
		expect(await refusalOf(items[0].json, undoChanges())).toContain(
			"'badge' would have to be removed",
		);
	});

	it('but contact methods as the service shows them can be written back', async () => {
		const methods = [
			{ id: '1', type: 'sms', values: ['1'], properties: {} },
			{ id: '2', type: 'email', values: ['a@x.org'] },
		];
		const changes = { contactMethods: { from: methods, to: [] } };
		const row = { id: AMARA, changes };
		world.sandbox.ubidots.put({ id: AMARA, contactMethods: [] });
		await world.run(undoChanges(), [row]);
		expect(rowsSent(world)).toEqual([
			{
				id: AMARA,
				contactMethods: [
					{ type: 'sms', values: ['1'] },
					{ type: 'email', values: ['a@x.org'] },
				],
			},
		]);
	});
});

describe('a user in two rows', () => {
	const twice = [
		{ id: AMARA, changes: good },
		{ id: JOSE, changes: { firstName: { from: 'José', to: 'Joe' } } },
		{ id: ` ${AMARA}`, changes: {} },
	];

	it('fails them all', async () => {
		const { items } = await world.run(applyChanges({}, CONTINUE), twice);
		expect(failedItems(items)).toEqual([0, 2]);
		expect(items[0].json.error).toBe(
			`The user '${AMARA}' is listed in items 0, 2 (2): give each user only one row [item 0]`,
		);
		expect(rowsSent(world)).toEqual([{ id: JOSE, firstName: 'Joe' }]);
	});
});

it('a row over Max Batch Bytes fails before any request', async () => {
	const changes = { properties: { from: {}, to: { note: 'n'.repeat(200) } } };
	const sentence = await refusalOf({ id: AMARA, changes }, applyChanges({ maxBatchBytes: 100 }));
	expect(sentence).toMatch(/^The row of the user '\w+' has \d+ bytes, more than the 100 that/);
});

it.each([
	['that there is not', 'sideways', "'sideways'"],
	[
		'that an item would choose, which n8n does not evaluate',
		'={{ $json.way }}',
		"'{{ $json.way }}'",
	],
])('a direction %s is refused', async (_, direction, what) => {
	const setup = applyChanges({}, undefined, { direction });
	expect(await refusalOf({ id: AMARA, changes: good, way: 'undo' }, setup)).toBe(
		`'Direction' is ${what}: it has to be 'apply' or 'undo'`,
	);
});

it('with Continue On Fail the other rows are written', async () => {
	const rows = [{ id: AMARA, changes: 'x' }, { id: AMARA, changes: good }, { action: 'create' }];
	const { items } = await world.run(applyChanges({}, CONTINUE), rows);
	expect(failedItems(items)).toEqual([0, 2]);
	expect(items[0].json).toEqual({
		error: `'Changes' is text that is not JSON: ${HAS_TO_BE} [item 0]`,
		details: {},
	});
	expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Zoe' }]);
});
