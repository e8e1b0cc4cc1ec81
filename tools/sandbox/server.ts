/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the sandbox is a server of its own and never shipped */
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { isAsDescribed, isWrite } from './doubts';
import { sendFault, sendReply } from './faults';
import type { FaultQueue } from './faults';
import { needsGoodReply } from './hostile';
import type { Reply, Request } from './http';
import type { RecordingJournal } from './journal';
import type { Fault, FaultAnswer, ResolvedOptions, Service } from './types';

export interface ServerParts {
	options: ResolvedOptions;
	journal: RecordingJournal;
	faults: FaultQueue;
	serviceOf(path: string): Service;
	/** Requests to the sandbox itself: never journalled, never faulted. */
	isControl(path: string): boolean;
	respond(request: Request): Reply;
}

/** HTTP in and out: reads, records, lets faults step in, waits for the latency, answers. */
export function createServer(parts: ServerParts): Server {
	const inFlight: Record<Service, number> = { ubidots: 0, upsun: 0, control: 0 };
	const server = createHttpServer((message, response) => {
		const [path, search = ''] = splitOnce(message.url ?? '/', '?');
		const service = parts.serviceOf(path);
		const arrival = { at: parts.options.now(), inFlight: (inFlight[service] += 1) };
		const leave = once(() => (inFlight[service] -= 1));
		response.once('close', leave);
		void readBody(message).then(({ rawBody, bodyBytes, complete }) => {
			const method = message.method ?? 'GET';
			const query = new URLSearchParams(search);
			const headers = flatten(message.headers);
			const request = { service, method, path, query, headers, rawBody, bodyBytes };
			if (parts.isControl(path)) {
				if (complete) sendReply(response, safely(parts, request));
				return;
			}
			answer(parts, request, arrival, response, leave, complete);
		});
	});
	// A pooled client must not meet a socket that closes just as it sends.
	server.keepAliveTimeout = 120_000;
	server.requestTimeout = 0;
	return server;
}

function answer(
	parts: ServerParts,
	request: Request,
	arrival: { at: number; inFlight: number },
	response: ServerResponse,
	leave: () => void,
	complete: boolean,
) {
	const { options, journal } = parts;
	const entry = journal.record(request, arrival);
	if (!complete) return;
	const fault = request.service === 'control' ? undefined : faultOf(request, parts);
	const isCarriedOut = fault === undefined || fault.when === 'after' || needsReply(fault.answer);
	const reply = isCarriedOut ? safely(parts, request) : undefined;
	const send = () => {
		if (response.destroyed) return;
		if (fault?.answer !== 'hang') leave();
		entry.status = fault
			? sendFault(response, fault.answer, request, reply)
			: sendReply(response, reply as Reply);
		options.onRequest?.(entry, fault || !isAsDescribed(options) ? undefined : reply);
	};
	const writeMs = isWrite(request) ? options.writeLatencyMs : 0;
	const delayMs = options.latencyMs + writeMs + (fault?.delayMs ?? 0);
	if (delayMs <= 0) return send();
	const timer = setTimeout(send, delayMs);
	timer.unref();
	response.once('close', () => clearTimeout(timer));
}

/** A scripted fault, else what every request meets. */
function faultOf(request: Request, { faults, options }: ServerParts): Fault | undefined {
	const { hostile } = options;
	return faults.take(request) ?? (hostile === null ? undefined : { answer: { hostile } });
}

function needsReply(answer: FaultAnswer): boolean {
	if (typeof answer === 'string') return answer === 'drip';
	return 'hostile' in answer && needsGoodReply(answer.hostile);
}

/** A mistake in the sandbox is a 500 with its text, not a client that waits for ever. */
function safely(parts: ServerParts, request: Request): Reply {
	try {
		return parts.respond(request);
	} catch (error) {
		const text = error instanceof Error ? error.message : String(error);
		return { status: 500, body: { message: `The sandbox failed: ${text}` } };
	}
}

async function readBody(message: IncomingMessage) {
	const chunks: Buffer[] = [];
	let complete = true;
	try {
		for await (const chunk of message) chunks.push(chunk as Buffer);
	} catch {
		complete = false;
	}
	const bytes = Buffer.concat(chunks);
	return { rawBody: bytes.toString('utf8'), bodyBytes: bytes.length, complete };
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
	const flat: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	return flat;
}

function splitOnce(text: string, separator: string): string[] {
	const at = text.indexOf(separator);
	return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function once(action: () => void): () => void {
	let done = false;
	return () => {
		if (done) return;
		done = true;
		action();
	};
}
