/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the sandbox is a server of its own and never shipped */
import type { ServerResponse } from 'node:http';

import { isObject } from './http';
import type { JsonObject, Reply, Request } from './http';

/** What a service may send that means harm, or is broken beyond its pages. */
export type HostileKind = keyof typeof replies | keyof typeof streams;

export interface Hostile {
	kind: HostileKind;
	/** In the place of the status of this kind. */
	status?: number;
	/** Where `redirect` points: an origin. Default: this server by its other name, so that the journal shows who follows. */
	to?: string;
	/** What `echo`, `echoPage` and `leaky` repeat besides what came: a service knows more than the request. */
	texts?: string[];
}

/** A kind, or a kind with its particulars: the option `hostile`, or `{ hostile }` as the answer of a fault. */
export type HostileAnswer = HostileKind | Hostile;

/** What the request would have got; undefined where it is not carried out. */
type Make = (request: Request, good: Reply | undefined, hostile: Hostile) => Reply;

const ROWS = 500;
const FIELDS = 5_000;
const DEPTH = 50_000;
const WIDTH = 100_000;
const MANY = 5_000;
const TRICKLE_MS = 20;

/** Answers that end. */
const replies = {
	/** 1.5 MB of errors, in a list of 500 rows. */
	hugeRows: () => ({ status: 400, body: fill(ROWS, (n) => ({ email: [longText(n, 3_000)] })) }),
	/** 1.5 MB of errors, under 5,000 fields. */
	hugeFields: () => ({ status: 400, body: fieldsOf(FIELDS, (n) => [longText(n, 300)]) }),
	/** Lists within lists: 50,000 of them. */
	deep: () => json(`${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`),
	/** Objects within objects, as many. */
	deepObject: () => json(`${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`),
	/** One object with 100,000 keys. */
	wide: () => ({ status: 200, body: fieldsOf(WIDTH, (n) => n) }),
	/** The good list, whose next page is itself. */
	sameNext: ({ path, query }, good) => {
		const here = pathWithQuery(path, query);
		return changed(good, ({ _links, ...body }) => ({
			...body,
			...('results' in body && { next: here }),
			...(isObject(_links) && { _links: { ..._links, next: { href: here } } }),
		}));
	},
	/** The good list, which says that it is of a million. */
	wrongCount: (_, good) => changed(good, (body) => ({ ...body, count: 1_000_000 })),
	/** Done, says the status; the body is an error. */
	errorInSuccess: () => ({ status: 200, body: { code: 400001, message: 'Nothing was done.' } }),
	/** Failed, says the status; it was carried out, and the body is the good one. */
	successInError: (_, good) => ({ ...good, status: 400 }),
	/** 5,000 users, rows or errors, however many were asked for. */
	longList: (_, good, { status = 200 }) => {
		if (status >= 400) return { status, body: fill(MANY, () => ({ email: ['Not valid.'] })) };
		const more = (list: unknown) => {
			const first: unknown = Array.isArray(list) ? list[0] : undefined;
			return fill(MANY, (n) => ({ ...(isObject(first) ? first : {}), id: `stranger-${n}` }));
		};
		if (!isObject(good?.body)) return { status, body: more(undefined) };
		const { results, items, ...body } = good.body;
		return {
			status,
			body: { ...body, ...(items ? { items: more(items) } : { results: more(results) }) },
		};
	},
	/** Whatever came, in header names and values, in the status text, and as names and texts of error fields. */
	echo: (request, _, { texts }) => {
		const got = everythingIn(request, texts);
		const fields = got.map(([name, value]) => [`${name} ${value}`, [value]]);
		return {
			status: 400,
			statusText: headerText(got.map(([, value]) => value).join(' ')),
			headers: Object.fromEntries(
				got.map(([name, value], n) => [
					`x-${n}-${headerName(value)}`,
					headerText(`${name} ${value}`),
				]),
			),
			body: {
				code: got[0][1],
				message: got.flat().join(' '),
				detail: got.flat(),
				...Object.fromEntries(fields),
			},
		};
	},
	/** The same as the errors of rows. */
	echoRows: (request, _, { texts }) => ({
		status: 400,
		body: {
			detail: everythingIn(request, texts).map(([name, value]) => ({
				[value]: [`${name} ${value}`, { value }],
			})),
		},
	}),
	/** The same as a page; with the status 200 too. */
	echoPage: (request, _, { texts }) => {
		const got = everythingIn(request, texts);
		const lines = got.map((pair) => pair.join(': ')).join('\n');
		const title = got.flat().join(' ');
		const body = `<html><title>${title}</title><body><pre>${lines}</pre></body></html>`;
		return { status: 500, contentType: 'text/html', body };
	},
	/** The good answer, in which every user repeats whatever came: in texts, keys and numbers, as the address and as the password. */
	leaky: (request, good, { texts }) => {
		const got = everythingIn(request, texts);
		const values = got.map(([, value]) => value);
		const leak = {
			url: `http://${request.headers.host}${pathWithQuery(request.path, request.query)}`,
			password: values.join(' '),
			debug: { headers: request.headers, values, said: values.join(' ') },
			seen: Object.fromEntries(values.map((value) => [value, `x${value}`])),
			numbers: values.filter((value) => /^\d{1,15}$/.test(value)).map(Number),
		};
		const leaking = (user: unknown) => (isObject(user) ? { ...user, ...leak } : user);
		return changed(good, ({ results, items, ...body }) => {
			if (Array.isArray(results)) return { ...body, results: results.map(leaking) };
			if (Array.isArray(items)) return { ...body, items: items.map(leaking) };
			return { ...body, ...leak };
		});
	},
	/** To the same path at another host, with the query. */
	redirect: ({ headers, path, query }, _, { to }) => {
		const origin = to ?? `http://${headers.host?.replace('127.0.0.1', 'localhost')}`;
		return { status: 302, headers: { location: `${origin}${pathWithQuery(path, query)}` } };
	},
} satisfies Record<string, Make>;

