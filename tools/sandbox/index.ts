/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the sandbox is a server of its own and never shipped */
import type { AddressInfo, Socket } from 'node:net';

import { CONTROL, guide, respondToControl } from './control';
import { withoutBody } from './doubts';
import { createFaults } from './faults';
import type { Reply, Request } from './http';
import { createJournal } from './journal';
import { resolveOptions, secrets } from './options';
import { createServer } from './server';
import type { Sandbox, SandboxOptions, Service } from './types';
import { createUbidots } from './ubidots';
import type { Ubidots } from './ubidots';
import { createUpsun } from './upsun';
import type { Upsun } from './upsun';

export { generatedUserId, generatedUsername } from './ubidots/people';
export { generatedPerson, generatedUpsunId } from './upsun/seeds';
export type { UbidotsUser } from './ubidots/model';
export type { UpsunUser } from './upsun/store';
export type { UpsunOrganization, UpsunProject, UpsunTeam } from './upsun/people/places';
export type { HostileAnswer, HostileKind } from './hostile';
export type {
	Fault,
	FaultAnswer,
	JournalEntry,
	JournalFilter,
	Mail,
	Sandbox,
	SandboxOptions,
	Secrets,
	TaskView,
	UpsunAccess,
} from './types';

const HOST = '127.0.0.1';

/** Starts both APIs on one loopback port. Rejects with EADDRINUSE when the wanted port is taken. */
export async function startSandbox(given: SandboxOptions = {}): Promise<Sandbox> {
	const options = resolveOptions(given);
	const journal = createJournal();
	const faults = createFaults();
	const sockets = new Set<Socket>();
	const late = {} as { sandbox: Sandbox; ubidots: Ubidots; upsun: Upsun };
	const respond = (request: Request): Reply => {
		if (isControl(request.path)) return respondToControl(request, late.sandbox);
		if (request.service !== 'control') {
			return withoutBody(request, late[request.service].respond(request), options);
		}
		return request.path === '/'
			? { status: 200, body: guide(late.sandbox) }
			: { status: 404, body: { error: 'Neither API has this path.' } };
	};
	const server = createServer({ options, journal, faults, serviceOf, isControl, respond });
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port, HOST, resolve);
	});
	options.port = (server.address() as AddressInfo).port;
	const url = `http://${HOST}:${options.port}`;
	const ubidots = createUbidots(options, url);
	const upsun = createUpsun(options);
	const sandbox: Sandbox = {
		url,
		secrets,
		ubidots: ubidots.access,
		upsun: upsun.access,
		journal,
		faults,
		options,
		openConnections: () => sockets.size,
		reset() {
			ubidots.reset();
			upsun.reset();
			journal.clear();
			faults.clear();
		},
		close: async () => {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
	};
	Object.assign(late, { sandbox, ubidots, upsun });
	return sandbox;
}

/** By path: Ubidots has everything below /api, Upsun the rest that either API knows. */
function serviceOf(path: string): Service {
	if (path.startsWith('/api/')) return 'ubidots';
	return /^(\/upsun)?\/(oauth2|users|organizations|projects|teams|ref)(\/|$)/.test(path)
		? 'upsun'
		: 'control';
}

function isControl(path: string): boolean {
	return path.startsWith(`${CONTROL}/`);
}
