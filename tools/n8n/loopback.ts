/* eslint-disable @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import getPort from 'get-port';

export const HOST = '127.0.0.1';

/**
 * A loopback port that is free, and that is not given to anybody else for a while.
 * @param wanted this one, if it is free
 */
export const freePort = (wanted?: number) => getPort({ port: wanted, host: HOST });

/** Resolves once somebody answers on this loopback port, rejects if nobody does. */
export async function portAnswers(port: number): Promise<true> {
	const socket = net.connect(port, HOST);
	await once(socket, 'connect');
	socket.destroy();
	return true;
}

/** A server on a loopback port of its own. */
export async function startHttpServer(answer: http.RequestListener) {
	const server = http.createServer(answer).listen(0, HOST);
	await once(server, 'listening');
	const { port } = server.address() as net.AddressInfo;
	const close = () => {
		server.close();
		server.closeAllConnections();
	};
	return { url: `http://${HOST}:${port}`, close };
}
