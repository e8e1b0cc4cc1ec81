import type { IDataObject } from 'n8n-workflow';

import { generatedUserId } from '../../../../../tools/sandbox';
import { column, failedItems } from '../../../../support/outputs';
import { emailOf, usernameOf } from '../../../../support/people';
import { reads, requests } from '../../../../support/requests';
import {
	applyChanges,
	autoMap,
	bulkUpdate,
	CONTINUE,
	type OnError,
	sync,
	undoChanges,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import type { NodeSetup, Result } from '../../../../support/world';
import { allUsers, changedSince } from '../../../../support/written';

/** Nobody gets another's name, whatever writes it. */
const world = useWorld({ users: 320 });

type Name = 'username' | 'email';
/** What person `n` gets: a name, beside another field. */
type Change = [n: number, value: string];

const valueOf: Record<Name, (n: number) => string> = { username: usernameOf, email: emailOf };
const NOUNS = { username: 'username', email: 'email address' };
const other = (name: Name): Name => (name === 'email' ? 'username' : 'email');

interface Way {
	title: string;
	setup(name: Name, onError?: OnError, options?: IDataObject): NodeSetup;
	row(name: Name, change: Change): IDataObject;
}

const rowById = (name: Name, [n, value]: Change) => ({
	id: generatedUserId(n),
	[name]: value,
	lastName: 'New',
});
const rowByName = (name: Name, [n, value]: Change) => ({
	[other(name)]: valueOf[other(name)](n),
	[name]: value,
	lastName: 'New',
});
const planned =
	(wanted: 'from' | 'to', had: 'from' | 'to') =>
	(name: Name, [n, to]: Change) => ({
		id: generatedUserId(n),
		changes: { [name]: { [had]: valueOf[name](n), [wanted]: to } },
	});

const WAYS: Way[] = [
	{
		title: 'Bulk Update by ID',
		setup: (_, onError, options) => bulkUpdate(options, onError),
		row: rowById,
	},
	{
		title: 'Bulk Update by ID with Skip Unchanged',
		setup: (_, onError, options) => bulkUpdate({ skipUnchanged: true, ...options }, onError),
		row: rowById,
	},
	{
		title: 'Bulk Update by the other name',
		setup: (name, onError, options) => bulkUpdate(options, onError, autoMap(other(name))),
		row: rowByName,
	},
	{
		title: 'Sync by the other name',
		setup: (name, onError, options) => sync({ columns: autoMap(other(name)), options }, onError),
		row: rowByName,
	},
	{
		title: 'Apply Changes',
		setup: (_, onError, options) => applyChanges(options, onError),
		row: planned('to', 'from'),
	},
	{
		title: 'Undo',
		setup: (_, onError, options) => undoChanges(options, onError),
		row: planned('from', 'to'),
	},
];
const CASES = WAYS.flatMap((way) =>
	(['username', 'email'] as const).map((name) => ({ ...way, name, noun: NOUNS[name] })),
);
type Case = (typeof CASES)[number];

const run = async (
	{ setup, row, name }: Case,
	changes: Change[],
	options: IDataObject = {},
	onError: OnError = CONTINUE,
): Promise<Result> =>
	await world.run(
		setup(name, onError, { retryTimeout: 0, ...options }),
		changes.map((change) => row(name, change)),
	);

const errorsOf = ({ items }: Result) => items.map(({ json }) => String(json.error));
const writes = () => requests(world).filter(({ method }) => method !== 'GET');

describe.each(CASES)('a $noun that $title writes', (one) => {
	const { name, noun } = one;
	const value = valueOf[name];
	const fresh = name === 'email' ? 'fresh@example.com' : 'fresh';

	it('and that another user has fails its row by name, and the others are written', async () => {
		const before = allUsers(world);
		const result = await run(one, [
			[1, fresh],
			[2, value(9)],
		]);
		expect(failedItems(result.items)).toEqual([1]);
		expect(errorsOf(result)[1]).toMatch(
			`The ${noun} '${value(9)}' is that of the user '${usernameOf(9)}' (ID ${generatedUserId(9)}): correct the row, or first give that user another ${noun}, with Update`,
		);
		expect(changedSince(world, before)).toEqual([generatedUserId(1)]);
	});

	it('and that another user has ends the run before its first write without Continue On Fail', async () => {
		const { message, description } = await run(one, [[2, value(9)]], {}, 'stopWorkflow');
		expect(message).toContain(`is that of the user '${usernameOf(9)}'`);
		expect(description).toMatch(/No update was sent|Nothing was written/);
		expect(writes()).toEqual([]);
	});

	it('and two rows give fails both', async () => {
		const spelled = fresh.replace('f', 'F');
		const result = await run(one, [
			[1, fresh],
			[2, spelled],
		]);
		expect(failedItems(result.items)).toEqual([0, 1]);
		expect(errorsOf(result)[0]).toContain(
			`The ${noun} '${fresh}' is listed in items 0-1 (2), for different users`,
		);
		expect(writes()).toEqual([]);
	});

	it('in a column that slipped by a cell changes nobody, and is told how people pass names on', async () => {
		const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
		const result = await run(
			one,
			numbers.map((n) => [n, value(n + 1)]),
		);
		expect(failedItems(result.items)).toHaveLength(10);
		expect(errorsOf(result)[0]).toContain(
			'to whom this run gives another one: check that no column has slipped by a cell',
		);
		expect(errorsOf(result)[0]).toContain(
			`to swap or pass on names, run it twice: first with a temporary ${noun} for each of these users, then with those that they shall have`,
		);
		// The last one is given to nobody else.
		expect(errorsOf(result)[9]).toContain('correct the row');
		expect(writes()).toEqual([]);
	});

	it('is refused in a dry run as well', async () => {
		const result = await run(one, [[2, value(9)]], { dryRun: true });
		expect(failedItems(result.items)).toEqual([0]);
	});

	it('is not written where it cannot be looked up', async () => {
		world.sandbox.options.maxPageSize = 3;
		world.sandbox.options.ignoredFilters = [`${name}__in`, `${name}__iexact`];
		const answer = { status: 403, body: { detail: 'Not for you.' } };
		const match = { method: 'GET', path: '/users/~' };
		world.sandbox.faults.add({ match, times: Infinity, answer });
		const result = await run(one, [
			[1, fresh],
			[2, `2${fresh}`],
		]);
		expect(failedItems(result.items)).toEqual([0, 1]);
		expect(errorsOf(result)[0]).toContain(
			`It cannot be known whether another user has the ${noun} '${fresh}', so nothing was written for this row. Could not`,
		);
		expect(writes()).toEqual([]);
	});
});

describe('the look-ups of names', () => {
	const numbers = Array.from({ length: 300 }, (_, index) => index + 1);
	const rowsWith = (emailFor: (n: number) => string) =>
		numbers.map((n) => ({ id: generatedUserId(n), email: emailFor(n), lastName: 'New' }));

	it('let through who has the value, compared or not', async () => {
		const { items } = await world.run(bulkUpdate({}, CONTINUE), rowsWith(emailOf));
		expect(column(items, 'status')).toEqual(numbers.map(() => 'accepted'));
		expect(reads(world)).toHaveLength(3);
	});

	it('are made for many at a time, also of addresses that nobody has', async () => {
		world.sandbox.options.maxPageSize = 100;
		const rows = rowsWith((n) => `new-${n}@example.com`);
		const { items } = await world.run(bulkUpdate({}, CONTINUE), rows);
		expect(column(items, 'status')).toEqual(numbers.map(() => 'accepted'));
		// Three lists, and the four pages of all users.
		expect(reads(world)).toHaveLength(7);
	});

	it('are not made for rows that write no name', async () => {
		await world.run(bulkUpdate(), [{ id: generatedUserId(1), lastName: 'New' }]);
		expect(reads(world)).toEqual([]);
	});

	it('let through who shares an address with another user', async () => {
		world.sandbox.ubidots.put({ username: 'twin', email: emailOf(1) });
		world.sandbox.options.refuseTwins = false;
		const { items } = await world.run(bulkUpdate({}, CONTINUE), rowsWith(emailOf).slice(0, 2));
		expect(column(items, 'status')).toEqual(['accepted', 'accepted']);
	});

	it('ask for a username in other letters too, where the service takes both for one', async () => {
		world.sandbox.options.ignoreCaseOf = ['username'];
		const rows = [1, 2].map((n) => ({ id: generatedUserId(n), username: 'PERSON-00001' }));
		const { items: others } = await world.run(bulkUpdate({}, CONTINUE), [rows[1]]);
		expect(others[0].json.error).toContain(`is that of the user ID ${generatedUserId(1)}`);
		const { items } = await world.run(bulkUpdate({}, CONTINUE), [rows[0]]);
		expect(column(items, 'status')).toEqual(['accepted']);
	});

	it('let through who has a username that the service does not show', async () => {
		world.sandbox.options.omittedFields = ['username'];
		const row = rowByName('username', [1, usernameOf(1)]);
		const { items } = await world.run(sync({ columns: autoMap('email') }, CONTINUE), [row]);
		expect(items[0].json).toMatchObject({ action: 'update', status: 'accepted' });
	});

	it('name all who have the value', async () => {
		world.sandbox.ubidots.put({ id: 'twin', username: 'twin', email: emailOf(9) });
		const { items } = await world.run(
			bulkUpdate({}, CONTINUE),
			rowsWith(() => emailOf(9)).slice(0, 1),
		);
		expect(items[0].json.error).toContain(`is that of the user ID ${generatedUserId(9)}, twin`);
	});
});

it('a swap is carried out by the two runs that the message describes', async () => {
	const swap = async (...changes: Change[]) =>
		await world.run(
			bulkUpdate({ confirm: true }, CONTINUE),
			changes.map((change) => rowById('username', change)),
		);
	expect(failedItems((await swap([1, usernameOf(2)], [2, usernameOf(1)])).items)).toEqual([0, 1]);
	await swap([1, 'one-for-a-while'], [2, 'two-for-a-while']);
	const { items } = await swap([1, usernameOf(2)], [2, usernameOf(1)]);
	expect(column(items, 'status')).toEqual(['applied', 'applied']);
	expect(world.sandbox.ubidots.user(generatedUserId(1))?.username).toBe(usernameOf(2));
	expect(world.sandbox.ubidots.user(generatedUserId(2))?.username).toBe(usernameOf(1));
});
