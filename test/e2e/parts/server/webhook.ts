import { assert, check } from '../../../../tools/n8n/checks';
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
		`examples/${EXAMPLE} answers a call with the user, or with 422 and the reason`,
		async () => {
			await sandbox.reset();
			const found = examples(Object.values(credentials)).find(({ file }) => file === EXAMPLE);
			await rest.activate(await rest.save(found?.workflow));
			const change = async (email: string) =>
				await rest.callWebhook('ubidots-profile-changed', {
					username: 'kai-makoa',
					firstName: 'Kai',
					email,
					tags: ['field'],
				});
			const good = await change('kai@example.com');
			assert.deepEqual([good.status, (await jsonOf(good)).email], [200, 'kai@example.com']);
			const bad = await change('otto.berg@example.org');
			assert.equal(bad.status, 422);
			assert.match((await jsonOf(bad)).error, /email: A user with that email already exists/);
		},
	);
}
