import { assert, check, part } from '../../../../tools/n8n/checks.mjs';
import { emptyUserFolder, startServer } from '../../../../tools/n8n/n8n.mjs';
import { npmShim, packProject, startRegistry } from '../../../../tools/n8n/package.mjs';
import { N8N_VERSION, PACKAGE } from '../../../../tools/n8n/paths.mjs';
import { sandboxCredentials, startSandbox } from '../../../../tools/n8n/sandbox.mjs';
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

/** The package in n8n as most people run it: one process, SQLite. */
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
	const [ubidots, upsun] = await Promise.all(
		sandboxCredentials(sandbox).map((credential) =>
			rest.post('/credentials', withoutPace(credential)),
		),
	);
	/** @type {World} */
	const world = {
		server,
		rest,
		sandbox,
		credentials: { ubidots, upsun },
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
	await checkExamples(world);
	await checkAgent(world);
	await checkWebhook(world);
	await checkSecrets(world);
	const forCommandLine = await saveBulkUpdate(world);
	await server.stop();
	await checkCommandLine(world, forCommandLine);
	await sandbox.stop();
	registry.close();
}

/** The pace has checks of its own; here it would only cost time. */
export const withoutPace = (/** @type {Json} */ credential) => ({
	...credential,
	data: { ...credential.data, requestsPerSecond: 0 },
});

/** The node that nothing leads to. */
export function startOf(/** @type {Json} */ { nodes }) {
	const start = nodes.find((/** @type {Json} */ { type }) => /(trigger|\.webhook)$/i.test(type));
	return start.name;
}
