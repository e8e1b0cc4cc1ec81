import type { IDataObject, IPinData } from 'n8n-workflow';

import { Engine } from '../../tools/engine';
import { column } from '../support/outputs';
import { ME } from '../support/people';
import { requests } from '../support/requests';
import { useWorld } from '../support/useWorld';
import { sources } from '../support/world';
import { approval, jsonOf, shippedExample } from './example';

const world = useWorld();
let engine: Engine;
beforeEach(() => {
	// Its data tables are empty.
	engine = new Engine(sources(), world.credentials);
});

const writes = () =>
	requests(world).filter(({ method, path }) => method !== 'GET' && !path.includes('oauth2'));

const run = async (file: string, pinned: IPinData = {}) => {
	const workflow = shippedExample(file);
	return await engine.run({ ...workflow, pinData: { ...workflow.pinData, ...pinned } });
};

const acme = () => world.sandbox.upsun.organizations[0];
const idOf = (username: string) =>
	world.sandbox.upsun.users().find((user) => user.username === username)?.id ?? '';
const isMember = (username: string) => idOf(username) in acme().members;

/** Does this as if it were that day. */
async function onDay<T>(day: string, work: () => Promise<T>): Promise<T> {
	const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.parse(`${day}T07:00:00Z`));
	try {
		return await work();
	} finally {
		clock.mockRestore();
	}
}

describe('Directory to organization', () => {
	const FILE = 'upsun-directory-to-organization.json';

	it('shows who would be invited, changed and removed, and writes nothing', async () => {
		const execution = await run(FILE, approval());
		const [{ list, leavers }] = jsonOf(execution.output('Ask'));
		expect(String(list).split('<br>')).toEqual([
			'update bjorn.asgeirsson@example.org: Permissions: projects:list → projects:list, billing',
			'add jonas.weber@example.org: invitation by email; Permissions: projects:list',
			'remove dilnoza.karimova@example.org: leaves; Permissions: projects:list → empty',
		]);
		expect(leavers).toBe(1);
		expect(writes()).toEqual([]);
	});

	it('writes the plan when it is approved', async () => {
		const execution = await run(FILE, approval('Approve'));
		expect(column(execution.output('Done'), 'status')).toEqual([
			'unchanged',
			'applied',
			'unchanged',
			'unchanged',
			'invited',
			'removed',
		]);
		expect(isMember('dilnoza-karimova')).toBe(false);
		expect(acme().members[idOf('bjorn-asgeirsson')].permissions.sort()).toEqual([
			'billing',
			'projects:list',
		]);
		expect(world.sandbox.upsun.mails().map(({ to }) => to)).toEqual(['jonas.weber@example.org']);
		expect(execution.output('Not Done')).toEqual([]);
	});

	it.each([['Reject'], [undefined]])('writes nothing when the answer is %s', async (decision) => {
		const execution = await run(FILE, approval(decision));
		expect(execution.output('Not Approved')).toHaveLength(1);
		expect(writes()).toEqual([]);
	});

	it('writes nothing where more would change by now than was approved', async () => {
		const plan = (await run(FILE, approval())).output('Plan');
		world.sandbox.upsun.changePlace(
			acme().id,
			({ members }) => delete members[idOf('aiko-tanaka')],
		);
		const execution = await run(FILE, { ...approval('Approve'), Plan: plan });
		expect(writes()).toEqual([]);
		expect(jsonOf(execution.output('Not Done'))[0].details).toMatchObject({ code: 'maxChanges' });
	});
});

