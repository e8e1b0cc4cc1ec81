import type { IDataObject } from 'n8n-workflow';

import { column, failedItems } from '../../../../support/outputs';
import { AMARA, JOSE, people, TESTT } from '../../../../support/people';
import { requestLines, rowsSent } from '../../../../support/requests';
import { applyChanges, bulkUpdate, CONTINUE, sync, undoChanges } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers } from '../../../../support/written';

/** A plan that was kept in a file: n8n's Convert to File makes a column of every value in it. */
const world = useWorld({ users: 10 });

/** As Convert to File does it: an empty list or object leaves nothing. */
function flat(value: unknown, name = ''): Array<[string, unknown]> {
	if (typeof value !== 'object' || value === null) return [[name, value]];
	const prefix = name === '' ? '' : `${name}.`;
	return Object.entries(value).flatMap(([key, entry]) => flat(entry, prefix + key));
}

interface FileOptions {
	/** Extract from File with Include Empty Cells: every row has all columns. */
	emptyCells?: boolean;
	/** A spreadsheet knows numbers and booleans; CSV has text. */
	typed?: boolean;
	/** Without Exclude Byte Order Mark. */
	mark?: boolean;
}

/** What comes back from a file. */
function throughFile(rows: IDataObject[], { emptyCells, typed, mark }: FileOptions): IDataObject[] {
	const flattened = rows.map((row) => Object.fromEntries(flat(row)));
	const names = [...new Set(flattened.flatMap((row) => Object.keys(row)))];
	return flattened.map((row) => {
		const cells = names.map((name, index): [string, unknown] => {
			const value = row[name] ?? '';
			return [mark && index === 0 ? `\ufeff${name}` : name, typed ? value : String(value)];
		});
		return Object.fromEntries(
			cells.filter(([, value]) => emptyCells || value !== ''),
		) as IDataObject;
	});
}

const FILES: Array<[string, FileOptions]> = [
	['CSV', {}],
	['CSV with a byte order mark', { mark: true }],
	['CSV with empty cells', { emptyCells: true }],
	['a spreadsheet', { typed: true }],
	['a spreadsheet with empty cells', { typed: true, emptyCells: true }],
];

/** A row for every kind of value, each with an empty one on one side. */
const ROWS: IDataObject[] = [
	{ id: AMARA, firstName: '', lastName: '007', tags: ['b', '12'], timezone: null },
	{ id: JOSE, isActive: false, decimalPlaces: 4, tags: [], language: 'es-ES' },
	{
		id: TESTT,
		defaultOrganization: 'city-lights',
		defaultRole: null,
		website: 'https://example.org/a.b',
		contactMethods: [
			{ type: 'sms', values: ['+57 330', '331'] },
			{ type: 'email', values: ['a@example.org'] },
		],
	},
	{ id: people(1)[0].id, contactMethods: [] },
];

beforeEach(() => {
	const { ubidots } = world.sandbox;
	ubidots.put({ id: AMARA, tags: [], timezone: 'America/Bogota' });
	ubidots.put({ id: JOSE, tags: ['a', 'c'], decimalPlaces: 0, language: null });
	ubidots.put({ id: TESTT, defaultOrganization: null, defaultRole: 'viewer', website: '' });
	ubidots.put({ id: people(1)[0].id, contactMethods: [{ type: 'voice', values: ['5'] }] });
});

const withoutIds = () =>
	[...allUsers(world).values()].map(({ contactMethods, ...others }) => ({
		...others,
		contactMethods: contactMethods.map(({ type, values }) => [type, values]),
	}));

describe.each(FILES)('from %s', (_, file) => {
	it('a plan is carried out as if it had not been away', async () => {
		const before = withoutIds();
		const { items } = await world.run(bulkUpdate({ skipUnchanged: true }), ROWS);
		const after = withoutIds();
		await world.run(
			undoChanges(),
			items.map(({ json }) => json),
		);
		expect(withoutIds()).toEqual(before);

		const plan = await world.run(bulkUpdate({ dryRun: true }), ROWS);
		const kept = throughFile(
			plan.items.map(({ json }) => json),
			file,
		);
		const { items: done } = await world.run(applyChanges(), kept);
		expect(failedItems(done)).toEqual([]);
		expect(withoutIds()).toEqual(after);
	});

	it('a run is taken back, and everybody is as before', async () => {
		const before = withoutIds();
		const rows = [...ROWS, { id: people(1, 5)[0].id }].map((row) => ({ lastName: 'Z', ...row }));
		const done = await world.run(bulkUpdate({ skipUnchanged: true }), rows);
		expect(withoutIds()).not.toEqual(before);
		const kept = throughFile(
			done.items.map(({ json }) => json),
			file,
		);
		const { items } = await world.run(undoChanges(), kept);
		expect(failedItems(items)).toEqual([]);
		expect(withoutIds()).toEqual(before);
	});

	it('rows that need nothing, or cannot be undone, are known', async () => {
		const list = [
			{ username: 'fresh', email: 'fresh@example.com' },
			{ username: 'testt' },
			{ username: 'amara-okafor', lastName: 'New' },
		];
		const done = await world.run(sync(), list);
		const kept = throughFile(
			done.items.map(({ json }) => json),
			file,
		);
		const { items } = await world.run(undoChanges(), kept);
		expect(column(items, 'status')).toEqual(['skipped', 'unchanged', 'accepted']);
		expect(items[0].json.summary).toContain("the user 'fresh'");
	});
});

it('properties are refused by name: their numbers have become texts', async () => {
	world.sandbox.ubidots.put({ id: AMARA, properties: { floor: 3 } });
	const plan = await world.run(bulkUpdate({ dryRun: true }), [
		{ id: AMARA, properties: { floor: 4 } },
		{ id: JOSE, firstName: 'Joe' },
	]);
	const kept = throughFile(
		plan.items.map(({ json }) => json),
		{},
	);
	world.sandbox.journal.clear();
	const { items } = await world.run(applyChanges({}, CONTINUE), kept);
	expect(failedItems(items)).toEqual([0]);
	expect(items[0].json.error).toBe(
		"'Changes' has 'properties' in columns of their own, which cannot tell numbers from texts: keep the changes in one column as JSON text, JSON.stringify($json.changes) [item 0]",
	);
	expect(rowsSent(world)).toEqual([{ id: JOSE, firstName: 'Joe' }]);
});

it('a column of a field that cannot be emptied has to have both values', async () => {
	const row = { id: AMARA, 'changes.email.from': 'a@x.org', 'changes.email.to': '' };
	const { message } = await world.run(applyChanges(), [row]);
	expect(message).toContain("'Changes' has no value 'to' for 'email'");
	expect(requestLines(world)).toEqual([]);
});

it.each(['changes.__proto__.from', 'changes.constructor.to', 'changes.', 'changes..to'])(
	'a column of no field is refused: %s',
	async (name) => {
		const row = { id: AMARA, [name]: 'x', 'changes.firstName.to': 'Zoe' };
		const { message } = await world.run(applyChanges(), [row]);
		expect(message).toMatch(/'Changes' has '.*', which is not a field of a user/);
		expect(({} as IDataObject).from).toBeUndefined();
	},
);

it('a mapped column with the changes comes before others', async () => {
	const changes = { firstName: { from: 'Amara', to: 'Zoe' } };
	const row = { id: AMARA, changes, 'changes.firstName.to': 'Other' };
	await world.run(applyChanges(), [row]);
	expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Zoe' }]);
});
