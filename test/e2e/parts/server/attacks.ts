import { assert, check } from '../../checks';
import { until } from '../../../../tools/n8n/wait';
import { chain, errorOf, manual, node, ourNode, outputOf } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

const TESTT = '63d3f1247fefea000cd325af';
const byId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

/** What has once shown a token, reached another address, or kept n8n busy. What is kept of these runs is searched by `checkSecrets`. */
export async function checkAttacks(world: World) {
	const { sandbox, credentials } = world;
	const run = async (parameters: Json, items: Json[], settings: Json = {}) => {
		const ours = ourNode('ubidots', parameters, credentials.ubidots, settings);
		return await world.execute(chain('attacks', [manual(), ours], { Start: items }));
	};
	const update = async (fields: Json, item: Json, options: Json = {}) =>
		await run(
			{ operation: 'update', userKey: byId, updateFields: fields, options },
			[{ id: TESTT, ...item }],
			{ onError: 'continueErrorOutput' },
		);
	/** A reset leaves options as they are. */
	const against = async (hostile: unknown, work: () => Promise<void>) => {
		await sandbox.options({ hostile });
		await work().finally(async () => await sandbox.options({ hostile: null }));
	};
	const errorItem = (execution: Json): string => {
		assert.equal(execution.status, 'success', errorOf(execution)?.message);
		const [{ error }] = outputOf(execution, 'Node', 1);
		return error;
	};

	for (const [length, unit] of [
		[30_000, 'a'],
		[333_334, 'ü"&'],
	] as const) {
		await check(`a password of ${length} times ${unit} is refused before any request`, async () => {
			await sandbox.reset();
			await sandbox.clearJournal();
			const password = unit.repeat(length);
			const error = errorItem(await update({ password: '={{ $json.password }}' }, { password }));
			assert.match(error, /^'Password' has \d+ characters: at most 1000 are allowed \[item 0\]$/);
			assert.deepEqual(await sandbox.journal(), []);
		});
	}
	await check('a service that repeats all that it gets shows no token', async () => {
		await sandbox.reset();
		for (const hostile of ['echo', 'echoPage', { kind: 'echoPage', status: 200 }]) {
			await against(hostile, async () => {
				const error = errorItem(await update({ firstName: 'Ada' }, {}));
				assert.match(error, /Could not update the user/);
				assert.ok(error.length < 2100);
			});
		}
	});
	await check('an ID that would lead to another path is refused before any request', async () => {
		await sandbox.reset();
		await sandbox.clearJournal();
		for (const id of ['_/bulk/update', `${TESTT}/tokens`, '../devices/pump-1', '..\u200b', '..']) {
			const error = errorItem(await update({ firstName: 'Ada' }, { id }));
			assert.match(error, /cannot be a user's ID or username/);
		}
		assert.deepEqual(await sandbox.journal(), []);
	});
	await check('what answers without an end is closed when its time is over', async () => {
		await sandbox.reset();
		// Those that this process keeps.
		const { openConnections: own } = await sandbox.state();
		await against('trickle', async () => {
			const options = { timeout: 1, retryTimeout: 0 };
			const error = errorItem(await update({ firstName: 'Ada' }, {}, options));
			assert.match(error, /no response came within 1 s/);
			await until('its connection is closed', async () => {
				const { openConnections } = await sandbox.state();
				return openConnections <= own;
			});
		});
	});
	await check(
		"a credential goes to its own address only, by n8n's HTTP Request node too",
		async () => {
			await sandbox.reset();
			const { id, name } = credentials.ubidots;
			const request = async (url: string) => {
				const parameters = {
					url,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'ubidotsApi',
					options: {},
				};
				const http = node('Node', 'n8n-nodes-base.httpRequest', {
					typeVersion: 4.2,
					parameters,
					credentials: { ubidotsApi: { id, name } },
				});
				return await world.execute(chain('HTTP Request elsewhere', [manual(), http]));
			};
			const users = `${sandbox.url}/api/v2.0/users/`;
			// The same server by another name, which is another host for everybody.
			const elsewhere = users.replace('127.0.0.1', 'localhost');
			await sandbox.clearJournal();
			const refused = await request(elsewhere);
			assert.equal(refused.status, 'error');
			assert.deepEqual(await sandbox.journal(), []);
			await against('redirect', async () => {
				assert.equal((await request(users)).status, 'error');
				assert.equal((await sandbox.journal()).length, 1, 'the redirect was followed');
			});
		},
	);
	await sandbox.reset();
}
