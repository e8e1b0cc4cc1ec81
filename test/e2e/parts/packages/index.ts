/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';

import { assert, check, part } from '../../checks';
import { emptyUserFolder, startServer } from '../../../../tools/n8n/n8n';
import { npmShim, packProject, startRegistry } from '../../../../tools/n8n/package';
import { N8N_VERSION, PACKAGE, ROOT } from '../../../../tools/n8n/paths';
import { saveCredentials, startSandbox } from '../../../../tools/n8n/sandbox';
import { chain, manual, ourNode, outputOf, startOf } from '../../../../tools/n8n/workflows';
import { moveWorkflows } from '../../../../tools/packages/moveWorkflows.mjs';
import { checkFailures } from '../server/failures';
import { checkCases } from '../server/operations';
import { checkSessions } from '../server/credentials';
import { ubidotsCases } from '../server/ubidotsCases';
import type { World } from '../server/index';
import type { Json } from '../../../../tools/n8n/rest';

const SINGLE = { ubidots: 'n8n-nodes-ubidots', upsun: 'n8n-nodes-upsun' };

/** @returns the tarballs of the single-service packages, made anew */
function packSingles(): string[] {
	execaSync('npm', ['run', '--silent', 'packages'], { cwd: ROOT, stdin: 'ignore' });
	const folder = join(ROOT, 'release');
	return readdirSync(folder)
		.filter((name) => name.endsWith('.tgz'))
		.map((name) => join(folder, name));
}

/** The packages of one service, side by side; then the combined one in their place. */
export async function run() {
	part(`the packages of one service in n8n ${N8N_VERSION}`);
	const registry = await startRegistry(...packSingles(), packProject());
	const sandbox = await startSandbox('packages-sandbox');
	const server = await startServer('packages', {
		userFolder: emptyUserFolder('packages'),
		extra: { pathFirst: npmShim(registry.url) },
	});
	const { rest } = server;
	await rest.signIn();

	for (const [service, name] of Object.entries(SINGLE)) {
		await check(`${name} is installed by n8n's own community-packages call`, async () => {
			const { version } = PACKAGE;
			const { installedNodes } = await rest.post('/community-packages', { name, version });
			assert.deepEqual(
				installedNodes.map((one: Json) => one.type),
				[`${name}.${service}`],
			);
		});
	}
	const credentials = await saveCredentials(rest, sandbox, { pace: false });

	const world: World = {
		server,
		rest,
		sandbox,
		credentials,
		stored: [],
		// The workflows of the combined package, moved by the script that users have for it.
		async execute(workflow, timeoutMs) {
			const text = Object.values(SINGLE).reduce(
				(moved, name) => moveWorkflows(moved, name).text,
				JSON.stringify(workflow),
			);
			const moved = JSON.parse(text);
			return await rest.run(await rest.save(moved), startOf(moved), timeoutMs);
		},
	};
	await checkCases(world, 'ubidots');
	await checkCases(world, 'upsun');
	await checkFailures(world);
	await checkSessions(world);

	const remove = async (name: string) =>
		await rest.call('DELETE', `/community-packages?name=${encodeURIComponent(name)}`);
	const { name: both, version } = PACKAGE;
	const [{ operation, parameters, items }] = ubidotsCases;
	const workflow = chain(
		'together',
		[manual(), ourNode('ubidots', { operation, ...parameters }, credentials.ubidots)],
		{ Start: items },
	);

	await check(`n8n refuses ${both} beside them, and they go on working`, async () => {
		await assert.rejects(
			rest.post('/community-packages', { name: both, version }),
			// n8n keeps the nodes' names in a table in which each may stand once.
			/UNIQUE constraint failed: installed_nodes\.name|There is already an entry with this name/,
		);
		await sandbox.reset();
		assert.equal((await world.execute(workflow)).status, 'success');
	});
	await check('one of them works on when the other is removed', async () => {
		await remove(SINGLE.upsun);
		await sandbox.reset();
		assert.equal((await world.execute(workflow)).status, 'success');
	});
	await check(`${both} takes their place, with the same credentials`, async () => {
		await remove(SINGLE.ubidots);
		await rest.post('/community-packages', { name: both, version });
		await sandbox.reset();
		const execution = await rest.run(await rest.save(workflow), startOf(workflow));
		assert.equal(execution.status, 'success');
		assert.equal(outputOf(execution, 'Node').length, 1);
	});
	await server.stop();
	await sandbox.stop();
	registry.close();
}
