// `npm run editor`: a real n8n with this package, the sandbox of both APIs and the example workflows, on loopback.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { ensureInstalled } from '../n8n/install.mjs';
import { startServer } from '../n8n/n8n.mjs';
import { packProject, placePackage } from '../n8n/package.mjs';
import { EDITOR, N8N_VERSION } from '../n8n/paths.mjs';
import { explained, Problem } from '../n8n/problem.mjs';
import { withCleanUp } from '../n8n/processes.mjs';
import { OWNER } from '../n8n/rest.mjs';
import { startSandbox } from '../n8n/sandbox.mjs';
import { freePort, portIsFree, sleep } from '../n8n/wait.mjs';
import { furnish } from './furnish.mjs';

/** n8n's own port, and that of `npm run sandbox`. */
const PORTS = { n8n: 5678, sandbox: 4010 };
const USAGE = `npm run editor -- [--port ${PORTS.n8n}] [--sandbox-port ${PORTS.sandbox}] [--fresh]`;
const LOOK_EVERY_MS = 500;
/** Ubidots' documented default. */
const UBIDOTS_REQUESTS_PER_SECOND = 4;

function readArguments() {
	try {
		const { values } = parseArgs({
			options: {
				port: { type: 'string' },
				'sandbox-port': { type: 'string' },
				fresh: { type: 'boolean', default: false },
			},
		});
		return { port: values.port, sandboxPort: values['sandbox-port'], fresh: values.fresh };
	} catch (error) {
		throw new Problem(/** @type {Error} */ (error).message, `Usage: ${USAGE}`);
	}
}

/**
 * The wanted port, or another one when it is in use and nobody insisted on it.
 * @param {string} what
 * @param {string | undefined} wanted
 * @param {number} usual
 */
async function portFor(what, wanted, usual) {
	const port = Number(wanted ?? usual);
	if (!Number.isInteger(port) || port < 1 || port > 65535) {
		throw new Problem(`"${wanted}" is no port.`, `Usage: ${USAGE}`);
	}
	if (await portIsFree(port)) return port;
	if (wanted !== undefined) {
		throw new Problem(`Port ${port} is in use.`, `Choose another: ${USAGE}`);
	}
	const other = await freePort();
	console.log(`Port ${port} is in use, so ${what} gets ${other}.`);
	return other;
}

try {
	const { port, sandboxPort, fresh } = readArguments();
	await withCleanUp(async () => {
		// First, so that nobody waits for an install to hear of a port.
		const ports = {
			n8n: await portFor('n8n', port, PORTS.n8n),
			sandbox: await portFor('the sandbox', sandboxPort, PORTS.sandbox),
		};
		await ensureInstalled(console.log);
		if (fresh) rmSync(EDITOR, { recursive: true, force: true });
		console.log('Building the package ...');
		placePackage(packProject(), EDITOR);
		const sandbox = await startSandbox('editor-sandbox', {
			port: ports.sandbox,
			rate: UBIDOTS_REQUESTS_PER_SECOND,
		});
		console.log(`Starting n8n ${N8N_VERSION} ...`);
		const server = await startServer('editor', {
			userFolder: EDITOR,
			port: ports.n8n,
		});
		const examples = await furnish(server.rest, sandbox);
		console.log(`
n8n      ${server.url}
login    ${OWNER.email}
password ${OWNER.password}

Open one of the ${examples} example workflows, read its notes and press "Execute workflow". The two credentials point at the sandbox
of both APIs (${sandbox.url}), so nothing reaches Ubidots or Upsun.

Ctrl-C stops everything. Your changes are kept; "npm run editor -- --fresh" starts over.`);
		while (!server.ended && !sandbox.hasEnded()) await sleep(LOOK_EVERY_MS);
		throw new Error(`${server.ended ? 'n8n' : 'The sandbox'} ended by itself; see ${server.log}`);
	});
} catch (error) {
	console.error(explained(error));
	process.exitCode = 1;
}
