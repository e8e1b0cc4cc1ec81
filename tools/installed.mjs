// Tools with a package of their own, apart so that `npm ci` of the project stays light: they are installed when they are first used.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';

/**
 * Installs what a folder's lock says, unless that is there already.
 * @param {string} folder with a package.json and a package-lock.json
 * @param {string} what for those who wait
 */
export async function ensureInstalled(folder, what) {
	const lock = join(folder, 'package-lock.json');
	// Written last: an install that was interrupted, or is of another lock, is done again.
	const done = join(folder, 'node_modules', '.installed-lock.json');
	if (existsSync(done) && readFileSync(done).equals(readFileSync(lock))) return;
	console.log(`Installing ${what}, once: about a minute`);
	const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	await execa('npm', ['ci', ...flags], { cwd: folder, stdin: 'ignore', stderr: 'inherit' });
	copyFileSync(lock, done);
}

/**
 * Runs a command in the folder of the caller, which finds the tools of that folder before others.
 * @param {string} folder
 * @param {string[]} command
 * @returns {Promise<number>} its exit status
 */
export async function runWith(folder, [command, ...args]) {
	const PATH = [join(folder, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
	const { exitCode = 1 } = await execa(command, args, {
		stdio: 'inherit',
		env: { PATH },
		reject: false,
	});
	return exitCode;
}
