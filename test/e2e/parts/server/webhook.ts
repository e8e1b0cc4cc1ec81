import { assert, check } from '../../../../tools/n8n/checks';
import { CALLER_HEADER } from '../../../../tools/n8n/sandbox';
import { until } from '../../../../tools/n8n/wait';
import { chain, examples, ourNode, webhook } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

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
