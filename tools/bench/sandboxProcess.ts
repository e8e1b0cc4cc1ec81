/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- the benchmark runs as a program of its own and is never shipped */
import axios from 'axios';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { secrets } from '../sandbox/options';
import type { JournalEntry } from '../sandbox';

/** The sandbox in a process of its own, so that its time and memory are not measured along. */
export interface SandboxProcess {
	url: string;
	token: string;
	/** Back to the people it started with, an empty journal, and this limit; 0 = none. */
	reset(requestsPerSecond?: number): Promise<void>;
	journal(): Promise<JournalEntry[]>;
	close(): Promise<void>;
}

const ADDRESS = /at (http:\/\/[\d.:]+)/;

export async function startSandboxProcess(users: number): Promise<SandboxProcess> {
	const child = spawn(
		process.execPath,
		[
			'--import',
			'tsx',
			'tools/sandbox/main.ts',
			'--port',
			'0',
			'--users',
			`${users}`,
			'--rate',
			'0',
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	let url: string | undefined;
	for await (const line of createInterface({ input: child.stdout })) {
		url = ADDRESS.exec(line)?.[1];
		if (url) break;
	}
	if (!url) throw new Error('The sandbox did not start');
	child.stdout.resume();
	const control = axios.create({ baseURL: `${url}/__sandbox`, proxy: false });
	return {
		url,
		token: secrets.ubidotsToken,
		async reset(requestsPerSecond = 0) {
			await control.post('/reset');
			await control.patch('/options', { ubidotsRequestsPerSecond: requestsPerSecond });
		},
		journal: async () => (await control.get<JournalEntry[]>('/journal')).data,
		async close() {
			child.kill();
			await once(child, 'exit');
		},
	};
}