/** Bodies without an end, until the client leaves. */
const streams = {
	/** A space every 20 ms, where JSON allows any number of them. */
	trickle: (response: ServerResponse) => {
		response.write('{');
		const timer = setInterval(() => response.write(' '), TRICKLE_MS);
		timer.unref();
		response.once('close', () => clearInterval(timer));
	},
	/** A list that goes on as fast as it is read. */
	endless: (response: ServerResponse) => {
		const chunk = '{"id":"63d3f1247fefea000cd325af","username":"again"},'.repeat(1_000);
		const more = () => {
			while (!response.destroyed && response.write(chunk));
		};
		response.on('drain', more);
		response.write('{"results":[', more);
	},
};

/** Kinds that change what the request would have got: it is carried out. */
const AFTER: string[] = ['sameNext', 'wrongCount', 'successInError', 'longList', 'leaky'];

export function needsGoodReply(answer: HostileAnswer): boolean {
	return AFTER.includes(particulars(answer).kind);
}

/** Whether this names a kind: what comes over HTTP or from a command line may be anything. */
export function isHostile(answer: unknown): answer is HostileAnswer {
	const kind = isObject(answer) ? answer.kind : answer;
	return typeof kind === 'string' && (Object.hasOwn(replies, kind) || Object.hasOwn(streams, kind));
}

/** The reply of a kind that ends; for one without an end the function that writes it. */
export function hostileReply(
	answer: HostileAnswer,
	request: Request,
	good: Reply | undefined,
): Reply | ((response: ServerResponse) => number) {
	if (!isHostile(answer)) {
		return { status: 500, body: { message: `There is no hostile ${JSON.stringify(answer)}.` } };
	}
	const hostile = particulars(answer);
	const { kind, status } = hostile;
	if (isStream(kind)) {
		return (response) => {
			response.writeHead(status ?? 200, { 'content-type': 'application/json' });
			streams[kind](response);
			return status ?? 200;
		};
	}
	const make: Make = replies[kind];
	const reply = make(request, good, hostile);
	return { ...reply, status: status ?? reply.status };
}

function isStream(kind: HostileKind): kind is keyof typeof streams {
	return Object.hasOwn(streams, kind);
}

function particulars(answer: HostileAnswer): Hostile {
	return typeof answer === 'string' ? { kind: answer } : answer;
}

function pathWithQuery(path: string, query: URLSearchParams): string {
	return query.size > 0 ? `${path}?${query.toString()}` : path;
}

function json(body: string): Reply {
	return { status: 200, body, contentType: 'application/json' };
}

function changed(good: Reply | undefined, change: (body: JsonObject) => JsonObject): Reply {
	return {
		...good,
		status: good?.status ?? 200,
		body: change(isObject(good?.body) ? good.body : {}),
	};
}

/** Name and value of every header, query parameter and text of the body that a request carries. */
function everythingIn(
	{ headers, path, query, rawBody }: Request,
	known: string[] = [],
): Array<[string, string]> {
	const texts = [...rawBody.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([text]) => text.slice(1, -1));
	const got = [...Object.entries(headers), ...query, ...texts.map((text) => ['body', text])];
	const whole = [
		['url', pathWithQuery(path, query)],
		['raw', rawBody],
	];
	return [...known.map((text) => ['known', text]), ...got, ...whole].filter(
		([, value]) => value !== '',
	) as Array<[string, string]>;
}

/** Header names hold few characters, and Node's client takes 16 kB of headers. */
function headerName(text: string): string {
	return text.replace(/[^\w-]+/g, '-').slice(0, 100);
}

function headerText(text: string): string {
	return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 300);
}

function fieldsOf(count: number, value: (n: number) => unknown): JsonObject {
	return Object.fromEntries(fill(count, (n) => [`field${n}`, value(n)] as const));
}

function fill<T>(count: number, value: (n: number) => T): T[] {
	return Array.from({ length: count }, (_, n) => value(n));
}

function longText(n: number, length: number): string {
	return `Error ${n}: `.padEnd(length, 'not valid, ');
}
