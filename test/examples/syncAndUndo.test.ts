import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { Engine, type WorkflowFile } from '../../tools/engine';
import { AMARA, JOSE, TESTT } from '../support/people';
import { requests } from '../support/requests';
import { useWorld } from '../support/useWorld';
import { sources } from '../support/world';
import { allUsers, changedSince } from '../support/written';
import { jsonOf, readExample, shippedExample } from './example';

const SYNC = 'nightly-sync-with-guard.json';
const UNDO = 'undo-last-night.json';
const world = useWorld();
let engine: Engine;
beforeEach(() => {
	// Its data tables are empty.
	engine = new Engine(sources(), world.credentials);
});

const run = async (file: WorkflowFile) => await engine.run(file);
const writes = () => requests(world).filter(({ method }) => method !== 'GET');
const usernames = (ids: string[]) => ids.map((id) => world.sandbox.ubidots.user(id)?.username);

/** The sync with other rows in the HR sheet. */
function withRows(change: (rows: INodeExecutionData[]) => INodeExecutionData[]): WorkflowFile {
	const file = readExample(SYNC);
	const rows = change(file.pinData?.['HR Sheet'] ?? []);
	return { ...file, pinData: { ...file.pinData, 'HR Sheet': rows } };
}

describe('Nightly sync with guard', () => {
	it('shows its plan and writes nothing as it is shipped', async () => {
		const execution = await run(shippedExample(SYNC));
		const planned = jsonOf(execution.output('Planned')).filter(({ action }) => action !== 'none');
		expect(planned.map(({ email, action }) => [email, action])).toEqual([
			['amara.okafor@example.com', 'update'],
			['linh.nguyen+ops@example.org', 'update'],
			['nina.novak@example.com', 'create'],
			['testt@example.com', 'deactivate'],
		]);
		expect(execution.output('Keep for Undo')).toEqual([]);
		expect(writes()).toEqual([]);
	});

	it('carries out what the dry run says once it is switched on', async () => {
		const before = allUsers(world);
		const execution = await run(readExample(SYNC));
		expect(usernames(changedSince(world, before))).toEqual([
			'amara-okafor',
			'linh_nguyen',
			'testt',
			'nina-novak',
		]);
		expect(world.sandbox.ubidots.user(TESTT)).toMatchObject({ isActive: false });
		expect(execution.output('Notify: Sync Failed')).toEqual([]);
	});

	it('keeps what it changed, and nothing of people who are in step', async () => {
		const execution = await run(readExample(SYNC));
		const kept = jsonOf(execution.output('Keep for Undo'));
		expect(kept.map(({ action }) => action)).toEqual(['update', 'update', 'create', 'deactivate']);
		expect(kept[0]).toMatchObject({
			run: '1',
			userId: AMARA,
			email: 'amara.okafor@example.com',
			status: 'applied',
		});
		expect(JSON.parse(String(kept[3].changes))).toEqual({ isActive: { from: true, to: false } });
	});

	it.each([
		['maxLeavers', 'is cut short', (rows: INodeExecutionData[]) => rows.slice(0, 2)],
		[
			'maxChanges',
			'has the wrong names',
			(rows: INodeExecutionData[]) =>
				rows.map(({ json }) => ({ json: { ...json, lastName: json.firstName } })),
		],
	])('writes nothing and tells why (%s) when the sheet %s', async (code, _, change) => {
		const before = allUsers(world);
		const execution = await run(withRows(change));
		expect(changedSince(world, before)).toEqual([]);
		expect(writes()).toEqual([]);
		const [{ details }] = jsonOf(execution.output('Sync', 1));
		expect(details).toMatchObject({ code });
		const told = jsonOf(execution.output('Notify: Sync Failed'));
		expect(told).toHaveLength(1);
		expect(told[0].why).toMatch(/^\d+ .*Nothing was written\. .*in the options$/);
		expect(execution.output('Keep for Undo')).toEqual([]);
	});
});

describe('Undo last night', () => {
	it('brings everybody back as they were, and says of the new account that it stays', async () => {
		const before = allUsers(world);
		await run(readExample(SYNC));
		const execution = await run(readExample(UNDO));
		expect(usernames(changedSince(world, before))).toEqual(['nina-novak']);
		const undone = jsonOf(execution.output('Undone'));
		expect(undone.map(({ status }) => status)).toEqual([
			'applied',
			'applied',
			'skipped',
			'applied',
		]);
		expect(undone[2].summary).toBe(
			"Creations cannot be undone: deactivate or delete the user 'nina.novak@example.com' instead",
		);
		expect(execution.output('Not Undone')).toEqual([]);
	});

	it('leaves a user alone who was changed since, and names them', async () => {
		await run(readExample(SYNC));
		world.sandbox.ubidots.put({ id: AMARA, lastName: 'Bello' });
		const execution = await run(readExample(UNDO));
		expect(world.sandbox.ubidots.user(AMARA)).toMatchObject({
			lastName: 'Bello',
			tags: ['field', 'shift-b'],
		});
		const report: IDataObject[] = jsonOf(execution.output('Not Undone'));
		expect(report.map(({ who }) => who)).toEqual(['amara.okafor@example.com']);
		expect(report[0].why).toMatch(/'Last Name' should be 'Okafor-Bello' but is 'Bello'/);
	});

	it('only looks as it is shipped', async () => {
		await run(readExample(SYNC));
		const before = allUsers(world);
		world.sandbox.journal.clear();
		const execution = await run(shippedExample(UNDO));
		const statuses = jsonOf(execution.output('Would Be Undone')).map(({ status }) => status);
		expect(statuses).toEqual(['planned', 'planned', 'skipped', 'planned']);
		expect(execution.output('Cannot Be Undone')).toEqual([]);
		expect(changedSince(world, before)).toEqual([]);
		expect(writes()).toEqual([]);
	});

	it('finds everybody as before the second time', async () => {
		await run(readExample(SYNC));
		await run(readExample(UNDO));
		world.sandbox.journal.clear();
		const execution = await run(readExample(UNDO));
		const statuses = jsonOf(execution.output('Undone')).map(({ status }) => status);
		expect(statuses).toEqual(['unchanged', 'unchanged', 'skipped', 'unchanged']);
		expect(writes()).toEqual([]);
	});

	it('takes back the last of two runs, and not the one before', async () => {
		await run(readExample(SYNC));
		const before = allUsers(world);
		await run(
			withRows((rows) =>
				rows.map((row) =>
					row.json.username === 'jose-ibanez'
						? { json: { ...row.json, timezone: 'Europe/Madrid' } }
						: row,
				),
			),
		);
		expect(changedSince(world, before)).toEqual([JOSE]);
		const execution = await run(readExample(UNDO));
		expect(execution.output('Undone')).toHaveLength(1);
		expect(changedSince(world, before)).toEqual([]);
	});
});
