import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

import { LOGS } from './paths.mjs';

/** n8n waits up to 30 s for running executions when it is told to end; we do not wait that long. */
const GRACE_MS = 15_000;

/**
 * @typedef {object} Running
 * @property {string} name
 * @property {number} pid
 * @property {string} log where its output goes
 * @property {string | undefined} ended how it ended, once it has
 * @property {() => Promise<void>} stop
 */

/** @type {Set<Running>} */
const running = new Set();
/** @type {import('node:child_process').ChildProcess | undefined} */
let guard;
let stopping = false;

/** Whether everything is being ended, because somebody asked for it. */
export const isStopping = () => stopping;

/** For what has nothing more to do until the process exits. */
export const never = () => new Promise(() => {});

/** Ends our children when this process dies without a chance to do it: it notices that its standard input closes. */
function tellGuard(/** @type {string} */ line) {
	if (!guard) {
		const script = fileURLToPath(new URL('guard.mjs', import.meta.url));
		guard = spawn(process.execPath, [script], {
			stdio: ['pipe', 'ignore', 'ignore'],
			detached: true,
		});
		guard.unref();
		guard.stdin?.on('error', () => undefined);
		/** @type {any} */ (guard.stdin)?.unref?.();
	}
	guard.stdin?.write(`${line}\n`);
}

/**
 * Starts a program as a process group of its own, with its output in a log file. It is ended with this process,
 * however this process ends.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, stopSignal?: 'SIGTERM' | 'SIGINT' }} [options]
 * @returns {Running}
 */
export function start(name, command, args, options = {}) {
	const { env = process.env, cwd, stopSignal = 'SIGTERM' } = options;
	if (stopping) throw new Error(`${name} is not started any more`);
	mkdirSync(LOGS, { recursive: true });
	const log = join(LOGS, `${name}.log`);
	// The types of execa know no file descriptors but the first three.
	const output = /** @type {any} */ (openSync(log, 'w'));
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
	/** @type {Running} */
	const one = { name, pid, log, ended: undefined, stop };
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
function killGroup(/** @type {number} */ pid) {
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

/**
 * Runs `work`, and ends what it started whether it succeeds, fails or is interrupted.
 * @param {() => Promise<void>} work
 */
export async function withCleanUp(work) {
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
