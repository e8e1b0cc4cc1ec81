/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the benchmark runs as a program of its own and is never shipped */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs one file of the benchmark in a process of its own, and reads the JSON that it prints. */
export async function inChild<T>(
	file: string,
	args: string[],
	env: NodeJS.ProcessEnv = {},
): Promise<T> {
	const { stdout } = await run(
		process.execPath,
		['--expose-gc', '--import', 'tsx', `tools/bench/children/${file}`, ...args],
		{ env: { ...process.env, ...env } },
	);
	return JSON.parse(stdout) as T;
}
