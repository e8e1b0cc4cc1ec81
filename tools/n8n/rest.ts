/* eslint-disable @n8n/community-nodes/require-node-api-error -- part of the driver of a real n8n, never shipped */
import { randomUUID } from 'node:crypto';

import { IS_OLDER, requireInstalled } from './paths';
import { until } from './wait';

/** Opens nothing but a throw-away n8n on loopback. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Sandbox-2041',
	firstName: 'Robin',
	lastName: 'Owner',
};

const FINISHED = ['success', 'error', 'crashed', 'canceled'];
const LONGEST_ERROR = 600;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- nodes, workflows and answers, whose shapes are n8n's business
export type Json = any;

/** n8n's REST API as the editor uses it: with a cookie and a browser id. */
export class Rest {
	readonly url: string;
	#base: string;
	#cookie = '';
	#browserId = randomUUID();

	constructor(url: string) {
		this.url = url;
		this.#base = `${url}/rest`;
	}

	get headers() {
		return { 'browser-id': this.#browserId, cookie: this.#cookie };
	}

	async call(method: string, path: string, body?: unknown): Promise<Json> {
		const answer = await fetch(this.#base + path, {
			method,
			headers: { 'content-type': 'application/json', ...this.headers },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('n8n-auth='));
		if (cookie) this.#cookie = cookie.split(';')[0];
		const text = await answer.text();
		if (!answer.ok) {
			const { status } = answer;
			const message = `${method} ${path}: ${status} ${text.slice(0, LONGEST_ERROR)}`;
			throw Object.assign(new Error(message), { status });
		}
		if (!text.startsWith('{') && !text.startsWith('[')) return text;
		const json = JSON.parse(text);
		return json.data !== undefined && Object.keys(json).length <= 2 ? json.data : json;
	}

	get = (path: string) => this.call('GET', path);
	post = (path: string, body: unknown = {}) => this.call('POST', path, body);
	patch = (path: string, body: unknown) => this.call('PATCH', path, body);

	/** Makes the owner at the first start, and signs in. */
	async signIn() {
		const settings = await this.get('/settings');
		if (settings.userManagement?.showSetupOnFirstLoad)
			return await this.post('/owner/setup', OWNER);
		const { email, password } = OWNER;
		return await this.post('/login', { emailOrLdapLoginId: email, password });
	}

	/** The descriptions of all node types. */
	async nodeTypes(): Promise<Json[]> {
		// n8n writes the file anew after an installation, and may be in the middle of it.
		return await until('n8n lists its node types', async () => {
			const answer = await fetch(`${this.url}/types/nodes.json`, { headers: this.headers });
			if (!answer.ok) throw new Error(`Node types: ${answer.status}`);
			return answer.json() as Promise<Json[]>;
		});
	}

	/** Saves a workflow; n8n before 2.41 wants to be told that it is not active. */
	save = (workflow: Json) => this.post('/workflows', { active: false, ...workflow });

	/**
	 * Runs a saved workflow, as "Execute workflow" does.
	 * @returns the id of the execution
	 */
	async start(saved: Json, trigger: string): Promise<string> {
		const { executionId } = await this.post(`/workflows/${saved.id}/run`, {
			triggerToStartFrom: { name: trigger },
			// Only an older n8n reads it.
			...(IS_OLDER && { workflowData: saved }),
		});
		return executionId;
	}

	/** Runs a saved workflow, and waits for its end. */
	async run(saved: Json, trigger: string, timeoutMs?: number) {
		return await this.execution(await this.start(saved, trigger), timeoutMs);
	}

	/** A finished execution, with its data unpacked. */
	async execution(id: string, timeoutMs?: number) {
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

	/** An execution as it is now, with its data unpacked (n8n sends them in the form of the library "flatted"). */
	async readExecution(id: string) {
		const found = await this.get(`/executions/${id}`);
		return { ...found, raw: found.data, data: requireInstalled('flatted').parse(found.data) };
	}

	/** The executions of a workflow, the newest first. */
	async executions(workflowId: string): Promise<Json[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const answer = await this.get(`/executions?filter=${filter}&limit=100`);
		return answer.results ?? answer;
	}

	/** Calls an active workflow by its webhook, as any program would: without being signed in. */
	callWebhook(path: string, body: unknown = {}, headers: Record<string, string> = {}) {
		return fetch(`${this.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
	}

	/** Activates a workflow. n8n puts the triggers in place a little later: until then, a webhook answers 404. */
	async activate({ id, versionId }: { id: string; versionId: string }) {
		try {
			await this.post(`/workflows/${id}/activate`, { versionId });
		} catch (error) {
			if (!isMissing(error)) throw error;
			// n8n 1.x, which has the triggers in place when it answers.
			return void (await this.patch(`/workflows/${id}`, { active: true, versionId }));
		}
		await until(`workflow ${id} is active`, async () => {
			try {
				const { status } = await this.get(`/workflows/${id}/publication-status`);
				return status === 'published';
			} catch (error) {
				if (isMissing(error)) return true;
				throw error;
			}
		});
	}
}

/** This n8n has no such call. */
const isMissing = (error: Json) => [404, 405].includes(error?.status);
