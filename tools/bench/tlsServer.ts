/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the benchmark runs as a program of its own and is never shipped */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

import type { Addresses } from './connectionsChild';

async function portOf(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

/** Hands on what comes from one side to the other, so much later. */
function forward(from: Socket, to: Socket, ms: number): void {
	const later = (work: () => void) => setTimeout(work, ms);
	from.on('data', (chunk) => later(() => to.writable && to.write(chunk)));
	from.on('end', () => later(() => to.end()));
	from.on('error', () => to.destroy());
}

/** A far away server: each way takes half a round trip, and so does each packet of opening the connection. */
const delayedTo = (port: number, roundTripMs: number): Server =>
	createServer((client) => {
		client.setNoDelay(true);
		client.pause();
		// The operating system has opened the connection already, without any delay.
		setTimeout(() => {
			const server = connect({ port, host: '127.0.0.1', noDelay: true });
			forward(client, server, roundTripMs / 2);
			forward(server, client, roundTripMs / 2);
			client.resume();
		}, roundTripMs);
	});

/** Answers each request over TLS with the user that was sent. */
async function main([folder, roundTripMs]: string[]): Promise<void> {
	const [key, cert] = ['key.pem', 'cert.pem'].map((file) => readFileSync(join(folder, file)));
	const api = createHttpsServer({ key, cert }, (request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const id = request.url?.split('/').pop();
			const sent = JSON.parse(Buffer.concat(chunks).toString()) as object;
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ id, ...sent }));
		});
	});
	const direct = await portOf(api);
	const delayed = await portOf(delayedTo(direct, Number(roundTripMs)));
	const addresses: Addresses = {
		direct: `https://localhost:${direct}`,
		delayed: `https://localhost:${delayed}`,
	};
	process.send?.(addresses);
}

void main(process.argv.slice(2));
