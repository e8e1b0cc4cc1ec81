import { assert, check } from '../../checks';
import { CALLER_HEADER } from '../../../../tools/n8n/sandbox';
import { until } from '../../../../tools/n8n/wait';
import { chain, code, examples, manual, ourNode, webhook } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';
import { runCommand } from '../../../../tools/n8n/n8n';

const jsonOf = (answer: Response) => answer.json() as Promise<Json>;

const EXAMPLE = 'single-update-webhook.json';

/** An active workflow, as it runs in production: nobody looks, and pinned data do not count. */
export async function checkWebhook({ rest, sandbox, credentials, stored }: World) {
	await check(
		'an active workflow updates the user that a webhook names, and answers with it',
		async () => {
			await sandbox.reset();
			const path = 'person-changed';
			const ours = ourNode(
				'ubidots',
				{
					operation: 'update',
					userKey: { __rl: true, mode: 'username', value: '={{ $json.body.who }}' },
					updateFields: { firstName: '={{ $json.body.name }}' },
				},
				credentials.ubidots,
			);
			const saved = await rest.save(chain('webhook', [webhook(path, 'lastNode'), ours]));
			await rest.activate(saved);
			const answer = await rest.callWebhook(path, { who: 'otto-berg', name: 'Otto Karl' });
			assert.equal(answer.status, 200);
			const [user] = await jsonOf(answer);
			assert.equal(user.firstName, 'Otto Karl');
			const [last] = await until('the execution is kept', async () => {
				const list = await rest.executions(saved.id);
				return list[0]?.stoppedAt ? list : undefined;
			});
			assert.deepEqual([last.status, last.mode], ['success', 'webhook']);
			stored.push((await rest.execution(last.id)).raw);
		},
	);
	await check(
		`examples/${EXAMPLE} answers a call with the ID, or with 422 and the number of the execution`,
		async () => {
			await sandbox.reset();
			const found = examples(Object.values(credentials)).find(({ file }) => file === EXAMPLE);
			await rest.activate(await rest.save(found?.workflow));
			const change = async (username: string, headers: Record<string, string> = CALLER_HEADER) =>
				await rest.callWebhook(
					'ubidots-profile-changed',
					{ username, firstName: 'Kay', timezone: 'Asia/Dubai' },
					headers,
				);
			assert.equal((await change('kai-makoa', {})).status, 403);
			assert.equal((await sandbox.user('kai-makoa')).firstName, 'Kai');
			const good = await change('kai-makoa');
			const { id, firstName } = await sandbox.user('kai-makoa');
			assert.deepEqual([good.status, firstName], [200, 'Kay']);
			assert.deepEqual(await jsonOf(good), { id, status: 'updated' });
			const bad = await change('nobody-here');
			assert.equal(bad.status, 422);
			const { execution, ...others } = await jsonOf(bad);
			assert.deepEqual(others, { status: 'failed' });
			assert.match(String(execution), /^\d+$/);
		},
	);
}

const ROWS = `return ['testt', 'otto-berg'].map((username) => ({ json: { username, tags: 'by-hand' } }));`;

/**
 * A workflow for the command line, which knows nothing of pinned data.
 * @returns its id
 */
export async function saveBulkUpdate({ rest, credentials }: World): Promise<string> {
	const columns = {
		mappingMode: 'autoMapInputData',
		value: {},
		matchingColumns: ['username'],
		schema: [],
	};
	const ours = ourNode(
		'ubidots',
		{ operation: 'bulkUpdate', columns, options: { confirm: true } },
		credentials.ubidots,
	);
	return (await rest.save(chain('by command line', [manual(), code(ROWS), ours]))).id;
}

/** `n8n execute`, with the server stopped: another process, with the same user folder. */
export async function checkCommandLine({ sandbox, server }: World, workflowId: string) {
	await check('`n8n execute` runs a bulk update by command line', async () => {
		await sandbox.reset();
		const { stdout } = await runCommand(['execute', `--id=${workflowId}`, '--rawOutput'], {
			N8N_USER_FOLDER: server.userFolder,
		});
		// The result goes through the logger, with other lines before it.
		const result = JSON.parse(stdout.slice(stdout.indexOf('\n{\n') + 1));
		// Not its status: n8n 2.0 calls a finished execution running here.
		assert.equal(result.data.resultData.error, undefined);
		const [task] = result.data.resultData.runData.Node;
		assert.equal(task.data.main[0].length, 2);
		assert.deepEqual((await sandbox.user('otto-berg')).tags, ['by-hand']);
	});
}
