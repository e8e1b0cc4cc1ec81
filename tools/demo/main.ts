/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a program of its own, never shipped */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IPinData } from 'n8n-workflow';

import { Engine, loadPackage, type StoredCredential, type WorkflowFile } from '../engine';
import { type Sandbox, startSandbox } from '../sandbox';
import { changesBetween, snapshot } from './people';
import { describeRun } from './report';

const ROOT = join(__dirname, '..', '..');

/** In the order of the story: a whole list and back again, a plan and its approval, many people in bulk, one by one; then the other service. */
const EXAMPLES = [
	'nightly-sync-with-guard',
	'undo-last-night',
	'plan-approve-apply',
	'hr-sync-bulk',
	'single-update-webhook',
	'upsun-profile',
	'upsun-access-review',
	'upsun-directory-to-organization',
	'upsun-somebody-leaves',
];

/** Requests a second that the sandbox lets through here, so that nobody waits; Ubidots lets 4 through by default. */
const PACE = 20;

/** What a person would answer on a page of n8n, which the engine alone has not. */
const APPROVED: IPinData = { Approval: [{ json: { Decision: 'Approve' } }] };
const ANSWERS: Record<string, IPinData> = {
	'plan-approve-apply': APPROVED,
	'upsun-directory-to-organization': APPROVED,
	'upsun-somebody-leaves': APPROVED,
};

/** The credentials that the example workflows name. */
const credentialsFor = ({ url, secrets }: Sandbox): StoredCredential[] => [
	{
		id: 'ubidots-sandbox',
		name: 'Ubidots (sandbox)',
		type: 'ubidotsApi',
		data: {
			authentication: 'token',
			token: secrets.ubidotsToken,
			baseUrl: url,
			requestsPerSecond: PACE,
		},
	},
	{
		id: 'upsun-sandbox',
		name: 'Upsun (sandbox)',
		type: 'upsunApi',
		data: {
			authentication: 'apiToken',
			apiToken: secrets.upsunApiToken,
			apiUrl: url,
			authUrl: url,
		},
	},
];

/** The example, with the nodes switched on that it ships deactivated, so that nobody writes before looking at a dry run. */
function readExample(name: string): WorkflowFile {
	const text = readFileSync(join(ROOT, 'examples', `${name}.json`), 'utf8');
	const file = JSON.parse(text) as WorkflowFile;
	return {
		...file,
		nodes: file.nodes.map((node) => ({ ...node, disabled: false })),
		pinData: { ...file.pinData, ...ANSWERS[name] },
	};
}

/** Runs the example workflows with the built package against the sandbox, and shows what they did. */
async function main(): Promise<void> {
	const startedAt = Date.now();
	const sandbox = await startSandbox({ ubidotsRequestsPerSecond: PACE });
	const loaded = await loadPackage(ROOT);
	const engine = new Engine(loaded, credentialsFor(sandbox));
	console.log(
		`Loaded ${[...loaded.nodes.keys()].join(' and ')} from dist/, as n8n does.\n` +
			`Ubidots and Upsun are the sandbox on ${sandbox.url}; nothing leaves this machine.\n` +
			'Nodes that the examples ship deactivated, for after a look at the dry run, are switched on here.\n' +
			'n8n\'s own nodes are stand-ins, and the page for the approval is answered "Approve" without a person.\n' +
			'Some rows fail on purpose, to show what that looks like.',
	);
	for (const name of EXAMPLES) {
		const file = readExample(name);
		const before = snapshot(sandbox);
		sandbox.journal.clear();
		const workflowStartedAt = Date.now();
		const execution = await engine.run(file);
		const seconds = (Date.now() - workflowStartedAt) / 1000;
		const changes = changesBetween(before, snapshot(sandbox));
		console.log(
			describeRun({ name, file, execution, changes, requests: sandbox.journal.entries(), seconds }),
		);
		if (execution.status !== 'success') process.exitCode = 1;
	}
	await sandbox.close();
	const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
	console.log(
		`\nDone in ${seconds} s. Next: "npm run editor" opens the same workflows in a real n8n, ` +
			'or import them from examples/ into yours. README.md says how to install the package, and which examples fit which.',
	);
}

void main();
