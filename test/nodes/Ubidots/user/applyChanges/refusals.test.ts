import type { IDataObject } from 'n8n-workflow';

import { AMARA, KAI, PASSWORD, TESTT } from '../../../../support/people';
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

/** The sentence about a row that cannot be undone; nothing is sent, and it holds up no other. */
async function skippedFor(row: IDataObject): Promise<unknown> {
	const { status, items, hints } = await world.run(undoChanges(), [row]);
	expect([status, requestLines(world)]).toEqual(['success', []]);
	expect(hints('Node').map(({ message }) => message)).toEqual([
		"1 of 1 row was skipped: 'summary' says why, and whose it is",
	]);
	const { summary, ...others } = items[0].json;
	expect(others).toEqual({ id: row.id ?? null, status: 'skipped' });
	return summary;
}

const HAS_TO_BE =
	"it has to be the 'changes' of the user from a dry run, a sync, or a run with Skip Unchanged";

const NO_CHANGES = (has: string) => `The row has no 'changes'. The item has ${has}`;
const NOT_READ =
	". If its run did not read users first, it cannot be applied or undone: for later runs, turn on 'Skip Unchanged'";
const NOTHING_CHANGED =
	". If its run changed nothing, remove the row, or keep its 'status' as well";

describe('changes that are no changes are refused:', () => {
	it.each<[string, unknown, string]>([
		['text', 'firstName', 'text that is not JSON'],
		['half of a JSON text', `{"password": {"to": "${PASSWORD}"`, 'text that is not JSON'],
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

	it.each<[string, unknown, string]>([
		['null', null, 'null'],
		['an empty text', '', 'empty'],
		['blanks', '  ', 'empty'],
		['JSON text of nothing', 'null', 'null'],
	])('%s, of a row that its run may have left as it is', async (_, changes, what) => {
		const row = { id: AMARA, changes } as IDataObject;
		const sentence = `'Changes' is ${what}: ${HAS_TO_BE}${NOTHING_CHANGED}`;
		expect(await refusalOf(row)).toBe(sentence);
		expect(await refusalOf({ ...row, status: 'applied' }, undoChanges())).toBe(sentence);
	});

	it('what is left of an object', async () => {
		expect(await refusalOf({ id: AMARA, changes: '[object Object]' })).toBe(
			"'Changes' is '[object Object]', which is left of an object that was made a text, and cannot be read: keep the changes as JSON text, JSON.stringify($json.changes)",
		);
	});

	it('an expression that the item has nothing for, which shows what it has', async () => {
		const row = { id: AMARA, status: 'accepted' };
		expect(await refusalOf(row)).toBe(NO_CHANGES("'id', 'status'") + NOT_READ);
	});

	it('a JSON file that is still one item', async () => {
		expect(await refusalOf({ data: [{ id: AMARA, changes: good }] })).toBe(
			NO_CHANGES(
				"'data'. It is in the list 'data': put a Split Out node for 'data' before this node",
			),
		);
	});
});

describe('a row that its run left as it is', () => {
	it.each([{}, { changes: null }, { changes: '' }, { changes: '{}' }, { changes: {} }])(
		'is unchanged with %j',
		async (changes) => {
			for (const setup of [applyChanges(), undoChanges()]) {
				const row = { id: AMARA, status: 'unchanged', ...changes } as IDataObject;
				const { items } = await world.run(setup, [row]);
				expect(items[0].json).toEqual({
					status: 'unchanged',
					summary: 'no change',
					id: AMARA,
					changes: {},
				});
				expect(requestLines(world)).toEqual([]);
			}
		},
	);
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
			'tags of which one is an object',
			{ tags: { from: [], to: ['a', {}] } },
			"'Tags' is of type object ({}): it has to be text",
		],
		[
			'a contact method without a type',
			{ contactMethods: { from: [], to: [{ values: ['1'] }] } },
			`'Contact Methods' has {"values":["1"]} instead of a type and values`,
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

describe('the output of what is no update is refused, or skipped where it cannot be undone:', () => {
	const created = { action: 'create', id: AMARA, status: 'created', changes: good };
	const planned = { action: 'create', status: 'planned', username: 'ada' };
	const CREATES = (who: string) =>
		`The row creates the user '${who}'. Apply Changes only changes existing users: filter such rows out, and run Sync for them`;
	const CREATED = (who: string) =>
		`Creations cannot be undone: deactivate or delete the user '${who}' instead`;
	const FAILED = `The row of the user '${AMARA}' failed in its own run, so it has no changes: remove it`;

	it.each<[string, IDataObject, string, string]>([
		['a planned creation, which has no ID yet', planned, CREATES('ada'), CREATED('ada')],
		['a creation', created, CREATES(AMARA), CREATED(AMARA)],
		[
			'a creation of somebody with an address',
			{ ...created, email: 'a@x.org' },
			CREATES('a@x.org'),
			CREATED('a@x.org'),
		],
		[
			'a deletion by Sync',
			{ action: 'delete', id: AMARA },
			`The row deletes the user '${AMARA}'. Apply Changes only changes existing users: filter such rows out, and run Sync for them`,
			`Deletions cannot be undone: create the user '${AMARA}' again instead`,
		],
		...[true, 'true'].map((yes): [string, IDataObject, string, string] => [
			'a deletion',
			{ deleted: yes, id: AMARA },
			`The row deleted the user '${AMARA}'. Apply Changes only changes existing users: remove the row`,
			`Deletions cannot be undone: create the user '${AMARA}' again instead`,
		]),
		...[true, 'true'].map((yes): [string, IDataObject, string, string] => [
			'a mail',
			{ success: yes, id: AMARA },
			`The row sent an email to the user '${AMARA}'. Apply Changes only changes existing users: remove the row`,
			`Sent emails cannot be undone: tell the user '${AMARA}' if it was a mistake`,
		]),
		['an error item', { error: 'Ubidots answered 400', details: {}, id: AMARA }, FAILED, FAILED],
		[
			'an error item of what may have been written',
			{ error: 'No answer', details: { changes: good }, id: AMARA },
			`The row of the user '${AMARA}' failed in its own run, but may have been carried out: map 'Changes' to its details.changes`,
			`The row of the user '${AMARA}' failed in its own run, but may have been carried out: map 'Changes' to its details.changes`,
		],
	])('%s', async (_, row, toApply, toUndo) => {
		expect(await refusalOf(row)).toBe(toApply);
		expect(await skippedFor(row)).toBe(toUndo);
	});

	it('as Delete gave it out', async () => {
		const { items } = await world.run(ubidots('delete', { userKey: BY_ID_OF_ITEM }), [{ id: KAI }]);
		world.sandbox.journal.clear();
		expect(await skippedFor(items[0].json)).toMatch(/^Deletions cannot be undone/);
	});

	it('and so is that of an undo that has skipped it, in both directions', async () => {
		const [{ json }] = (await world.run(undoChanges(), [planned])).items;
		expect(await skippedFor(json)).toMatch(/ was skipped in its own run, so there is/);
		const { items } = await world.run(applyChanges(), [json]);
		expect(items[0].json.status).toBe('skipped');
	});

	it('while the others are undone, also without Continue On Fail', async () => {
		world.sandbox.ubidots.put({ id: AMARA, firstName: 'Zoe' });
		const rows = [planned, { id: AMARA, changes: good }, { id: KAI, deleted: true }];
		const { status, items, hints } = await world.run(undoChanges(), rows);
		expect([status, rowsSent(world)]).toEqual(['success', [{ id: AMARA, firstName: 'Amara' }]]);
		expect(items.map(({ json, pairedItem }) => [json.status, pairedItem])).toEqual([
			['skipped', { item: 0 }],
			['accepted', { item: 1 }],
			['skipped', { item: 2 }],
		]);
		expect(hints('Node').map(({ message }) => message)).toEqual([
			"2 of 3 rows were skipped: 'summary' says why, and whose it is",
		]);
	});

	it('but an update that was not compared fails: whoever ran it can still undo it by hand', async () => {
		const { items } = await world.run(update(), [{ id: KAI, firstName: 'Zoe' }]);
		world.sandbox.journal.clear();
		expect(await refusalOf(items[0].json, undoChanges())).toMatch(
			/^The row has no 'changes'\. The item has/,
		);
	});

	it('and that of an update is none, with whatever else the row holds', async () => {
		const rows = ['update', 'none', 'deactivate'].map((action) => ({ action, id: AMARA }));
		for (const row of rows) {
			await world.run(applyChanges({ dryRun: true }), [{ ...row, success: true, changes: good }]);
		}
		expect(requestLines(world)).toHaveLength(3);
	});
});

describe('a field that cannot be undone is named, and its row is skipped:', () => {
	it.each<[string, IDataObject, string, string]>([
		[
			'one that the run did not see',
			{ tags: { to: ['a'] } },
			'Tags',
			'the run did not see what it was before',
		],
		[
			'an added property',
			{ properties: { from: { a: 1 }, to: { a: 2, b: 3 } } },
			'Properties',
			"'b' would have to be removed, and Ubidots documents no way to remove a property",
		],
		[
			'added properties',
			{ properties: { from: null, to: { b: 3, c: 3 } } },
			'Properties',
			"'b', 'c' would have to be removed, and Ubidots documents no way to remove a property",
		],
		[
			'a contact method with properties',
			{
				contactMethods: {
					from: [{ type: 'sms', values: ['1'], properties: { verified: true } }],
					to: [],
				},
			},
			'Contact Methods',
			'a contact method had properties of its own, or no values, and only types and values can be written',
		],
		[
			'a contact method without values',
			{ contactMethods: { from: [{ type: 'sms', values: [] }], to: [] } },
			'Contact Methods',
			'a contact method had properties of its own, or no values, and only types and values can be written',
		],
		[
			'an address that was empty',
			{ email: { from: '', to: 'a@x.org' } },
			'Email',
			'it was empty, and cannot be emptied',
		],
		[
			'a switch that was not set',
			{ isActive: { from: null, to: true } },
			'Is Active',
			'it was empty, and cannot be emptied',
		],
	])('%s', async (_, changes, field, why) => {
		const row = { id: AMARA, username: 'amara', changes: { ...changes, ...good } };
		const sentence = `'${field}' of the user 'amara' cannot be undone: ${why}. Remove it from the changes to undo the others`;
		expect(await skippedFor(row)).toBe(sentence);
	});

	it('a property that the run has added, as Update gave it out', async () => {
		const fields = { properties: '{"badge": 7}', firstName: 'Zoe' };
		const setup = updateOf(BY_ID_OF_ITEM, fields, { skipUnchanged: true });
		const { items } = await world.run(setup, [{ id: TESTT }]);
		world.sandbox.journal.clear();
		expect(await skippedFor(items[0].json)).toContain("'badge' would have to be removed");
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