describe('Somebody leaves', () => {
	const FILE = 'upsun-somebody-leaves.json';
	const call = (email: string): IPinData => ({ 'Person Left': [{ json: { body: { email } } }] });

	it('shows what the person has in every organization, and takes nothing away', async () => {
		const execution = await run(FILE, approval());
		const [{ list, who }] = jsonOf(execution.output('Ask'));
		expect(who).toBe('dilnoza.karimova@example.org');
		expect(String(list).split('<br>')).toEqual([
			'Acme Energy: projects:list, project Website, project Meter API, team Field engineers',
			'City Lights: projects:list',
			expect.stringMatching(/^Not visible: Closed Doors/),
		]);
		expect(writes()).toEqual([]);
	});

	it('takes all of it away when it is approved, and keeps the record', async () => {
		const execution = await run(FILE, approval('Approve'));
		expect(isMember('dilnoza-karimova')).toBe(false);
		const [kept]: IDataObject[] = jsonOf(execution.output('Keep Record'));
		expect(kept).toMatchObject({ email: 'dilnoza.karimova@example.org', status: 'removed' });
		const { organizations } = JSON.parse(String(kept.record)) as { organizations: IDataObject[] };
		expect(
			column(
				organizations.map((json) => ({ json })),
				'name',
			),
		).toContain('Acme Energy');
		expect(execution.output('Off-Boarded')).toHaveLength(1);
		expect(execution.output('Somebody Has to Look')).toEqual([]);
	});

	it('hands on to somebody what is still there', async () => {
		world.sandbox.faults.add({
			match: { service: 'upsun', method: 'DELETE', path: 'members' },
			times: 99,
			answer: { status: 403, body: { error: 'You may not remove users.' } },
		});
		const execution = await run(FILE, approval('Approve'));
		expect(execution.output('Somebody Has to Look')).toHaveLength(1);
		expect(execution.output('Off-Boarded')).toEqual([]);
	});

	it('asks nobody about a person who is nowhere', async () => {
		const execution = await run(FILE, { ...approval('Approve'), ...call('nobody@example.org') });
		expect(execution.output('Not Found')).toHaveLength(1);
		expect(execution.output('Ask')).toEqual([]);
		expect(writes()).toEqual([]);
	});

	it('never takes away from the account behind the token', async () => {
		const me = 'robin.salgado@example.com';
		const execution = await run(FILE, { ...approval('Approve'), ...call(me) });
		expect(acme().members).toHaveProperty(ME);
		expect(execution.output('Somebody Has to Look')).toHaveLength(1);
	});
});

describe('Monthly access review', () => {
	const FILE = 'upsun-access-review.json';
	const sheet = async () => jsonOf((await run(FILE)).output('Review Sheet'));

	it('lists everybody with permissions, projects and teams, without a second factor first', async () => {
		const rows = await sheet();
		expect(
			rows.map(({ person, secondFactor }) => `${String(person)}: ${String(secondFactor)}`),
		).toEqual([
			'bjorn.asgeirsson@example.org: none',
			'dilnoza.karimova@example.org: none',
			'aiko.tanaka@example.org: yes',
			'chidi.eze@example.org: yes',
			'hana.novak@example.org: invited',
			'robin.salgado@example.com: yes',
		]);
		expect(rows[0]).toMatchObject({
			name: 'Björn Ásgeirsson',
			owner: false,
			access:
				'Meter API: development:viewer viewer, Website: development:contributor development:viewer viewer, projects:list, team Field engineers',
			sinceLastMonth: 'new',
		});
	});

	it('says what changed since last month, and who is gone', async () => {
		await onDay('2026-11-01', async () => await run(FILE));
		const { upsun } = world.sandbox;
		upsun.changePlace(acme().id, ({ members }) => {
			delete members[idOf('dilnoza-karimova')];
			members[idOf('aiko-tanaka')].permissions.push('billing');
		});
		upsun.setSignIn(idOf('bjorn-asgeirsson'), { mfa_enabled: true });
		const rows = await onDay('2026-12-01', sheet);
		expect(rows.map(({ person, sinceLastMonth }) => [person, sinceLastMonth])).toEqual([
			['aiko.tanaka@example.org', expect.stringMatching(/^changed, was: .*projects:list$/)],
			[
				'dilnoza.karimova@example.org',
				expect.stringMatching(/^gone, had: .*team Field engineers$/),
			],
			['bjorn.asgeirsson@example.org', ''],
			['chidi.eze@example.org', ''],
			['hana.novak@example.org', ''],
			['robin.salgado@example.com', ''],
		]);
	});

	it('writes nothing at Upsun', async () => {
		await sheet();
		expect(writes()).toEqual([]);
	});
});
