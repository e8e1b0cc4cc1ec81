/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the benchmark runs as a program of its own and is never shipped */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { inChild } from './child';
import type { Connections } from './connectionsChild';
import { type Line, table } from './table';

const run = promisify(execFile);

const times = (value: number) => `${value.toFixed(2)} x`;
const ms = (value: number) => `${value.toFixed(2)} ms`;

/** A certificate that nobody else trusts, and its key: valid for a day. */
async function withCertificate<T>(work: (folder: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'bench-tls-'));
	try {
		const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
		const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
		const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
		await run('openssl', ['req', '-x509', '-nodes', '-days', '1', ...kind, ...subject, ...files]);
		return await work(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function linesOf({ roundTripMs, rows, inFlight, msPerRow, cpuMsPerRow }: Connections): Line[] {
	const title = `${rows} updates over TLS, ${roundTripMs} ms there and back, ${inFlight} in flight`;
	const { ours, fresh, kept } = msPerRow;
	return [
		{ what: `${title}: our node, to axios that keeps connections`, measured: times(ours / kept) },
		{
			what: `${title}: axios with a connection for each request, to one that keeps them`,
			measured: times(fresh / kept),
		},
		{
			what: `${title}: computing for the connection, of our node's computing`,
			measured: `${Math.round((100 * (cpuMsPerRow.fresh - cpuMsPerRow.kept)) / cpuMsPerRow.ours)} %`,
		},
		{
			what: `${title}: a row with our node, axios anew, axios kept`,
			measured: [ours, fresh, kept].map(ms).join(', '),
			dependsOnMachine: true,
		},
	];
}

/** What it costs that n8n opens a connection for each request. */
export async function connectionsReport(progress: (text: string) => void): Promise<string> {
	return await withCertificate(async (folder) => {
		const env = { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') };
		progress('Over TLS with and without latency (1 minute)');
		const measured = await inChild<Connections[]>('connectionsChild.ts', [folder], env);
		return table(measured.flatMap(linesOf));
	});
}
