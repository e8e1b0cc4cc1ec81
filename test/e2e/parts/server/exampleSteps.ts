import { assert, check } from '../../checks';
import { errorOf, node, outputOf } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';
import { until } from '../../../../tools/n8n/wait';

/** The sync with only the first rows of its list. */
const cutShort = (workflow: Json) => ({
	...workflow,
	pinData: { ...workflow.pinData, 'HR Sheet': workflow.pinData['HR Sheet'].slice(0, 2) },
});

/** The nightly sync keeps what it changed in a data table of n8n, and the undo finds it there. */
export async function checkUndo(
	{ sandbox, execute }: World,
	{ sync, undo, switchedOn }: { sync: Json; undo: Json; switchedOn: (workflow: Json) => Json },
) {
	const usersNow = async () => (await sandbox.state()).ubidots.users;

	await check(
		'examples/nightly-sync-with-guard.json ends as failed over a limit, and tells why once',
		async () => {
			await sandbox.reset();
			const before = await usersNow();
			const execution = await execute(switchedOn(cutShort(sync)));
			assert.equal(execution.status, 'error');
			assert.match(errorOf(execution).message, /more than 'Max Leavers' allows/);
			const [{ failed, why }, ...others] = outputOf(execution, 'Notify: Sync Failed');
			assert.deepEqual([failed, others], ['2', []]);
			assert.match(
				why,
				/more than 'Max Leavers' allows \(2\)\. Nothing was written.*in the options$/,
			);
			assert.deepEqual(await usersNow(), before);
		},
	);
	await check('examples/undo-last-night.json brings back whom the sync changed', async () => {
		await sandbox.reset();
		const before = await usersNow();
		await execute(switchedOn(sync));
		const looked = await execute(undo);
		assert.equal(looked.status, 'success', errorOf(looked)?.message);
		assert.deepEqual(
			outputOf(looked, 'Would Be Undone').map(({ status }) => status),
			['planned', 'planned', 'skipped', 'planned'],
		);
		assert.equal((await sandbox.user('testt')).isActive, false);
		const execution = await execute(switchedOn(undo));
		assert.equal(execution.status, 'success', errorOf(execution)?.message);
		const skipped = outputOf(execution, 'Undone').filter(({ status }) => status === 'skipped');
		assert.deepEqual(
			skipped.map(({ summary }) => summary.includes("'nina.novak@example.com'")),
			[true],
		);
		assert.equal(outputOf(execution, 'Undone').length, 4);
		assert.deepEqual(outputOf(execution, 'Not Undone'), []);
		const after = await usersNow();
		assert.deepEqual(
			after.filter(({ username }: Json) => username !== 'nina-novak'),
			before,
		);
	});
}

/**
 * Starts the workflow and waits until it waits for somebody.
 * @returns the execution, and the page that the note in the workflow tells to send
 */
async function askFor(
	{ rest }: World,
	workflow: Json,
	trigger = 'Every Monday',
): Promise<{ id: string; url: string }> {
	// What a user puts in the place of "Ask" gives out something else than it gets.
	const asking = node('Ask', 'n8n-nodes-base.set', {
		typeVersion: 3.4,
		parameters: {
			assignments: {
				assignments: [
					{ id: 'url', name: 'url', value: '={{ $execution.resumeFormUrl }}', type: 'string' },
				],
			},
		},
	});
	const nodes = workflow.nodes.map((one: Json) =>
		one.name === asking.name ? { ...asking, position: one.position } : one,
	);
	const saved = await rest.save({ ...workflow, nodes });
	const id = await rest.start(saved, trigger);
	await until(`execution ${id} waits`, async () => {
		const { status } = await rest.get(`/executions/${id}`);
		if (status === 'waiting') return true;
		assert.notEqual(status, 'error');
		return undefined;
	});
	const { url } = outputOf(await rest.readExecution(id), 'Ask')[0];
	return { id, url };
}

/** Answers on the page, as a browser does. */
async function answer(url: string, decision: string) {
	const form = new FormData();
	form.set('field-0', decision);
	const { status } = await fetch(url, { method: 'POST', body: form });
	assert.equal(status, 200);
}

