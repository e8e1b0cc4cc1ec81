/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads what the check writes, never shipped */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { check, type CheckOptions } from '../../../tools/live/main';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../tools/sandbox';

export type ServiceName = CheckOptions['service'];

/** The test users of the sandbox. */
export const TEST_USERS: Record<ServiceName, string> = {
	ubidots: 'testt',
	upsun: 'bjorn-asgeirsson',
};

/** Somebody who may be written to, and enough of everything that the check can tell. */
export async function startAccount(options: SandboxOptions = {}): Promise<Sandbox> {
	const sandbox = await startSandbox({
		ubidotsRequestsPerSecond: 0,
		taskDelayMs: 0,
		users: 4,
		upsunAdmin: true,
		...options,
	});
	sandbox.ubidots.put({ username: 'testt', properties: { shift: 'a', badge: 7 } });
	const [{ id }] = sandbox.upsun.organizations;
	for (const name of ['ines', 'otto', 'ada'])
		sandbox.upsun.invite(id, `${name}@example.org`, ['projects:list']);
	return sandbox;
}

export interface Told {
	step: string;
	holds: boolean | string;
	says: string;
	switches: string[];
	todo: string;
}

export interface Outcome {
	status: number;
	/** What was written on the screen. */
	said: string[];
	complaints: string[];
	answers: Told[];
	/** Both files; empty where there are none. */
	report: string;
}

export const credentialsOf = ({ url, secrets }: Sandbox): NodeJS.ProcessEnv => ({
	UBIDOTS_TOKEN: secrets.ubidotsToken,
	UBIDOTS_URL: url,
	UPSUN_API_TOKEN: secrets.upsunApiToken,
	UPSUN_API_URL: url,
	UPSUN_AUTH_URL: url,
});

/** Runs the check on a sandbox. */
export async function checkOn(
	sandbox: Sandbox,
	service: ServiceName,
	given: Partial<CheckOptions> = {},
): Promise<Outcome> {
	const out = mkdtempSync(join(tmpdir(), 'live-'));
	const said: string[] = [];
	const complaints: string[] = [];
	try {
		const status = await check({
			service,
			env: credentialsOf(sandbox),
			rate: 0,
			out,
			say: (text) => said.push(text),
			complain: (text) => complaints.push(text),
			...given,
		});
		const json = contentOf(join(out, 'live-report.json'));
		const { answers = [] } = JSON.parse(json || '{}') as { answers?: Told[] };
		return {
			status,
			said,
			complaints,
			answers,
			report: json + contentOf(join(out, 'live-report.md')),
		};
	} finally {
		rmSync(out, { recursive: true });
	}
}

/** The same, with writes to the test user. */
export const checkWritingOn = async (
	sandbox: Sandbox,
	service: ServiceName,
	given: Partial<CheckOptions> = {},
) => await checkOn(sandbox, service, { user: TEST_USERS[service], write: true, ...given });

function contentOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}
