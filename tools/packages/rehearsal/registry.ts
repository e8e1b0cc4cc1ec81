/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server of its own, never shipped */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What npm sends to publish a package. */
interface Publication {
	name: string;
	'dist-tags': Record<string, string>;
	_attachments: Record<string, { data: string }>;
}

export interface Published {
	name: string;
	tags: Record<string, string>;
	tarball: Buffer;
	/** The names of everything that came along; the statement of provenance would be one. */
	attachments: string[];
}

/** A registry on loopback that takes what is published and knows nothing yet. */
export async function startPublishRegistry() {
	const published: Published[] = [];
	const take = async (request: IncomingMessage) => {
		const publication = JSON.parse(await text(request)) as Publication;
		const attachments = Object.keys(publication._attachments);
		const tarball = attachments.find((name) => name.endsWith('.tgz')) ?? '';
		published.push({
			name: publication.name,
			tags: publication['dist-tags'],
			tarball: Buffer.from(publication._attachments[tarball].data, 'base64'),
			attachments,
		});
	};
	const server = createServer((request, response) => {
		response.setHeader('content-type', 'application/json');
		if (request.method !== 'PUT') {
			response.statusCode = 404;
			response.end('{"error":"not found"}');
			return;
		}
		take(request).then(
			() => response.writeHead(201).end('{"ok":true}'),
			() => response.writeHead(400).end('{"error":"no publication"}'),
		);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	const close = () => {
		server.close();
		server.closeAllConnections();
	};
	return { url: `http://127.0.0.1:${port}`, published, close };
}
