/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command line of its own, never shipped */
import { Command } from 'commander';

import { readAssignment } from './assignments';
import { guide } from './guide';
import type { JournalEntry, SandboxOptions } from './types';

import { startSandbox } from '.';

const DEFAULT_PORT = 4010;

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

interface Arguments {
	port: number;
	users: number;
	rate: number;
	set: SandboxOptions;
	journal?: true;
}

function readArguments(): SandboxOptions {
	const command = new Command('npm run sandbox --');
	const number = (name: string) => (text: string) => {
		const value = Number(text);
		if (text.trim() !== '' && value >= 0) return value;
		return command.error(`--${name} needs a number, not "${text}".`);
	};
	const assign = (text: string, earlier: SandboxOptions): SandboxOptions => {
		try {
			return { ...earlier, ...readAssignment(text) };
		} catch (error) {
			return command.error(`--set: ${(error as Error).message}`);
		}
	};
	const { port, users, rate, set, journal } = command
		.description('The APIs of Ubidots and Upsun for users, in memory on this machine.')
		.option('--port <number>', 'where to listen; 0 is any free port', number('port'), DEFAULT_PORT)
		.option('--users <number>', 'generated users beside the named ones', number('users'), 0)
		.option('--rate <number>', "Ubidots' requests a second; 0 is no limit", number('rate'), 4)
		.option(
			'--set <name=value>',
			'any other option of tools/sandbox, such as omittedFields=tags,email; repeatable',
			assign,
			{},
		)
		.option('--journal', 'print every request')
		.showHelpAfterError()
		.parse()
		.opts<Arguments>();
	return {
		...set,
		port,
		users,
		ubidotsRequestsPerSecond: rate,
		onRequest: journal ? (entry) => console.log(line(entry)) : undefined,
	};
}

function line({ at, service, method, path, status, bodyBytes }: JournalEntry): string {
	const time = new Date(at).toISOString().slice(11, 23);
	return `${time}  ${service.padEnd(7)}  ${method.padEnd(6)}  ${path}  ${bodyBytes} B  -> ${status}`;
}

if (require.main === module) {
	void main();
}
