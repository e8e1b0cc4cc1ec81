/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
// Ends the processes of a driver that was killed: it holds their process ids, told through its standard input, and
// acts when that closes. Of a driver that ended in good order it has no ids left.
import { createInterface } from 'node:readline';

const GRACE_MS = 5000;

const pids: Set<number> = new Set();

function signal(name: NodeJS.Signals) {
	for (const pid of pids) {
		try {
			process.kill(-pid, name);
		} catch {
			pids.delete(pid);
		}
	}
}

// The terminal's Ctrl-C and a closed window are the driver's business.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});

for await (const line of createInterface({ input: process.stdin })) {
	const pid = Number(line.slice(1));
	if (line.startsWith('+')) pids.add(pid);
	else pids.delete(pid);
}
signal('SIGTERM');
if (pids.size > 0) setTimeout(() => signal('SIGKILL'), GRACE_MS);
