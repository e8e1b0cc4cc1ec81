/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error, no-console -- part of the driver of a real n8n, never shipped */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';

import { LOGS, ROOT } from './paths';

/** n8n waits up to 30 s for running executions when it is told to end; we do not wait that long. */
const GRACE_MS = 15_000;

export interface Running {
	name: string;
	pid: number;
	/** Where its output goes. */
	log: string;
	/** How it ended, once it has. */
	ended: string | undefined;
	stop: () => Promise<void>;
}

const running: Set<Running> = new Set();
let guard: ChildProcess | undefined;
let stopping = false;

/** Whether everything is being ended, because somebody asked for it. */
export const isStopping = () => stopping;

/** For what has nothing more to do until the process exits. */
export const never = () => new Promise(() => {});

/** Ends our children when this process dies without a chance to do it: it notices that its standard input closes. */
function tellGuard(line: string) {
	if (!guard) {
		guard = spawn(process.execPath, ['--import', 'tsx', 'tools/n8n/guard.ts'], {
			cwd: ROOT,
			stdio: ['pipe', 'ignore', 'ignore'],
			detached: true,
		});
		guard.unref();
		guard.stdin?.on('error', () => undefined);
		(guard.stdin as Socket | null)?.unref();
	}
	guard.stdin?.write(`${line}\n`);
}

/**
 * Starts a program as a process group of its own, with its output in a log file. It is ended with this process,
 * however this process ends.
 */
export function start(
	name: string,
	command: string,
	args: string[],
	options: { env?: NodeJS.ProcessEnv; cwd?: string; stopSignal?: 'SIGTERM' | 'SIGINT' } = {},
): Running {
	const { env = process.env, cwd, stopSignal = 'SIGTERM' } = options;
	if (stopping) throw new Error(`${name} is not started any more`);
	mkdirSync(LOGS, { recursive: true });
	const log = join(LOGS, `${name}.log`);
	// The types of execa know no file descriptors but the first three.
	const output = openSync(log, 'w') as 1;
	const child = execa(command, args, {
		env,
		extendEnv: false,
		cwd,
		stdin: 'ignore',
		stdout: output,
		stderr: output,
		detached: true,
		reject: false,
		killSignal: stopSignal,
		forceKillAfterDelay: GRACE_MS,
	});
	const { pid = 0 } = child;
	const one: Running = { name, pid, log, ended: undefined, stop };
	running.add(one);
	if (pid) tellGuard(`+${pid}`);
	const ending = child.then(({ signal, exitCode, originalMessage }) => {
		one.ended = signal ?? (exitCode === undefined ? originalMessage : `exit code ${exitCode}`);
		running.delete(one);
		killGroup(pid);
		if (pid) tellGuard(`-${pid}`);
	});

	async function stop() {
		child.kill();
		await ending;
	}
	return one;
}

/** What is left of a process group of ours, such as n8n's task runner. */
function killGroup(pid: number) {
	if (!pid) return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Nothing is left.
	}
}

/** Ends everything that was started here. */
async function stopAll() {
	await Promise.all([...running].map((one) => one.stop()));
}

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Runs `work`, and ends what it started whether it succeeds, fails or is interrupted. */
export async function withCleanUp(work: () => Promise<void>) {
	for (const [signal, exitCode] of Object.entries(EXIT_CODES)) {
		// A terminal's Ctrl-C reaches us twice when npm hands it on: the second time changes nothing.
		process.on(signal, () => {
			if (stopping) return;
			stopping = true;
			console.log(`Stopping (${signal}) ...`);
			void stopAll().finally(() => process.exit(exitCode));
		});
	}
	try {
		await work();
	} catch (error) {
		// What was waited for ended because it was stopped: nothing to report.
		if (stopping) await never();
		throw error;
	} finally {
		await stopAll();
	}
}
