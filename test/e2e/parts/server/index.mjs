import { assert, check, part } from '../../../../tools/n8n/checks.mjs';
import { emptyUserFolder, startServer } from '../../../../tools/n8n/n8n.mjs';
import { npmShim, packProject, startRegistry } from '../../../../tools/n8n/package.mjs';
import { N8N_VERSION, PACKAGE } from '../../../../tools/n8n/paths.mjs';
import { saveCredentials, startSandbox } from '../../../../tools/n8n/sandbox.mjs';
import { startOf } from '../../../../tools/n8n/workflows.mjs';
import { checkAgent } from './agent.mjs';
import { checkCommandLine, saveBulkUpdate } from './commandLine.mjs';
import { checkCredentials } from './credentials.mjs';
import { checkExamples } from './examples.mjs';
import { checkFailures } from './failures.mjs';
import { checkHttpRequestNode } from './httpRequestNode.mjs';
import { checkOperations } from './operations.mjs';
import { checkSecrets } from './secrets.mjs';
import { checkSessions } from './sessions.mjs';
import { checkWebhook } from './webhook.mjs';

/** @typedef {any} Json */
/** @typedef {import('../../../../tools/n8n/workflows.mjs').Credential} Credential */
/**
 * @typedef {object} World
 * @property {import('../../../../tools/n8n/n8n.mjs').Server} server
 * @property {import('../../../../tools/n8n/rest.mjs').Rest} rest
 * @property {import('../../../../tools/n8n/sandbox.mjs').Sandbox} sandbox
 * @property {{ ubidots: Credential, upsun: Credential }} credentials
 * @property {(workflow: Json, timeoutMs?: number) => Promise<Json>} execute saves a workflow, runs it, and gives the execution
 * @property {string[]} stored everything that n8n keeps of the executions so far
 */

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
			installed.installedNodes.map((/** @type {Json} */ one) => one.name),
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

	/** @type {string[]} */
	const stored = [];
	/** @type {World} */
	const world = {
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
	const missing = await checkExamples(world);
	await checkAgent(world);
	await checkWebhook(world);
	await checkSecrets(world);
	const forCommandLine = await saveBulkUpdate(world);
	await server.stop();
	await checkCommandLine(world, forCommandLine);
	await sandbox.stop();
	registry.close();
	return missing > 0 ? `without ${missing} examples` : undefined;
}
