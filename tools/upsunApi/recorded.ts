/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- writes files for another program, never shipped */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SandboxOptions } from '../sandbox';
import type { Exchange } from './exchange';

type OnRequest = NonNullable<SandboxOptions['onRequest']>;

/**
 * What tests use that no exchange with Upsun can have by its description: a permission of some day, and addresses with other than ASCII
 * letters, which `format: email` does not know.
 */
const BEYOND = /audits:read|[^\0-\x7f][^"@]*@/;

const { UPSUN_EXCHANGES: folder, JEST_WORKER_ID: worker } = process.env;
const seen = new Set<string>();

/** Ids and numbers say nothing about the form of a request. */
const shapeOf = (text: string) =>
	text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|01[0-9A-Z]{24}|\d+/gi, '#');

/**
 * Writes what goes between a client and the sandbox's Upsun into the folder that `npm run check:upsun-api` names, each form of it once;
 * undefined in every other run. Only the node has to send what the description allows: the sandbox is also asked for what it refuses.
 */
export function recorded(sentBy: Exchange['sentBy']): OnRequest | undefined {
	if (folder === undefined) return undefined;
	return ({ service, method, path, query, rawBody, headers }, reply) => {
		if (service !== 'upsun' || path.endsWith('/oauth2/token')) return;
		if (BEYOND.test(JSON.stringify([rawBody, reply]))) return;
		const asked = { method, path: path.replace(/^\/upsun/, ''), query, body: rawBody };
		const request = { ...asked, contentType: headers['content-type'] };
		const shape = shapeOf(JSON.stringify([sentBy, request, reply?.status]));
		if (seen.has(shape)) return;
		seen.add(shape);
		const exchange: Exchange = { sentBy, request, reply };
		appendFileSync(join(folder, `${worker}.ndjson`), `${JSON.stringify(exchange)}\n`);
	};
}
