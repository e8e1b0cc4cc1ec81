/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- part of the driver of a real n8n, never shipped */
// `npm run editor`: a real n8n with this package, the sandbox of both APIs and the example workflows, on loopback.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';

import { ensureInstalled } from './install';
import { freePort } from './loopback';
import { startServer } from './n8n';
import { packProject, placePackage } from './package';
import { EDITOR, N8N_VERSION } from './paths';
import { explained, Problem } from './problem';
import { withCleanUp } from './processes';
import { type Json, OWNER, type Rest } from './rest';
import { CALLER, type Sandbox, sandboxCredentials, startSandbox, VISITOR } from './sandbox';
import { examples } from './workflows';

/** n8n's own port, and that of `npm run sandbox`. */
const PORTS = { n8n: 5678, sandbox: 4010 };
const LOOK_EVERY_MS = 500;
/** Ubidots' documented default. */
const UBIDOTS_REQUESTS_PER_SECOND = 4;

const { port, sandboxPort, fresh }: { port?: number; sandboxPort?: number; fresh?: true } =
	new Command('npm run editor --')
		.description(
			'A real n8n with this package, the sandbox of both APIs and the example workflows.',
		)
		.option('--port <number>', `for n8n (${PORTS.n8n}, unless that is in use)`, toPort)
		.option('--sandbox-port <number>', `for the sandbox (${PORTS.sandbox}, likewise)`, toPort)
		.option('--fresh', 'throw away what was changed in n8n the last times')
		.showHelpAfterError()
		.parse()
		.opts();

function toPort(text: string): number {
	const number = Number(text);
	if (Number.isInteger(number) && number >= 1 && number <= 65535) return number;
	throw new InvalidArgumentError('A port is a number from 1 to 65535.');
}

/** The wanted port, or another one when it is in use and nobody insisted on it. */
async function portFor(what: string, wanted: number | undefined, usual: number) {
	const given = await freePort(wanted ?? usual);
	if (wanted !== undefined && given !== wanted) {
		throw new Problem(
			`Port ${wanted} is in use.`,
			'Choose another, see "npm run editor -- --help".',
		);
	}
	if (wanted === undefined && given !== usual) {
		console.log(`Port ${usual} is in use, so ${what} gets ${given}.`);
	}
	return given;
}

/** What calls a webhook of this n8n does so by its address, which has another port when n8n's own is in use. */
const atThisPort = (workflow: Json, url: string) =>
	JSON.parse(JSON.stringify(workflow).replaceAll('http://localhost:5678', url));

/**
 * Puts the credentials and the example workflows into n8n, unless they are there already.
 * @returns how many examples there are
 */
async function furnish(rest: Rest, sandbox: Sandbox): Promise<number> {
	await rest.signIn();
	const held = await rest.get('/credentials');
	const credentials = await Promise.all(
		[...sandboxCredentials(sandbox), CALLER, VISITOR].map(async (wanted) => {
			const own = held.find((one: Json) => one.name === wanted.name);
			// The sandbox may have another port than the last time.
			return own
				? await rest.patch(`/credentials/${own.id}`, wanted)
				: await rest.post('/credentials', wanted);
		}),
	);
	const kept = await rest.get('/workflows');
	const names = new Set(kept.map(({ name }: Json) => name));
	const all = examples(credentials);
	for (const { workflow } of all) {
		if (!names.has(workflow.name)) await rest.save(atThisPort(workflow, rest.url));
	}
	return all.length;
}

try {
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
		const exampleCount = await furnish(server.rest, sandbox);
		console.log(`
n8n      ${server.url}
login    ${OWNER.email}
password ${OWNER.password}

Open one of the ${exampleCount} example workflows, read its notes and press "Execute workflow"; "Nightly HR sheet to Ubidots, in bulk" is a good
first one. The AI agent needs a model of your own, and "Huge list in parts" needs "One part of a huge list" to be published first.
The credentials of both services point at their sandbox, so nothing reaches Ubidots or Upsun. To make one yourself:

Ubidots  Token ${sandbox.secrets.ubidotsToken}, Base URL ${sandbox.url}
Upsun    API Token ${sandbox.secrets.upsunApiToken}, API URL and Auth URL ${sandbox.url}

The webhooks of the examples let in who sends the header "${CALLER.data.name}: ${CALLER.data.value}", its form the user ${VISITOR.data.user} with the password ${VISITOR.data.password}.

Ctrl-C stops everything. Your workflows and credentials are kept ("npm run editor -- --fresh" starts over); the people in the sandbox
are the same again with each start.`);
		while (!server.ended && !sandbox.hasEnded()) await sleep(LOOK_EVERY_MS);
		throw new Error(`${server.ended ? 'n8n' : 'The sandbox'} ended by itself; see ${server.log}`);
	});
} catch (error) {
	console.error(explained(error));
	process.exitCode = 1;
}
