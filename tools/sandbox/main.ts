/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command line of its own, never shipped */
import { Command } from 'commander';

import { startSandbox } from '.';
import { guide } from './control';
import { resolveOptions } from './options';
import type { JournalEntry, SandboxOptions } from './types';

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

/** These have arguments of their own. */
const ARGUMENTS = ['port', 'users', 'ubidotsRequestsPerSecond'];

/** Functions do not come from a command line. */
const SETTABLE: Record<string, unknown> = Object.fromEntries(
	Object.entries(resolveOptions()).filter(
		([name, value]) =>
			!ARGUMENTS.includes(name) && typeof value !== 'function' && value !== undefined,
	),
);

/**
 * An option written as `name=value`. The value is JSON, or a text; a list may be written as `a,b`. Throws what to say to
 * somebody who wrote it otherwise.
 */
export function readAssignment(text: string): SandboxOptions {
	const [, name = text, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
	if (!Object.hasOwn(SETTABLE, name)) {
		throw new Error(`"${name}" is no option. Options are ${Object.keys(SETTABLE).join(', ')}.`);
	}
	if (value === undefined) throw new Error(`${name} needs a value: ${name}=...`);
	return { [name]: Array.isArray(SETTABLE[name]) ? listFrom(value) : valueFrom(value) };
}

function listFrom(text: string): unknown {
	const value = valueFrom(text);
	if (Array.isArray(value)) return value;
	return text === '' ? [] : text.split(',').map((one) => one.trim());
}

function valueFrom(text: string): unknown {
	if (text === 'Infinity') return Infinity;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

if (require.main === module) {
	void main();
}
