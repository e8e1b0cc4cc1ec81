/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command line of its own, never shipped */
import { parseArgs } from 'node:util';

import { guide } from './guide';
import type { JournalEntry, SandboxOptions } from './types';

import { startSandbox } from '.';

const DEFAULT_PORT = 4010;
const USAGE = `npm run sandbox -- [--port ${DEFAULT_PORT}] [--users 0] [--rate 4] [--journal]`;

/** `npm run sandbox`: starts the sandbox and says how to use it. */
async function main(): Promise<void> {
	const options = readArguments();
	try {
		const sandbox = await startSandbox(options);
		console.log(`The sandbox is at ${sandbox.url} (Ctrl-C stops it).\n\n${guide(sandbox)}`);
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => void sandbox.close());
		}
	} catch (error) {
		const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
		fail(taken ? portInUse(Number(options.port)) : String(error));
	}
}

function portInUse(port: number): string {
	return `Port ${port} is in use: choose another with "npm run sandbox -- --port ${port + 1}".`;
}

function fail(message: string): void {
	console.error(message);
	process.exitCode = 1;
}

function readArguments(): SandboxOptions {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: String(DEFAULT_PORT) },
			users: { type: 'string', default: '0' },
			rate: { type: 'string', default: '4' },
			journal: { type: 'boolean', default: false },
		},
	});
	return {
		port: numberOf('port', values.port),
		users: numberOf('users', values.users),
		ubidotsRequestsPerSecond: numberOf('rate', values.rate),
		onRequest: values.journal ? (entry) => console.log(line(entry)) : undefined,
	};
}

function numberOf(name: string, text: string): number {
	const value = Number(text);
	if (text.trim() !== '' && value >= 0) return value;
	throw new Error(`--${name} needs a number, not "${text}".`);
}

function line({ at, service, method, path, status, bodyBytes }: JournalEntry): string {
	const time = new Date(at).toISOString().slice(11, 23);
	return `${time}  ${service.padEnd(7)}  ${method.padEnd(6)}  ${path}  ${bodyBytes} B  -> ${status}`;
}

if (require.main === module) {
	main().catch((error: unknown) => {
		fail(`${error instanceof Error ? error.message : String(error)}\nUsage: ${USAGE}`);
	});
}