/** A plan waits for a person, and is carried out as it was approved. */
export async function checkApproval(world: World, workflow: Json) {
	const { rest, sandbox, stored } = world;
	const timezoneOf = async (username: string) => (await sandbox.user(username)).timezone;

	await check(
		'examples/plan-approve-apply.json shows its plan, and writes it once approved',
		async () => {
			await sandbox.reset();
			const { id, url } = await askFor(world, workflow);
			assert.equal(await timezoneOf('ines-duarte'), null);
			const page = await (await fetch(url)).text();
			assert.match(page, /ines\.duarte@example\.org/);
			assert.match(page, /Europe\/Lisbon/);
			await answer(url, 'Approve');
			const execution = await rest.execution(id);
			stored.push(execution.raw);
			assert.equal(execution.status, 'success');
			assert.deepEqual(
				outputOf(execution, 'Applied').map(({ status }) => status),
				['applied', 'applied'],
			);
			assert.equal(await timezoneOf('ines-duarte'), 'Europe/Lisbon');
		},
	);
	await check('examples/plan-approve-apply.json writes nothing when it is rejected', async () => {
		await sandbox.reset();
		const { id, url } = await askFor(world, workflow);
		await answer(url, 'Reject');
		const execution = await rest.execution(id);
		assert.equal(outputOf(execution, 'Not Approved').length, 1);
		assert.equal(await timezoneOf('ines-duarte'), null);
	});
	await check(
		'examples/plan-approve-apply.json names a user who was changed in the meantime',
		async () => {
			await sandbox.reset();
			const { id, url } = await askFor(world, workflow);
			const { id: ines } = await sandbox.user('ines-duarte');
			await sandbox.update(ines, { timezone: 'Europe/Madrid' });
			await answer(url, 'Approve');
			const execution = await rest.execution(id);
			const [{ who, why }] = outputOf(execution, 'Not Applied');
			assert.equal(who, 'ines.duarte@example.org');
			assert.match(why, /was changed since: 'Time Zone'/);
			assert.equal(await timezoneOf('ines-duarte'), 'Europe/Madrid');
			assert.equal(await timezoneOf('otto-berg'), 'Europe/Stockholm');
		},
	);
}

/** The parts of a list are called by their webhook; with one n8n as well as with workers. */
export async function checkHugeList(
	{ server, rest, sandbox, stored }: World,
	{ parent, part }: { parent: Json; part: Json },
) {
	await check(
		'examples/huge-list.json runs its parts, counts, and changes nothing the second time',
		async () => {
			await sandbox.reset();
			await rest.activate(await rest.save(part));
			const nodes = parent.nodes.map((one: Json) =>
				JSON.parse(JSON.stringify(one).replace('http://localhost:5678', server.url)),
			);
			const saved = await rest.save({ ...parent, nodes });
			const totals = [];
			for (let round = 0; round < 2; round++) {
				const execution = await rest.run(saved, 'Every Night');
				stored.push(execution.raw);
				assert.equal(execution.status, 'success', errorOf(execution)?.message);
				totals.push(...outputOf(execution, 'Done'));
			}
			assert.deepEqual(
				totals.map(({ parts, users, failed, failedParts }) => [parts, users, failed, failedParts]),
				[
					[3, 7, 1, []],
					[3, 7, 1, []],
				],
			);
			assert.ok(totals[0].updated > 0);
			assert.deepEqual([totals[1].updated, totals[1].unchanged], [0, 6]);
		},
	);
}

/** What is approved at Upsun is done, and nothing else. */
export async function checkUpsunApprovals(
	world: World,
	{ directory, leaving }: { directory: Json; leaving: Json | undefined },
) {
	const { rest, sandbox } = world;
	const [NEW, LEAVER] = ['jonas.weber@example.org', 'dilnoza.karimova@example.org'];
	const acmeNow = async () => (await sandbox.state()).upsun.organizations[0];
	const idOf = async (email: string) =>
		(await sandbox.state()).upsun.users.find((user: Json) => user.email === email).id;
	const finish = async ({ id, url }: { id: string; url: string }, decision: string) => {
		await answer(url, decision);
		const execution = await rest.execution(id);
		world.stored.push(execution.raw);
		assert.equal(execution.status, 'success', errorOf(execution)?.message);
		return execution;
	};

	await check(
		'examples/upsun-directory-to-organization.json shows its plan, and carries it out once approved',
		async () => {
			await sandbox.reset();
			const before = await acmeNow();
			const asked = await askFor(world, directory);
			assert.deepEqual(await acmeNow(), before);
			const page = await (await fetch(asked.url)).text();
			for (const who of [NEW, LEAVER]) assert.ok(page.includes(who));
			const execution = await finish(asked, 'Approve');
			assert.deepEqual(outputOf(execution, 'Not Done'), []);
			const { members, invitations } = await acmeNow();
			assert.equal(members[await idOf(LEAVER)], undefined);
			assert.ok(invitations.some(({ email }: Json) => email === NEW));
		},
	);
	await check(
		'examples/upsun-directory-to-organization.json writes nothing when it is rejected',
		async () => {
			await sandbox.reset();
			const before = await acmeNow();
			await finish(await askFor(world, directory), 'Reject');
			assert.deepEqual(await acmeNow(), before);
		},
	);
	if (!leaving) return;
	await check(
		'examples/upsun-somebody-leaves.json takes everything away once approved, and keeps the record',
		async () => {
			await sandbox.reset();
			const execution = await finish(await askFor(world, leaving, 'Person Left'), 'Approve');
			const [{ status, email, record }] = outputOf(execution, 'Keep Record');
			assert.deepEqual([status, email], ['removed', LEAVER]);
			assert.ok(JSON.parse(record).organizations.length > 0);
			assert.equal((await acmeNow()).members[await idOf(LEAVER)], undefined);
			assert.equal(outputOf(execution, 'Off-Boarded').length, 1);
		},
	);
}
