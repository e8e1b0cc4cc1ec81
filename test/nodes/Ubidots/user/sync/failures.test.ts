import type { IDataObject } from 'n8n-workflow';

import type { Fault, FaultAnswer } from '../../../../../tools/sandbox';
import { failedItems } from '../../../../support/outputs';
import { AMARA } from '../../../../support/people';
import { requestCount } from '../../../../support/requests';
import { autoMap, CONTINUE, TO_ERROR_OUTPUT, undoChanges } from '../../../../support/setups';
import { useNewWorlds, useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';
import { crewId, crewRows, fateOf, hintsOf, putCrew, syncCrew, writes } from './crew';

const world = useWorld();
beforeEach(() => putCrew(world, 6));
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

const fresh = { username: 'new', email: 'new@crew.example' };
/** One to update, one to create, two in step, three leavers. */
const ROWS = [{ username: 'crew-1', firstName: 'New' }, fresh, ...crewRows(2, 3)];

const add = (match: Fault['match'], answer: FaultAnswer, more: Partial<Fault> = {}) =>
	world.sandbox.faults.add({ match, answer, ...more });
const oops = { status: 500, body: { message: 'Oops.' } };

/** The three leavers are as they were. */
const expectLeaversKept = () => expect(fateOf(world, 4, 5, 6)).toEqual(['on', 'on', 'on']);

/** Error items behind those of the rows, each with the reason. */
function expectLeaversReported(
	{ items }: Awaited<ReturnType<typeof world.run>>,
	verb: string,
	rows: number,
): void {
	const leavers = items.slice(rows);
	expect(leavers.map(({ pairedItem }) => pairedItem)).toEqual([undefined, undefined, undefined]);
	expect(leavers.map(({ json }) => json)).toEqual(
		[4, 5, 6].map((n) => ({
			error: expect.stringMatching(
				`^The user 'crew-${n}' was not ${verb}, because 1 row of the list failed, and leavers are only touched when all rows of the list succeed$`,
			),
			details: { code: 'leaversKept' },
		})),
	);
}

describe.each(['deactivate', 'delete'])('before leavers are to %s, a failure of', (leavers) => {
	const verb = `${leavers}d`;
	const run = async (rows: object[], onError?: typeof CONTINUE) =>
		await world.run(syncCrew({ leavers }, onError), rows as never);

	const cases: Array<[string, object[], () => void]> = [
		['a row that is refused', [{ username: '' }, ...ROWS], () => {}],
		['a row whose user cannot be created', [{ username: 'nobody' }, ...ROWS], () => {}],
		[
			'an update that the service refuses',
			[{ username: 'testt', email: 'otto.berg@example.org' }, ...ROWS],
			() => {},
		],
		['a creation that the service refuses', ROWS, () => add({ method: 'POST' }, { status: 400 })],
		['a creation in doubt', ROWS, () => add({ method: 'POST' }, 'reset', { when: 'after' })],
	];

	it.each(cases)('%s keeps them', async (_, rows, arm) => {
		arm();
		const result = await run(rows, CONTINUE);
		expect(failedItems(result.items.slice(0, rows.length))).toHaveLength(1);
		expectLeaversReported(result, verb, rows.length);
		expectLeaversKept();
	});

	it.each(cases)('%s ends the run without Continue On Fail', async (_, rows, arm) => {
		arm();
		const { status, items } = await run(rows);
		expect([status, items]).toEqual(['error', []]);
		expectLeaversKept();
	});

	it('a row goes to the error output together with the leavers', async () => {
		const setup = syncCrew({ leavers }, TO_ERROR_OUTPUT);
		const { items, errorItems } = await world.run(setup, [{ username: 'nobody' }, ...ROWS]);
		expect(items.map(({ json }) => json.action)).toEqual(['update', 'create', 'none', 'none']);
		expect(errorItems).toHaveLength(4);
		expectLeaversKept();
	});

	it('updates, all of them; whoever cleans up finds what may have been changed', async () => {
		add({ method: 'PATCH' }, oops);
		const { items } = await run(ROWS, CONTINUE);
		expect(items[0].json).toEqual({
			error: expect.stringContaining('may have been carried out anyway'),
			details: { httpCode: '500', changes: { firstName: { from: 'Crew', to: 'New' } } },
		});
		expectLeaversKept();
	});
});

describe('without Continue On Fail', () => {
	const options = { maxConcurrentRequests: 1 };
	const run = async (rows: object[] = ROWS, leavers = 'deactivate') =>
		await world.run(syncCrew({ leavers, options }), rows as never);
	const named = (...numbers: number[]) =>
		numbers.map((n) => `'crew-${n}' (ID ${crewId(n)})`).join(', ');
	const change = {
		id: crewId(1),
		status: 'accepted',
		changes: { firstName: { from: 'Crew', to: 'New' } },
	};
	const off = (n: number) => ({
		id: crewId(n),
		status: 'accepted',
		changes: { isActive: { from: true, to: false } },
	});
	const takeBack = (...changes: object[]) =>
		`To take it back, give Apply Changes with Direction Undo: ${JSON.stringify(changes)}`;

	it('a failure before the first write says that nothing was written', async () => {
		const { message, description } = await run([...ROWS, { username: 'nobody' }]);
		expect(message).toContain('[item 4]');
		expect(description).toContain('Nothing was written.');
		expect(writes(world)).toEqual([]);
	});

	it('a failed update is followed by nothing', async () => {
		add({ method: 'PATCH' }, oops);
		const { description } = await run();
		expect(writes(world)).toEqual(['PATCH crew-1']);
		expect(description?.split('\n')).toEqual([
			'Accepted: no item',
			'Unchanged: items 2-3 (2)',
			'Leavers deactivated: 0 of 3',
			expect.stringMatching(/^Failed: item 0 \(1\): Could not update 1 user/),
			'Not sent: item 1 (1)',
			`To be deactivated, but not sent: ${named(4, 5, 6)}`,
			takeBack(change),
		]);
	});

	it('a failed creation is followed by nothing', async () => {
		add({ method: 'POST' }, oops);
		const { description } = await run();
		expect(writes(world)).toEqual(['PATCH crew-1', 'POST new']);
		expect(description?.split('\n')).toEqual([
			'Accepted: item 0 (1)',
			`Task ${world.sandbox.ubidots.tasks()[0].id}: item 0 (1)`,
			'Unchanged: items 2-3 (2)',
			'Leavers deactivated: 0 of 3',
			expect.stringMatching(/^Failed: item 1 \(1\): Could not create the user 'new'/),
			`To be deactivated, but not sent: ${named(4, 5, 6)}`,
			takeBack(change),
		]);
	});

	it('a failed deletion is followed by no other, and all is told', async () => {
		add({ method: 'DELETE' }, oops, { skip: 1 });
		const { message, description } = await run(ROWS, 'delete');
		expect(message).toMatch(/^Could not delete the user 'crew-5'.*anyway$/);
		expect(fateOf(world, 4, 5, 6)).toEqual(['gone', 'on', 'on']);
		expect(description?.split('\n').slice(2)).toEqual([
			'Created: item 1 (1)',
			'Unchanged: items 2-3 (2)',
			'Leavers deleted: 1 of 3 (crew-4)',
			`To be deleted, but failed: ${named(5)}`,
			`To be deleted, but not sent: ${named(6)}`,
			takeBack(change),
		]);
	});

	it('a failed deactivation names everybody who may still have access', async () => {
		add({ method: 'PATCH' }, oops, { skip: 2 });
		const setup = syncCrew({ options: { ...options, batchSize: 1 } });
		const { message, description } = await world.run(setup, ROWS);
		expect(message).toMatch(
			`The user ${named(5)} was to be deactivated. Could not update 1 user (request 2 of 3)`,
		);
		expect(description?.split('\n').slice(2)).toEqual([
			'Created: item 1 (1)',
			'Unchanged: items 2-3 (2)',
			'Deactivations accepted: 1 of 3 (crew-4)',
			`To be deactivated, but failed: ${named(5)}`,
			`To be deactivated, but not sent: ${named(6)}`,
			takeBack(change, off(4), off(5)),
		]);
	});

	it('names all of them, however many', async () => {
		putCrew(world, 60);
		add({ method: 'PATCH' }, oops);
		const { description } = await run(crewRows(1, 2, 3));
		for (let n = 4; n <= 60; n++) expect(description).toContain(named(n));
	});

	it('what was written can be taken back with what the description says', async () => {
		add({ method: 'PATCH' }, oops, { skip: 1 });
		const { description } = await run();
		expect(world.sandbox.ubidots.user('crew-1')?.firstName).toBe('New');
		const [changes] = /\[\{.*\}\]/.exec(description ?? '') ?? [];
		const plan = JSON.parse(String(changes)) as IDataObject[];
		await world.run(undoChanges(), plan.slice(0, 1));
		expect(world.sandbox.ubidots.user('crew-1')?.firstName).toBe('Crew');
	});
});

describe('with Continue On Fail', () => {
	const run = async (parameters: object = {}, rows: object[] = ROWS) =>
		await world.run(syncCrew({ ...parameters }, CONTINUE), rows as never);

	it('a leaver who cannot be deleted holds back no other', async () => {
		add({ method: 'DELETE', path: crewId(5) }, { status: 403, body: { detail: 'Not that one.' } });
		const { items } = await run({ leavers: 'delete' });
		expect(fateOf(world, 4, 5, 6)).toEqual(['gone', 'on', 'gone']);
		expect(items.slice(4).map(({ json }) => json.status)).toEqual([
			'deleted',
			undefined,
			'deleted',
		]);
		expect(items[5].json).toEqual({
			error: expect.stringContaining("Could not delete the user 'crew-5': Ubidots answered 403"),
			details: expect.objectContaining({ httpCode: '403' }),
		});
		expect(items[5].pairedItem).toBeUndefined();
	});

	it('a leaver whom the service refuses to switch off is found among the others', async () => {
		add({ method: 'PATCH', bodyIncludes: crewId(5) }, { status: 400 }, { times: Infinity });
		const { items } = await run();
		expect(fateOf(world, 4, 5, 6)).toEqual(['off', 'on', 'off']);
		expect(items.slice(4).map(({ json }) => json.status)).toEqual([
			'accepted',
			undefined,
			'accepted',
		]);
	});

	it('leavers in a request that failed for good are told, and the later ones not sent', async () => {
		const options = { batchSize: 1, maxConcurrentRequests: 1 };
		add({ method: 'PATCH' }, oops, { skip: 2 });
		const { items } = await run({ options });
		expect(fateOf(world, 4, 5, 6)).toEqual(['off', 'on', 'on']);
		expect(items[5].json).toEqual({
			error: expect.stringMatching(
				/^The user 'crew-5' \(ID c0de.*5\) was to be deactivated\. Could not update 1 user \(request 2 of 3\).* It may have been carried out anyway$/,
			),
			details: { httpCode: '500', changes: { isActive: { from: true, to: false } } },
		});
		expect(items[6].json).toEqual({
			error: expect.stringMatching(
				/^The user 'crew-6' \(ID c0de.*6\) was to be deactivated\. Not sent, because/,
			),
			details: { httpCode: '500' },
		});
	});

	it('counts what failed', async () => {
		add({ method: 'POST' }, oops);
		expect(hintsOf(await run())).toEqual([
			'1 update accepted, 2 up to date, 1 failed, 3 leavers left alone because of it',
		]);
	});
});

describe('a failure before anything is decided ends the run, as an error of every row:', () => {
	const byId = { columns: autoMap('id') };
	const cases: Array<[string, Fault['match'], FaultAnswer, Partial<Fault>, string]> = [
		['the scope, 500', { path: '/users/' }, oops, {}, 'answered 500'],
		['the scope, 401', { path: '/users/' }, { status: 401 }, {}, 'answered 401'],
		['the scope, HTML', { path: '/users/' }, 'html', {}, 'answered 502'],
		['the scope, half an answer', { path: '/users/' }, 'truncatedJson', {}, 'not JSON'],
		['the scope, no list', { path: '/users/' }, { status: 200, body: {} }, {}, 'results'],
		['the second page of the scope', { path: '/users/' }, oops, { skip: 1 }, 'answered 500'],
		['the look-up of who is not in it', { path: '/users' }, oops, { skip: 2 }, 'answered 500'],
	];

	it.each(cases)('%s', async (_, match, answer, more, text) => {
		world.sandbox.options.maxPageSize = 4;
		const ids = [crewId(1), crewId(2), AMARA];
		const rows = ids.map((id) => ({ id, firstName: 'New' }));
		const before = allUsers(world);
		for (const onError of [undefined, CONTINUE]) {
			world.sandbox.faults.clear();
			add(match, answer, more);
			const { items, message } = await world.run(syncCrew({ ...byId }, onError), rows);
			if (onError) expect(failedItems(items)).toEqual([0, 1, 2]);
			expect(onError ? items[0].json.error : message).toContain(text);
		}
		expect(writes(world)).toEqual([]);
		expect(changedSince(world, before)).toEqual([]);
	});
});

describe('what passes is tried again:', () => {
	const fresh_ = useNewWorlds();
	it.each(['GET', 'PATCH', 'POST', 'DELETE'])('a 429 of a %s', async (method) => {
		putCrew(fresh_, 6);
		const answer = { status: 429, headers: { 'retry-after': '0' }, body: { detail: 'Throttled.' } };
		fresh_.sandbox.faults.add({ match: { method }, answer });
		const setup = syncCrew({ leavers: 'delete', options: { retryTimeout: 5 } });
		const { status } = await fresh_.run(setup, ROWS);
		expect(status).toBe('success');
		expect(fateOf(fresh_, 1, 4, 5, 6)).toEqual(['on', 'gone', 'gone', 'gone']);
		expect(fresh_.sandbox.ubidots.user('new')).toBeDefined();
	});
});

it('a deletion whose answer was lost is sent again, and has been done', async () => {
	add({ method: 'DELETE', path: crewId(5) }, 'reset', { when: 'after' });
	const setup = syncCrew({ leavers: 'delete', options: { retryTimeout: 5 } });
	const { items } = await world.run(setup, ROWS);
	expect(items.slice(4).map(({ json }) => json.status)).toEqual(['deleted', 'deleted', 'deleted']);
	expect(requestCount(world, { method: 'DELETE' })).toBe(4);
});

it('only the switch of a leaver is written, whatever somebody else changes meanwhile', async () => {
	world.sandbox.options.changesAfterRead = [{ user: crewId(4), set: { firstName: 'Other' } }];
	const { items } = await world.run(syncCrew(), ROWS);
	expect(items.map(({ json }) => json.status)).toEqual([
		'accepted',
		'created',
		'unchanged',
		'unchanged',
		'accepted',
		'accepted',
		'accepted',
	]);
	expect(world.sandbox.ubidots.user(crewId(4))).toMatchObject({
		firstName: 'Other',
		isActive: false,
	});
});
