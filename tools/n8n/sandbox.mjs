import { readFileSync } from 'node:fs';

import { Problem } from './problem.mjs';
import { ROOT } from './paths.mjs';
import { start } from './processes.mjs';
import { until } from './wait.mjs';

/** @typedef {Awaited<ReturnType<typeof startSandbox>>} Sandbox */
/** @typedef {any} Json */

/**
 * The sandbox of both APIs as a process of its own.
 * @param {string} name for its log
 * @param {{ port?: number, users?: number, rate?: number }} [options] rate 0 is no limit
 */
export async function startSandbox(name, { port = 0, users = 0, rate = 0 } = {}) {
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
	const entry = (/** @type {string} */ title) =>
		printed().match(new RegExp(`^  ${title} +(\\S+)$`, 'm'))?.[1] ?? '';

	/** @returns {Promise<Json>} */
	async function control(
		/** @type {string} */ method,
		/** @type {string} */ path,
		/** @type {unknown} */ body = undefined,
	) {
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
		/** @returns {Promise<Json[]>} every request since the last time it was cleared */
		journal: () => control('GET', '/journal'),
		clearJournal: () => control('DELETE', '/journal'),
		state: () => control('GET', '/state'),
		/** A user of Ubidots, by username. @returns {Promise<Json>} */
		user: async (/** @type {string} */ username) =>
			(await control('GET', '/state')).ubidots.users.find(
				(/** @type {Json} */ one) => one.username === username,
			),
		/** Changes a user of Ubidots, as somebody else would. */
		async update(/** @type {string} */ id, /** @type {Json} */ fields) {
			const answer = await fetch(`${url}/api/v2.0/users/${id}`, {
				method: 'PATCH',
				headers: { 'content-type': 'application/json', 'x-auth-token': secrets.ubidotsToken },
				body: JSON.stringify(fields),
			});
			if (!answer.ok) throw new Error(`sandbox PATCH user: ${answer.status}`);
		},
		/** People and options as at the start, with so many generated users. */
		reset: (users = 0) => control('POST', '/users', { users }),
		options: (/** @type {Json} */ change) => control('PATCH', '/options', change),
		fault: (/** @type {Json} */ fault) => control('POST', '/faults', fault),
		clearFaults: () => control('DELETE', '/faults'),
	};
}

/** The id of the n-th generated user, counted from 1, as the sandbox makes it. */
export const generatedId = (/** @type {number} */ n) => `a0${n.toString(16).padStart(22, '0')}`;

/**
 * The code of a node that gives one item for each of the first generated users.
 * @param {string} count JavaScript: how many
 * @param {string} lastName JavaScript: what to write to the user with the index `i`
 */
export const generatedRows = (count, lastName) => `const idOf = ${generatedId};
return Array.from({ length: ${count} }, (_, i) => ({ json: { id: idOf(i + 1), lastName: ${lastName} } }));`;

/**
 * Saves the credentials for the sandbox in an n8n.
 * @param {import('./rest.mjs').Rest} rest
 * @param {Pick<Sandbox, 'url' | 'secrets'>} sandbox
 * @param {{ pace?: boolean }} [options] whether they pace their requests: where it is not the point, that only costs time
 * @returns {Promise<Record<'ubidots' | 'upsun' | 'caller', import('./workflows.mjs').Credential>>}
 */
export async function saveCredentials(rest, sandbox, { pace = true } = {}) {
	const unpaced = pace ? {} : { requestsPerSecond: 0 };
	const [ubidots, upsun, caller] = await Promise.all([
		...sandboxCredentials(sandbox).map(({ data, ...credential }) =>
			rest.post('/credentials', { ...credential, data: { ...data, ...unpaced } }),
		),
		rest.post('/credentials', CALLER),
	]);
	return { ubidots, upsun, caller };
}

/** What the webhooks of the examples want to see from who calls them. Opens nothing but a throw-away n8n on loopback. */
export const CALLER = {
	name: 'Webhook caller (sandbox)',
	type: 'httpHeaderAuth',
	data: { name: 'X-Caller', value: 'sandbox-caller-2041' },
};
/** The header of a request that they let in. */
export const CALLER_HEADER = { [CALLER.data.name]: CALLER.data.value };

/**
 * Credentials for the sandbox, under the names by which the example workflows know them.
 * @param {Pick<Sandbox, 'url' | 'secrets'>} sandbox
 */
export function sandboxCredentials({ url, secrets }) {
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
