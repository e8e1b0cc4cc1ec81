import { isHostile } from './hostile';
import { jsonBody } from './http';
import { isObject } from './json';
import type { Reply, Request } from './http';
import type { JsonObject } from './json';
import type { Fault, FaultAnswer, Sandbox } from './types';

export const CONTROL = '/__sandbox';

const fixed = ['port', 'now', 'onRequest', 'onBeforeWrite'];
const answers = ['reset', 'hang', 'drip', 'truncatedJson', 'cutOff', 'html'];

/** The sandbox by HTTP, for other processes. */
export function respondToControl(request: Request, sandbox: Sandbox): Reply {
	const body = jsonBody(request);
	switch (`${request.method} ${request.path.slice(CONTROL.length).replace(/\/$/, '')}`) {
		case 'GET /journal':
			return { status: 200, body: sandbox.journal.entries() };
		case 'DELETE /journal':
			return done(() => sandbox.journal.clear());
		case 'POST /faults': {
			const fault = readFault(body);
			return fault
				? done(() => sandbox.faults.add(fault))
				: refused(
						'A fault is an object with an answer: {status, ...}, {hostile: ...} or one of ' +
							answers.join(', '),
					);
		}
		case 'DELETE /faults':
			return done(() => sandbox.faults.clear());
		case 'POST /reset':
			return done(() => sandbox.reset());
		case 'GET /state':
			return { status: 200, body: stateOf(sandbox) };
		case 'PATCH /options':
			return isObject(body)
				? done(() => Object.assign(sandbox.options, changeable(body)))
				: refused('Options are an object.');
		case 'POST /users': {
			const users = isObject(body) ? body.users : undefined;
			if (!Number.isInteger(users)) return refused('Say how many: {"users": 100}.');
			return done(() => {
				sandbox.options.users = Number(users);
				sandbox.reset();
			});
		}
		default:
			return { status: 404, body: { error: 'The sandbox has no such control.' } };
	}
}

function stateOf({ ubidots, upsun, options, journal, openConnections }: Sandbox) {
	return {
		ubidots: {
			users: ubidots.users(),
			tasks: ubidots.tasks(),
			mintedTokens: ubidots.mintedTokens(),
		},
		upsun: { users: upsun.users(), exchanges: upsun.exchanges(), mails: upsun.mails() },
		requests: journal.count(),
		openConnections: openConnections(),
		options,
	};
}

/** JSON knows neither patterns nor Infinity: `{"path": {"regex": "..."}}`, `"times": "Infinity"` or null. */
function readFault(body: unknown): Fault | undefined {
	if (!isObject(body)) return undefined;
	const { answer, match, times } = body;
	if (!isObject(answer) && !answers.includes(String(answer))) return undefined;
	if (isObject(answer) && typeof answer.status !== 'number' && !isHostile(answer.hostile)) {
		return undefined;
	}
	const path = isObject(match) ? match.path : undefined;
	return {
		...body,
		answer: answer as FaultAnswer,
		times: times === null || times === 'Infinity' ? Infinity : (times as number | undefined),
		match: {
			...(isObject(match) ? match : {}),
			path: isObject(path) ? new RegExp(String(path.regex)) : (path as string | undefined),
		},
	};
}

/** The port is taken, and functions do not come as JSON; nor does Infinity, so its name stands for it. */
function changeable(body: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(body)
			.filter(([name]) => !fixed.includes(name))
			.map(([name, value]) => [name, value === 'Infinity' ? Infinity : value]),
	);
}

function done(action: () => void): Reply {
	action();
	return { status: 200, body: { ok: true } };
}

function refused(error: string): Reply {
	return { status: 400, body: { error } };
}
