import { randomUUID } from 'node:crypto';

import { requireInstalled } from './paths.mjs';
import { until } from './wait.mjs';

/** Opens nothing but a throw-away n8n on loopback. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Sandbox-2041',
	firstName: 'Robin',
	lastName: 'Owner',
};

const FINISHED = ['success', 'error', 'crashed', 'canceled'];
const LONGEST_ERROR = 600;

/** @typedef {any} Json answers of n8n, whose shapes are n8n's business */

/** n8n's REST API as the editor uses it: with a cookie and a browser id. */
export class Rest {
	#base;
	#cookie = '';
	#browserId = randomUUID();

	/** @param {string} url */
	constructor(url) {
		this.url = url;
		this.#base = `${url}/rest`;
	}

	get headers() {
		return { 'browser-id': this.#browserId, cookie: this.#cookie };
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 * @returns {Promise<Json>}
	 */
	async call(method, path, body) {
		const answer = await fetch(this.#base + path, {
			method,
			headers: { 'content-type': 'application/json', ...this.headers },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('n8n-auth='));
		if (cookie) this.#cookie = cookie.split(';')[0];
		const text = await answer.text();
		if (!answer.ok) {
			throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, LONGEST_ERROR)}`);
		}
		if (!text.startsWith('{') && !text.startsWith('[')) return text;
		const json = JSON.parse(text);
		return json.data !== undefined && Object.keys(json).length <= 2 ? json.data : json;
	}

	get = (/** @type {string} */ path) => this.call('GET', path);
	post = (/** @type {string} */ path, /** @type {unknown} */ body = {}) =>
		this.call('POST', path, body);
	patch = (/** @type {string} */ path, /** @type {unknown} */ body) =>
		this.call('PATCH', path, body);

	/** Makes the owner at the first start, and signs in. */
	async signIn() {
		const settings = await this.get('/settings');
		if (settings.userManagement?.showSetupOnFirstLoad)
			return await this.post('/owner/setup', OWNER);
		const { email, password } = OWNER;
		return await this.post('/login', { emailOrLdapLoginId: email, password });
	}

	/** The descriptions of all node types. @returns {Promise<Json[]>} */
	async nodeTypes() {
		const answer = await fetch(`${this.url}/types/nodes.json`, { headers: this.headers });
		if (!answer.ok) throw new Error(`Node types: ${answer.status}`);
		return /** @type {Promise<Json[]>} */ (answer.json());
	}

	/**
	 * Runs a saved workflow, as "Execute workflow" does, and waits for its end.
	 * @param {string} id
	 * @param {string} trigger
	 * @param {number} [timeoutMs]
	 */
	async run(id, trigger, timeoutMs) {
		const { executionId } = await this.post(`/workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		return await this.execution(executionId, timeoutMs);
	}

	/**
	 * A finished execution, with its data unpacked.
	 * @param {string} id
	 * @param {number} [timeoutMs]
	 */
	async execution(id, timeoutMs) {
		await until(
			`execution ${id} has ended`,
			async () => {
				const { status } = await this.get(`/executions/${id}`);
				return FINISHED.includes(status);
			},
			{ timeoutMs, everyMs: 200 },
		);
		return await this.readExecution(id);
	}

	/**
	 * An execution as it is now, with its data unpacked (n8n sends them in the form of the library "flatted").
	 * @param {string} id
	 */
	async readExecution(id) {
		const found = await this.get(`/executions/${id}`);
		return { ...found, raw: found.data, data: requireInstalled('flatted').parse(found.data) };
	}

	/**
	 * The executions of a workflow, the newest first.
	 * @param {string} workflowId
	 * @returns {Promise<Json[]>}
	 */
	async executions(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const answer = await this.get(`/executions?filter=${filter}&limit=100`);
		return answer.results ?? answer;
	}

	/**
	 * Calls an active workflow by its webhook, as any program would: without being signed in.
	 * @param {string} path
	 * @param {unknown} [body]
	 */
	callWebhook(path, body = {}) {
		return fetch(`${this.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	}

	/**
	 * Activates a workflow. n8n puts the triggers in place a little later: until then, a webhook answers 404.
	 * @param {{ id: string, versionId: string }} workflow
	 */
	async activate({ id, versionId }) {
		await this.post(`/workflows/${id}/activate`, { versionId });
		await until(`workflow ${id} is active`, async () => {
			const { status } = await this.get(`/workflows/${id}/publication-status`);
			return status === 'published';
		});
	}
}
