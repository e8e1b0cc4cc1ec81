/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the soak runs as a program of its own and is never shipped */
import axios from 'axios';
import { Agent } from 'node:http';

import type { Secrets } from './accounts';
import { USERS } from './job';

/** The sandbox in a process of its own: its memory is not ours. */
export interface SoakSandbox {
	url: string;
	port: string;
	secrets: Secrets;
	addFault(fault: object): Promise<void>;
	/** Forgets what it has noted, so that it does not grow either. */
	tidy(): Promise<void>;
	/** The people it began with. */
	reset(): Promise<void>;
	stop(): Promise<void>;
}

/** Sessions of either service end while a run goes on. */
const OPTIONS = {
	ubidotsRequestsPerSecond: 0,
	sessionTokenSeconds: 1,
	accessTokenSeconds: 1,
	taskDelayMs: 50,
	upsunAdmin: true,
};

/** Starts it with generated users. */
export async function startSoakSandbox(): Promise<SoakSandbox> {
	// Imported here: what is compiled to CommonJS cannot require all that this one needs.
	const { startSandbox } = await import('../n8n/sandbox');
	const { url, secrets, stop } = await startSandbox('soak-sandbox', { users: USERS });
	// No connection is kept: those that are there at the end are the nodes'.
	const control = axios.create({
		baseURL: `${url}/__sandbox`,
		proxy: false,
		httpAgent: new Agent({ keepAlive: false }),
	});
	await control.patch('/options', OPTIONS);
	return {
		url,
		port: new URL(url).port,
		secrets,
		addFault: async (fault) => void (await control.post('/faults', fault)),
		async tidy() {
			await control.delete('/journal');
			await control.delete('/faults');
		},
		reset: async () => void (await control.post('/users', { users: USERS })),
		stop,
	};
}
