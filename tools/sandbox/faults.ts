/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the sandbox is a server of its own and never shipped */
import { STATUS_CODES } from 'node:http';
import type { ServerResponse } from 'node:http';

import { hostileReply } from './hostile';
import type { HostileAnswer } from './hostile';
import { payloadOf } from './http';
import type { Reply, Request } from './http';
import { pathMatches } from './journal';
import type { Fault, FaultAnswer, Faults, JournalEntry } from './types';

export interface FaultQueue extends Faults {
	/** The fault that this request meets, if any; uses it up. */
	take(request: Request): Fault | undefined;
}

/** Scripted faults, tried in the order in which they were added. */
export function createFaults(): FaultQueue {
	let armed: Array<{ fault: Fault; skip: number; times: number }> = [];
	return {
		add: (fault) => {
			armed.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
		},
		clear: () => {
			armed = [];
		},
		take(request) {
			for (const one of armed) {
				if (one.times <= 0 || !hits(one.fault.match ?? {}, request)) continue;
				if (one.skip > 0) {
					one.skip -= 1;
					continue;
				}
				one.times -= 1;
				return one.fault;
			}
			return undefined;
		},
	};
}

function hits(match: NonNullable<Fault['match']>, request: Request): boolean {
	return (
		(match.service === undefined || match.service === request.service) &&
		(match.method === undefined || match.method.toUpperCase() === request.method) &&
		pathMatches(request.path, match.path) &&
		(match.bodyIncludes === undefined || request.rawBody.includes(match.bodyIncludes))
	);
}

const BAD_GATEWAY_PAGE =
	'<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n' +
	'<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

const DRIP_MS = 100;

/** Writes an answer and says what the journal should hold as its status. */
export function sendReply(response: ServerResponse, reply: Reply): number {
	const { text, contentType } = payloadOf(reply);
	const headers: Record<string, string | number> = { ...reply.headers };
	if (contentType !== undefined) headers['content-type'] = contentType;
	if (reply.status !== 204) headers['content-length'] = Buffer.byteLength(text);
	response.writeHead(reply.status, reply.statusText ?? STATUS_CODES[reply.status], headers);
	response.end(text);
	return reply.status;
}

/** Answers as the fault wants; `reply` is what the request would have got. */
export function sendFault(
	response: ServerResponse,
	answer: FaultAnswer,
	request: Request,
	reply: Reply | undefined,
): JournalEntry['status'] {
	switch (answer) {
		case 'reset':
			response.socket?.resetAndDestroy();
			return 'reset';
		case 'hang':
			return 'hang';
		case 'drip':
			return drip(response, payloadOf(reply ?? { status: 200 }).text);
		case 'html':
			return sendReply(response, { status: 502, body: BAD_GATEWAY_PAGE, contentType: 'text/html' });
		case 'truncatedJson': {
			const text = firstHalf(reply);
			return sendReply(response, { status: 200, body: text, contentType: 'application/json' });
		}
		case 'cutOff': {
			const text = firstHalf(reply);
			response.writeHead(200, {
				'content-type': 'application/json',
				'content-length': Buffer.byteLength(text) * 2,
			});
			response.write(text, () => response.socket?.destroy());
			return 200;
		}
		default:
			if (!('hostile' in answer)) return sendReply(response, answer);
			return sendHostile(response, answer.hostile, request, reply);
	}
}

function sendHostile(
	response: ServerResponse,
	answer: HostileAnswer,
	request: Request,
	good: Reply | undefined,
): number {
	const reply = hostileReply(answer, request, good);
	return typeof reply === 'function' ? reply(response) : sendReply(response, reply);
}

function drip(response: ServerResponse, text: string): number {
	response.writeHead(200, { 'content-type': 'application/json' });
	const bytes = Buffer.from(text);
	let sent = 0;
	const timer = setInterval(() => {
		if (sent < bytes.length && !response.destroyed) response.write(bytes.subarray(sent, ++sent));
		else {
			clearInterval(timer);
			response.end();
		}
	}, DRIP_MS);
	timer.unref();
	return 200;
}

function firstHalf(reply: Reply | undefined): string {
	const text = payloadOf(reply ?? { status: 200 }).text || '{"id":"63d3f1247fefea000cd325af"}';
	return text.slice(0, Math.ceil(text.length / 2));
}
