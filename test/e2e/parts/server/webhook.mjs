import { assert, check } from '../../lib/checks.mjs';
import { until } from '../../lib/wait.mjs';
import { chain, ourNode, webhook } from '../../lib/workflows.mjs';

/**
 * An active workflow, as it runs in production: nobody looks, and pinned data do not count.
 * @param {import('./index.mjs').World} world
 */
export async function checkWebhook({ rest, sandbox, server, credentials, stored }) {
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
			const saved = await rest.post(
				'/workflows',
				chain('webhook', [webhook(path, 'lastNode'), ours]),
			);
			await rest.activate(saved);
			const answer = await fetch(`${server.url}/webhook/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ who: 'otto-berg', name: 'Otto Karl' }),
			});
			assert.equal(answer.status, 200);
			assert.equal((await answer.json())[0].firstName, 'Otto Karl');
			const [last] = await until('the execution is kept', async () => {
				const list = await rest.executions(saved.id);
				return list[0]?.stoppedAt ? list : undefined;
			});
			assert.deepEqual([last.status, last.mode], ['success', 'webhook']);
			stored.push((await rest.execution(last.id)).raw);
		},
	);
}
