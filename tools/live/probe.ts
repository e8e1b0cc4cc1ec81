/* eslint-disable @n8n/community-nodes/require-node-api-error -- a command line of its own, never shipped */
import axios, { type AxiosResponse, isAxiosError } from 'axios';

import { parseRetryAfter } from '../../nodes/shared/http/retry';
import { monotonicMs, stopByUser, waitUntil } from '../../nodes/shared/waiting';
import { Failure } from './step';

export interface Reply {
	status: number;
	/** Undefined where there is none, or it is no JSON. */
	body: unknown;
	headers: Record<string, string>;
	ms: number;
}

/** A request that was answered: nothing that names anybody, but for the reply. */
export interface Entry extends Reply {
	method: string;
	/** With `{key}` for what stands in it. */
	path: string;
	query: string[];
	at: number;
}

interface Sent {
	/** What stands in the path, by name. */
	at?: Record<string, string>;
	query?: Record<string, string | number>;
	body?: unknown;
	headers?: Record<string, string>;
	/** In the place of the path, which is then only a name for it. */
	url?: string;
}

export interface ProbeOptions {
	service: 'Ubidots' | 'Upsun';
	baseUrl: string;
	perSecond: number;
	/** Ends what is under way. */
	signal?: AbortSignal;
	say(text: string): void;
}

/** One request is not tried longer than this. */
const MOST_WAITED_MS = 120_000;
const LONGEST_WAIT_MS = 30_000;
const TIMEOUT_MS = 60_000;

export const isOverLimit = (status: number) => status === 429 || status === 420;

/** Sends one request after the other at the pace of the account, and remembers what came back. */
export class Probe {
	readonly log: Entry[] = [];
	headers: Record<string, string> = {};
	private nextAt = 0;

	constructor(readonly options: ProbeOptions) {}

	async get(path: string, sent: Sent = {}): Promise<Reply> {
		return await this.send('GET', path, sent);
	}

	/** @throws Failure when no answer comes, none but 429, or one that is no API's */
	async send(method: string, path: string, sent: Sent = {}): Promise<Reply> {
		const startedAt = Date.now();
		for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
			await this.turn();
			const entry = await this.attempt(method, path, sent);
			this.log.push(entry);
			if (!isOverLimit(entry.status)) return entry;
			const asked = parseRetryAfter(entry.headers['retry-after'], Date.now());
			const pause = Math.max(asked ?? waitMs, 100);
			if (Date.now() + pause - startedAt > MOST_WAITED_MS) throw this.limited(entry.status);
			this.options.say(
				`${this.options.service} answered ${entry.status}: waiting ${Math.ceil(pause / 1000)} s.`,
			);
			await this.wait(pause);
		}
	}

	/** @throws Failure when the check is stopped meanwhile */
	async wait(ms: number): Promise<void> {
		try {
			await waitUntil(monotonicMs() + ms, stopByUser(this.options.signal));
		} catch {
			throw new Failure('Stopped.');
		}
	}

	private async turn(): Promise<void> {
		const { perSecond, signal } = this.options;
		if (signal?.aborted) throw new Failure('Stopped.');
		const waitMs = this.nextAt - Date.now();
		if (waitMs > 0) await this.wait(waitMs);
		if (perSecond > 0) this.nextAt = Date.now() + 1000 / perSecond;
	}

	private async attempt(method: string, path: string, sent: Sent): Promise<Entry> {
		const { baseUrl, signal, service } = this.options;
		const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
			encodeURIComponent(sent.at?.[name] ?? ''),
		);
		const at = Date.now();
		try {
			const response = await axios.request<string>({
				method,
				url: sent.url ?? baseUrl + filled,
				params: sent.query,
				data: typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body),
				headers: {
					...(sent.body !== undefined && { 'content-type': 'application/json' }),
					...this.headers,
					...sent.headers,
				},
				responseType: 'text',
				transformResponse: (text: string) => text,
				validateStatus: () => true,
				maxRedirects: 0,
				maxContentLength: 50_000_000,
				timeout: TIMEOUT_MS,
				signal,
			});
			const query = Object.keys(sent.query ?? {});
			return { ...this.replyOf(response, at), method, path, query, at };
		} catch (error) {
			if (error instanceof Failure) throw error;
			if (signal?.aborted) throw new Failure('Stopped.');
			const code = isAxiosError(error) ? (error.code ?? 'no code') : 'no code';
			throw new Failure(
				`No answer came from ${service} (${code}): check the network and the address, and run it again.`,
			);
		}
	}

	private replyOf({ status, data, headers }: AxiosResponse<string>, at: number): Reply {
		const body = jsonOf(data);
		const isApi = body !== undefined || data === '' || (status >= 400 && status < 500);
		if (!isApi) {
			throw new Failure(
				`${this.options.service} answered with a page that is no JSON (status ${status}): check that the address is the API's, not the console's, and that no proxy stands before it.`,
			);
		}
		const named = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
		return { status, body, headers: Object.fromEntries(named), ms: Date.now() - at };
	}

	private limited(status: number): Failure {
		const { service, perSecond } = this.options;
		return new Failure(
			`${service} answered ${status} for ${MOST_WAITED_MS / 1000} s on end: wait until nothing else uses the account, or run it with --rate lower than ${perSecond}.`,
		);
	}
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
