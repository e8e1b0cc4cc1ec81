/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a server of its own for tests, never shipped */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

const DRIP_MS = 20;
// A test may put its own clock in the place of the timers later on.
const { setInterval: every, clearInterval: stop } = globalThis;

export interface DrippingServer {
	url: string;
	/** How many requests have come. */
	requestCount(): number;
	/** How many connections are open at this moment. */
	connections(): number;
	/** From now on requests to this path are answered with this JSON; all others drip. */
	answer(path: string, body: unknown): void;
	close(): Promise<void>;
}

/** A server whose answers begin at once and never end: a blank every few milliseconds, so that no timer of inactivity ends them. */
export async function startDrippingServer(): Promise<DrippingServer> {
	const open = new Set<Socket>();
	const answers = new Map<string, string>();
	let requestCount = 0;
	const drip = (response: ServerResponse) => {
		const timer = every(() => response.write(' '), DRIP_MS);
		response.once('close', () => stop(timer));
	};
	const server = createServer((request, response) => {
		requestCount += 1;
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json' });
		const answer = answers.get(request.url ?? '');
		if (answer === undefined) drip(response);
		else response.end(answer);
	});
	server.on('connection', (socket) => {
		open.add(socket);
		socket.once('close', () => open.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		requestCount: () => requestCount,
		connections: () => open.size,
		answer: (path, body) => void answers.set(path, JSON.stringify(body)),
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
