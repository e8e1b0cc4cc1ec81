import type { IDataObject } from 'n8n-workflow';

import { AMARA, INES, JOSE, OTTO } from '../../../support/people';
import { patches, requests, rowsSent } from '../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE, mapByHand, sync } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();

/** Both take the same lists. */
const OPERATIONS = {
	'Bulk Update': (columns: unknown) => bulkUpdate({}, CONTINUE, columns),
	Sync: (columns: unknown) => sync({ columns, missingUsers: 'fail' }, CONTINUE),
};

type Operation = keyof typeof OPERATIONS;

const NAMES = Object.keys(OPERATIONS) as Operation[];

async function run(
	operation: Operation,
	items: IDataObject[],
	columns: unknown = autoMap('email'),
) {
	const { items: output, hints } = await world.run(OPERATIONS[operation](columns), items);
	return {
		statuses: output.map(({ json }) => json.error ?? json.status),
		hints: hints('Node').map(({ message }) => message),
	};
}

const OTTO_AT = 'otto.berg@example.org';

const INES_AT = 'ines.duarte@example.org';

describe.each(NAMES)('%s: the headers of a list', (operation) => {
	it('that look like a field are taken, and a hint says what was written and from where', async () => {
		const { statuses, hints } = await run(operation, [
			{ '\ufeffE-Mail': OTTO_AT, 'First Name': 'O.', last_name: 'B.', tags: 'north' },
		]);
		expect(statuses).toEqual(['accepted']);
		expect(rowsSent(world)).toEqual([
			{ id: OTTO, firstName: 'O.', lastName: 'B.', tags: ['north'] },
		]);
		expect(hints).toContain(
			"Writes: firstName (from 'First Name'), lastName (from 'last_name'), tags. Users are matched by email (from 'E-Mail')",
		);
	});

	it('that name no field are ignored and named, the first ten', async () => {
		const others = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`c${n}`, n]));
		const { hints } = await run(operation, [{ email: OTTO_AT, firstName: 'O.', ...others }]);
		expect(hints).toContain(
			"Writes: firstName. Ignored: 'c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9' and 2 more",
		);
	});

	it.each([
		'Status',
		'active',
		'enabled',
		'suspended',
		'blocked',
		'deactivated',
		'accountEnabled',
		'Status [READ ONLY]',
		'Is Suspended?',
		'employment_status',
	])('that sound like being active are never written, and named apart: %s', async (header) => {
		const { hints } = await run(operation, [
			{ email: OTTO_AT, firstName: 'O.', Vorname: 'x', [header]: true },
		]);
		expect(hints).toContain(
			`Writes: firstName. Ignored: 'Vorname'. Not written: '${header}'. If it says who has left, filter these rows out, or set isActive`,
		);
		expect(rowsSent(world)).toEqual([{ id: OTTO, firstName: 'O.' }]);
	});

	it('that sound like being active are like any other where isActive is written', async () => {
		const { hints } = await run(operation, [
			{ email: OTTO_AT, isActive: true, firstName: 'O.', Status: 'x' },
		]);
		expect(hints).toContain("Writes: isActive, firstName. Ignored: 'Status'");
	});

	it('give way to the exact one, and are named', async () => {
		const { hints } = await run(operation, [
			{ email: OTTO_AT, 'First Name': 'Other', firstName: 'O.', 'E-Mail': INES_AT },
		]);
		expect(rowsSent(world)).toEqual([{ id: OTTO, firstName: 'O.' }]);
		expect(hints).toContain(
			"Writes: firstName. Ignored beside columns with the exact name: 'E-Mail', 'First Name'",
		);
	});

	it('of which two may be meant are refused, also where only one of them has a value', async () => {
		const { statuses } = await run(operation, [
			{ email: OTTO_AT, 'E-Mail': INES_AT, firstName: 'O.' },
			{ 'E-Mail': INES_AT, firstName: 'I.' },
		]);
		expect(statuses).toEqual([
			'accepted',
			"'E-Mail' is not the only column that may mean 'Email': keep one of them, or name the right one email and give it a value in each row [item 1]",
		]);
		expect(rowsSent(world).map(({ id }) => id)).toEqual([OTTO]);
	});

	it('of which two may be meant are refused where none is exact', async () => {
		const { statuses } = await run(operation, [
			{ email: OTTO_AT, 'First Name': 'O.', first_name: 'Otto' },
		]);
		expect(statuses).toEqual([expect.stringContaining("'First Name' is not the only column")]);
		expect(requests(world)).toEqual([]);
	});

	it('that some items have and others do not are named: an empty cell may be left out', async () => {
		const { hints } = await run(operation, [
			{ email: OTTO_AT, firstName: 'O.', lastName: 'B.' },
			{ email: INES_AT, firstName: 'I.' },
		]);
		expect(hints).toContain(
			"Writes: firstName, lastName. Missing in some items, and left alone there: lastName (1 of 2); 'Extract from File' leaves out empty cells, unless 'Include Empty Cells' is on",
		);
	});

	it('are not looked at when columns are mapped by hand', async () => {
		const columns = mapByHand({ email: '={{ $json.mail }}', firstName: 'O.' }, 'email');
		const { statuses, hints } = await run(operation, [{ mail: OTTO_AT, Status: 'x' }], columns);
		expect(statuses).toEqual(['accepted']);
		expect(hints.join()).not.toMatch(/Writes|Status/);
	});
});

