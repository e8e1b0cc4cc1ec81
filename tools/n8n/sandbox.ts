/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { readFileSync } from 'node:fs';

import { Problem } from './problem';
import { ROOT } from './paths';
import { start } from './processes';
import { until } from './wait';
import type { Json, Rest } from './rest';
import type { Credential } from './workflows';

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;
/**
 * The sandbox of both APIs as a process of its own.
 * @param name for its log
 * @param options rate 0 is no limit
 */
export async function startSandbox(
	name: string,
	{ port = 0, users = 0, rate = 0 }: { port?: number; users?: number; rate?: number } = {},
) {
	const args = Object.entries({ port, users, rate }).flatMap(([key, value]) => [
		`--${key}`,
		`${value}`,
	]);
	const running = start(
		name,
		process.execPath,
		['--import', 'tsx', 'tools/sandbox/main.ts', ...args],
		{
			cwd: ROOT,
		},
	);
	const printed = () => readFileSync(running.log, 'utf8');
	const url = await until('the sandbox is ready', () => printed().match(/http:\S+\d/)?.[0], {
		process: running,
	}).catch((error) => {
		if (!printed().includes('in use')) throw error;
		throw new Problem(
			`The sandbox cannot start: port ${port} is in use.`,
			'End what uses it, or choose another port.',
		);
	});
	const entry = (title: string) =>
		printed().match(new RegExp(`^  ${title} +(\\S+)$`, 'm'))?.[1] ?? '';

	async function control(method: string, path: string, body: unknown = undefined): Promise<Json> {
		const answer = await fetch(`${url}/__sandbox${path}`, {
			method,
			headers: { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`sandbox ${method} ${path}: ${answer.status}`);
		return await answer.json();
	}

	const secrets = {
		ubidotsToken: entry('Token'),
		ubidotsApiKey: entry('API Key'),
		upsunApiToken: entry('API Token'),
		upsunAccessToken: entry('Access Token'),
	};

	return {
		...running,
		url,
		secrets,
		hasEnded: () => running.ended !== undefined,
		/** @returns every request since the last time it was cleared */
		journal: (): Promise<Json[]> => control('GET', '/journal'),
		clearJournal: () => control('DELETE', '/journal'),
		state: () => control('GET', '/state'),
		/** A user of Ubidots, by username. */
		user: async (username: string): Promise<Json> =>
			(await control('GET', '/state')).ubidots.users.find((one: Json) => one.username === username),
		/** Changes a user of Ubidots, as somebody else would. */
		async update(id: string, fields: Json) {
			const answer = await fetch(`${url}/api/v2.0/users/${id}`, {
				method: 'PATCH',
				headers: { 'content-type': 'application/json', 'x-auth-token': secrets.ubidotsToken },
				body: JSON.stringify(fields),
			});
			if (!answer.ok) throw new Error(`sandbox PATCH user: ${answer.status}`);
		},
		/** People and options as at the start, with so many generated users. */
		reset: (users = 0) => control('POST', '/users', { users }),
		options: (change: Json) => control('PATCH', '/options', change),
		fault: (fault: Json) => control('POST', '/faults', fault),
		clearFaults: () => control('DELETE', '/faults'),
	};
}

/** The id of the n-th generated user, counted from 1, as the sandbox makes it. */
export const generatedId = (n: number) => `a0${n.toString(16).padStart(22, '0')}`;

/**
 * The code of a node that gives one item for each of the first generated users.
 * @param count JavaScript: how many
 * @param lastName JavaScript: what to write to the user with the index `i`
 */
export const generatedRows = (count: string, lastName: string) => `const idOf = ${generatedId};
return Array.from({ length: ${count} }, (_, i) => ({ json: { id: idOf(i + 1), lastName: ${lastName} } }));`;

/**
 * Saves the credentials for the sandbox in an n8n.
 * @param options whether they pace their requests: where it is not the point, that only costs time
 */
export async function saveCredentials(
	rest: Rest,
	sandbox: Pick<Sandbox, 'url' | 'secrets'>,
	{ pace = true }: { pace?: boolean } = {},
): Promise<Record<'ubidots' | 'upsun' | 'caller', Credential>> {
	const unpaced = pace ? {} : { requestsPerSecond: 0 };
	const saved: Credential[] = [];
	// One after the other: n8n 1.123 loses a savepoint of SQLite when it saves several at once.
	for (const { data, ...credential } of sandboxCredentials(sandbox)) {
		saved.push(await rest.post('/credentials', { ...credential, data: { ...data, ...unpaced } }));
	}
	const [ubidots, upsun] = saved;
	const caller = await rest.post('/credentials', CALLER);
	return { ubidots, upsun, caller };
}

/** What the webhooks of the examples want to see from who calls them. Opens nothing but a throw-away n8n on loopback. */
export const CALLER = {
	name: 'Webhook caller (sandbox)',
	type: 'httpHeaderAuth',
	data: { name: 'X-Caller', value: 'sandbox-caller-2041' },
};
/** The same for their forms. */
export const VISITOR = {
	name: 'Form visitor (sandbox)',
	type: 'httpBasicAuth',
	data: { user: 'visitor', password: CALLER.data.value },
};
/** The header of a request that they let in. */
export const CALLER_HEADER = { [CALLER.data.name]: CALLER.data.value };

/** Credentials for the sandbox, under the names by which the example workflows know them. */
export function sandboxCredentials({ url, secrets }: Pick<Sandbox, 'url' | 'secrets'>) {
	return [
		{
			name: 'Ubidots (sandbox)',
			type: 'ubidotsApi',
			data: {
				authentication: 'token',
				token: secrets.ubidotsToken,
				sendTokenIn: 'header',
				baseUrl: url,
				requestsPerSecond: 4,
			},
		},
		{
			name: 'Upsun (sandbox)',
			type: 'upsunApi',
			data: {
				authentication: 'apiToken',
				apiToken: secrets.upsunApiToken,
				apiUrl: url,
				authUrl: url,
				requestsPerSecond: 0,
			},
		},
	];
}
