import { assert, check, part } from '../../checks';
import { emptyUserFolder, type Server, startServer } from '../../../../tools/n8n/n8n';
import { npmShim, packProject, startRegistry } from '../../../../tools/n8n/package';
import { N8N_VERSION, PACKAGE } from '../../../../tools/n8n/paths';
import { type Sandbox, saveCredentials, startSandbox } from '../../../../tools/n8n/sandbox';
import { type Credential, startOf } from '../../../../tools/n8n/workflows';
import { checkAgent } from './agent';
import { checkAttacks } from './attacks';
import { checkCommandLine, checkWebhook, saveBulkUpdate } from './starts';
import { checkCredentials, checkSessions } from './credentials';
import { checkExamples } from './examples';
import { checkFailures } from './failures';
import { checkHttpRequestNode } from './httpRequestNode';
import { checkOperations } from './operations';
import { checkSecrets } from './secrets';
import { checkSources } from './sources';
import type { Json, Rest } from '../../../../tools/n8n/rest';

export interface World {
	server: Server;
	rest: Rest;
	sandbox: Sandbox;
	credentials: { ubidots: Credential; upsun: Credential };
	/** Saves a workflow, runs it, and gives the execution. */
	execute: (workflow: Json, timeoutMs?: number) => Promise<Json>;
	/** Everything that n8n keeps of the executions so far. */
	stored: string[];
}

/** The four node types that a package of two nodes gives: each is also a tool for agents. */
const NODE_TYPES = ['ubidots', 'ubidotsTool', 'upsun', 'upsunTool'].map(
	(name) => `${PACKAGE.name}.${name}`,
);

/**
 * The package in n8n as most people run it: one process, SQLite.
 * @returns what cannot be in this n8n
 */
export async function run() {
	part(`n8n ${N8N_VERSION} with SQLite`);
	const registry = await startRegistry(packProject());
	const sandbox = await startSandbox('server-sandbox');
	const server = await startServer('server', {
		userFolder: emptyUserFolder('server'),
		// The chattiest log, because it is searched for secrets.
		extra: { pathFirst: npmShim(registry.url), N8N_LOG_LEVEL: 'debug' },
	});
	const { rest } = server;
	await rest.signIn();

	await check("the packed tarball is installed by n8n's own community-packages call", async () => {
		const { name, version } = PACKAGE;
		const installed = await rest.post('/community-packages', { name, version });
		assert.equal(installed.installedVersion, PACKAGE.version);
		assert.deepEqual(
			installed.installedNodes.map((one: Json) => one.name),
			['Ubidots', 'Upsun'],
		);
	});
	await check('n8n lists both nodes, and both as tools', async () => {
		const names = (await rest.nodeTypes()).map(({ name }) => name);
		assert.deepEqual(
			NODE_TYPES.filter((name) => !names.includes(name)),
			[],
		);
	});

	const stored: string[] = [];
	const world: World = {
		server,
		rest,
		sandbox,
		credentials: await saveCredentials(rest, sandbox, { pace: false }),
		stored,
		async execute(workflow, timeoutMs) {
			const saved = await rest.save(workflow);
			const execution = await rest.run(saved, startOf(workflow), timeoutMs);
			stored.push(execution.raw);
			return execution;
		},
	};
	await checkCredentials(world);
	await checkHttpRequestNode(world);
	await checkOperations(world);
	await checkFailures(world);
	await checkSessions(world);
	await checkSources(world);
	const missing = await checkExamples(world);
	await checkAgent(world);
	await checkWebhook(world);
	await checkAttacks(world);
	await checkSecrets(world);
	const forCommandLine = await saveBulkUpdate(world);
	await server.stop();
	await checkCommandLine(world, forCommandLine);
	await sandbox.stop();
	registry.close();
	return missing > 0 ? `without ${missing} examples` : undefined;
}
