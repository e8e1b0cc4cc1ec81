import { isHostile } from './hostile';
import { isObject, jsonBody } from './http';
import type { JsonObject, Reply, Request } from './http';
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
		upsun: {
			users: upsun.users(),
			organizations: upsun.organizations,
			projects: upsun.projects,
			teams: upsun.teams,
			exchanges: upsun.exchanges(),
			mails: upsun.mails(),
		},
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

/** How to point a credential at the sandbox, as plain text. */
export function guide({ url, secrets }: Pick<Sandbox, 'url' | 'secrets'>): string {
	const { ubidotsToken, ubidotsApiKey, upsunApiToken, upsunAccessToken } = secrets;
	return `Ubidots and Upsun users APIs, in memory on this machine. Nothing here reaches the real services.

Ubidots API credential
  Authentication       Token, or API Key
  Token                ${ubidotsToken}
  API Key              ${ubidotsApiKey}
  Base URL             ${url}

Upsun API credential
  Authentication       API Token, or Access Token
  API Token            ${upsunApiToken}
  Access Token         ${upsunAccessToken}
  API URL              ${url}
  Auth URL             ${url}

Try
  curl '${url}/api/v2.0/users/?page_size=3&fields=id,username,email' -H 'X-Auth-Token: ${ubidotsToken}'

  curl -X PATCH '${url}/api/v2.0/users/~testt' -H 'X-Auth-Token: ${ubidotsToken}' \\
    -H 'Content-Type: application/json' -d '{"firstName": "first", "lastName": "Ubidots"}'

  curl -X PATCH '${url}/api/v2.0/users/_/bulk/update/' -H 'X-Auth-Token: ${ubidotsToken}' \\
    -H 'Content-Type: application/json' -H 'X-Bulk-Operation: True' \\
    -d '[{"id": "409dba9c67d3bb19f554", "username": "ines"}, {"id": "445da83878abc3c75756", "username": "otto"}]'

  curl '${url}/oauth2/token' -u platform-api-user: -d grant_type=api_token -d api_token=${upsunApiToken}

  curl '${url}/users/me' -H 'Authorization: Bearer ${upsunAccessToken}'

  curl '${url}/organizations/name=acme-energy/members' -H 'Authorization: Bearer ${upsunAccessToken}'

What arrived:  curl '${url}/__sandbox/journal'
Who is there:  curl '${url}/__sandbox/state'
Start again:   curl -X POST '${url}/__sandbox/reset'
`;
}
