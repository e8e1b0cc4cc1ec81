/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs what GitHub would run, never shipped */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Ran {
	isDone: boolean;
	/** All that it printed. */
	output: string;
}

type Variables = Record<string, string>;

/** Runs a step of a workflow in a folder, as GitHub would: with its shell, and the variables that it sets. */
export async function runStep(command: string, folder: string, variables: Variables): Promise<Ran> {
	const { execa } = await import('execa');
	const { failed, all } = await execa('bash', ['-eo', 'pipefail', '-c', command], {
		cwd: folder,
		env: { CI: 'true', GITHUB_ACTIONS: 'true', ...variables },
		stdin: 'ignore',
		reject: false,
		all: true,
	});
	return { isDone: !failed, output: all };
}

/**
 * A repository of git with a commit that is checked out.
 * @param isOnMain whether the branch `main` of its origin has that commit, or only the one before
 * @returns its GIT_DIR
 */
export async function writeHistory(folder: string, isOnMain: boolean): Promise<string> {
	const { execa } = await import('execa');
	const identity = ['-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@example.com'];
	const git = async (...args: string[]) => await execa('git', ['-C', folder, ...identity, ...args]);
	const commit = async () => await git('commit', '--quiet', '--allow-empty', '--message', 'One');
	mkdirSync(folder, { recursive: true });
	await git('init', '--quiet');
	await commit();
	await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
	if (!isOnMain) await commit();
	return join(folder, '.git');
}

/**
 * Variables with which npm publishes to a registry on loopback: signed, as the workflow wants it and only GitHub can do, or
 * unsigned. The token is made up, like that registry; npm sends nothing without one.
 */
export async function loopbackVariables(scratch: string, registry: string) {
	const { execa } = await import('execa');
	const { stdout: npm } = await execa('bash', ['-c', 'command -v npm']);
	const config = join(scratch, 'npmrc');
	mkdirSync(scratch, { recursive: true });
	writeFileSync(config, `//${new URL(registry).host}/:_authToken=made-up\n`);
	const withStandIn = (folder: string, more: string[]): Variables => ({
		npm_config_userconfig: config,
		PATH: [writeStandIn(join(scratch, folder), npm, more), process.env.PATH].join(delimiter),
	});
	const ours = `--registry=${registry}`;
	return {
		signed: withStandIn('signed', [ours]),
		unsigned: withStandIn('unsigned', [ours, '--provenance=false']),
	};
}

/** A folder with an `npm` that publishes with these arguments besides, and is otherwise npm. */
function writeStandIn(folder: string, npm: string, more: string[]): string {
	mkdirSync(folder, { recursive: true });
	const script = `#!/bin/sh
[ "$1" = publish ] && set -- "$@" ${more.join(' ')}
exec "${npm}" "$@"
`;
	writeFileSync(join(folder, 'npm'), script);
	chmodSync(join(folder, 'npm'), 0o755);
	return folder;
}
