import { assert, check } from '../../../../tools/n8n/checks';
import { until } from '../../../../tools/n8n/wait';
import { node, outputOf } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/**
 * Starts the workflow and waits until it waits for somebody.
 * @returns the execution, and the page that the note in the workflow tells to send
 */
async function askFor({ rest }: World, workflow: Json): Promise<{ id: string; url: string }> {
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
	const id = await rest.start(saved, 'Every Monday');
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