it('Sync without a single field says what it did not understand', async () => {
	const { hints } = await run('Sync', [
		{ email: OTTO_AT, Vorname: 'Otto', Status: 'Inactive', suspended: true },
	]);
	expect(hints).toContain(
		"Writes: no field of existing users. Ignored: 'Vorname'. Not written: 'Status', 'suspended'. If it says who has left, filter these rows out, or set isActive",
	);
});

it('Bulk Update without a single field says so as well', async () => {
	const { statuses } = await run('Bulk Update', [
		{ email: OTTO_AT, Vorname: 'Otto', Status: 'Inactive' },
	]);
	expect(statuses).toEqual([
		`Nothing to update for the user '${OTTO_AT}': the row has no field of a user besides 'Email'. Ignored: 'Vorname'. Not written: 'Status'. If it says who has left, filter these rows out, or set isActive [item 0]`,
	]);
});

it('a new person of whom something is missing: the message says what is there', async () => {
	const { items } = await world.run(sync({ columns: autoMap('email') }, CONTINUE), [
		{ email: 'new@example.org', 'User Name': 'new' },
	]);
	expect(items[0].json.error).toBe(
		"There is no user with the email address 'new@example.org', and without Username none can be created: add Username to the row, or set 'Missing Users' to Fail. The item has 'email', 'User Name'. If 'User Name' is meant, rename it to username, or map it by hand [item 0]",
	);
});

describe('IDs of another system', () => {
	const HINT =
		"IDs of Ubidots have 24 characters of 0-9 and a-f. Others in 'ID': '1234'. If they are of another system, choose Email or Username in 'Match Users By'";

	it.each([
		['automatic', autoMap('id')],
		['by hand', mapByHand({ id: '={{ $json.id }}', firstName: 'A' }, 'id')],
	])('are pointed out: mapping %s', async (_, columns) => {
		const rows = [
			{ id: '1234', firstName: 'A' },
			{ id: OTTO, firstName: 'B' },
			{ id: '63d3f1247fefea000cd325af', firstName: 'C' },
		];
		const { hints } = await run('Bulk Update', rows, columns);
		expect(hints).toContain(HINT);
		expect(patches(world)).not.toEqual([]);
	});

	it('are none that Ubidots shows', async () => {
		const { hints } = await run('Bulk Update', [{ id: INES, firstName: 'A' }], autoMap('id'));
		expect(hints).toEqual(['Writes: firstName']);
	});
});

describe('Placeholders', () => {
	const hintsOf = async (values: IDataObject[]) => {
		const ids = [AMARA, INES, JOSE, OTTO];
		const rows = values.map((row, index) => ({ id: ids[index], ...row }));
		const { hints } = await world.run(bulkUpdate(), rows);
		return hints('Node').map(({ message }) => message);
	};

	describe('a word that may stand for nothing', () => {
		it('is named where many rows hold it, and written all the same', async () => {
			const hints = await hintsOf([
				{ lastName: 'NULL', tags: 'north' },
				{ lastName: 'NULL', tags: '-' },
				{ lastName: 'NULL', tags: 'x, -' },
				{ lastName: 'None', tags: '-' },
			]);
			expect(hints).toContain(
				"Taken for values: 'NULL' in 'Last Name' (3 rows), '-' in 'Tags' (3 rows). If they stand for nothing, empty these cells",
			);
			expect(rowsSent(world)[0]).toMatchObject({ id: AMARA, lastName: 'NULL' });
		});

		it.each(['\\N', '[null]', '(NULL)', 'NaN', 'n/a', '—'])('may be %j', async (word) => {
			const hints = await hintsOf(Array.from({ length: 3 }, () => ({ lastName: word })));
			expect(hints).toContain(
				`Taken for values: '${word}' in 'Last Name' (3 rows). If they stand for nothing, empty these cells`,
			);
		});

		it('may be the name of two people', async () => {
			const hints = await hintsOf([
				{ lastName: 'Null' },
				{ lastName: 'Null' },
				{ lastName: 'Nullmeier' },
				{ lastName: 'Nonesuch' },
			]);
			expect(hints.join()).not.toContain('Taken for values');
		});

		it('is never shown where it is a password', async () => {
			const hints = await hintsOf(Array.from({ length: 4 }, () => ({ password: 'none' })));
			expect(hints.join()).not.toContain('none');
		});
	});
});
