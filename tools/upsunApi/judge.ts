/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a program of its own, never shipped */
import { createServer, request as send } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import getPort from 'get-port';

import { payloadOf } from '../sandbox/http';
import type { Exchange } from './exchange';

/** One thing that does not fit the description, as Prism says it. */
export interface Violation {
	location: string[];
	message: string;
	code?: string | number;
}

/** Names the recorded answer that the upstream is to give. */
const NUMBER = 'x-exchange';
const HEADER_BYTES = 1_000_000;
const STARTS_WITHIN_MS = 60_000;
const ANSWERS_WITHIN_MS = 30_000;

/**
 * Sends every request once more, through Prism as a proxy, to a server that repeats the recorded answer; Prism names in a header
 * what of both does not fit the description.
 */
export async function judge(exchanges: Exchange[], folder: string): Promise<Violation[][]> {
	const upstream = repeating(exchanges);
	await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
	const to = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
	const port = await getPort();
	const prism = execa(
		join(folder, 'node_modules/.bin/prism'),
		['proxy', join(folder, 'upsun.openapi.json'), to, '--port', String(port)],
		{
			reject: false,
			stdio: 'ignore',
			env: { NODE_OPTIONS: `--max-http-header-size=${HEADER_BYTES}` },
		},
	);
	try {
		await started(port);
		const found: Violation[][] = [];
		for (const [number, exchange] of exchanges.entries()) {
			found.push(await violationsOf(exchange, number, port));
		}
		return found;
	} finally {
		prism.kill();
		await prism;
		upstream.close();
		upstream.closeAllConnections();
	}
}

function repeating(exchanges: Exchange[]): Server {
	return createServer((request, response) => {
		const reply = exchanges[Number(request.headers[NUMBER])]?.reply ?? { status: 204 };
		const { text, contentType } = payloadOf(reply);
		response.writeHead(reply.status, contentType ? { 'content-type': contentType } : {});
		response.end(text);
	});
}

async function violationsOf(exchange: Exchange, number: number, port: number) {
	if (!isWellFormed(exchange)) {
		return [{ location: ['request'], message: 'The path or the body cannot be read.' }];
	}
	const answer = await answerTo(exchange, number, port);
	const header = answer.headers['sl-violations'];
	return header === undefined ? [] : (JSON.parse(String(header)) as Violation[]);
}

/** Prism ends at a path that is not percent-encoded, and never answers a body that is not JSON. */
function isWellFormed({ request: { path, body } }: Exchange): boolean {
	try {
		decodeURIComponent(path);
		if (body) JSON.parse(body);
		return true;
	} catch {
		return false;
	}
}

async function answerTo({ request }: Exchange, number: number, port: number) {
	const { method, path, query, body, contentType } = request;
	const search = new URLSearchParams(query).toString();
	return await new Promise<IncomingMessage>((resolve, reject) => {
		const sent = send(
			{
				port,
				method,
				path: search ? `${path}?${search}` : path,
				maxHeaderSize: HEADER_BYTES,
				timeout: ANSWERS_WITHIN_MS,
				headers: {
					authorization: 'Bearer token',
					[NUMBER]: String(number),
					...(body && { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }),
				},
			},
			(response) => {
				response.resume();
				response.on('end', () => resolve(response));
			},
		);
		sent.on('error', reject);
		sent.on('timeout', () => sent.destroy(new Error(`Prism does not answer ${method} ${path}`)));
		sent.end(body);
	});
}

/** Prism says nothing that could be waited for: whatever it answers will do. */
async function started(port: number): Promise<void> {
	const end = Date.now() + STARTS_WITHIN_MS;
	const ping: Exchange = { sentBy: 'test', request: { method: 'GET', path: '/teams', query: {} } };
	const answers = async () => await answerTo(ping, -1, port).catch(() => undefined);
	while ((await answers()) === undefined) {
		if (Date.now() > end) throw new Error('Prism did not start within a minute.');
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}
