import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import getPort from 'get-port';

export const HOST = '127.0.0.1';

/**
 * A loopback port that is free, and that is not given to anybody else for a while.
 * @param {number} [wanted] this one, if it is free
 */
export const freePort = (wanted) => getPort({ port: wanted, host: HOST });

/**
 * Resolves once somebody answers on this loopback port, rejects if nobody does.
 * @param {number} port
 * @returns {Promise<true>}
 */
export async function portAnswers(port) {
	const socket = net.connect(port, HOST);
	await once(socket, 'connect');
	socket.destroy();
	return true;
}

/**
 * A server on a loopback port of its own.
 * @param {http.RequestListener} answer
 */
export async function startHttpServer(answer) {
	const server = http.createServer(answer).listen(0, HOST);
	await once(server, 'listening');
	const { port } = /** @type {net.AddressInfo} */ (server.address());
	const close = () => {
		server.close();
		server.closeAllConnections();
	};
	return { url: `http://${HOST}:${port}`, close };
}
