/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs what GitHub would run, never shipped */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the stand-in for npm says before it publishes: the setting that GitHub's run would sign by. */
export const ASKED = 'provenance asked for:';

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
 * Variables with which npm publishes to a registry on loopback: signed, as the workflow wants it and only GitHub can do, or
 * unsigned. The token is made up, like that registry; npm sends nothing without one.
 */
export async function loopbackVariables(scratch: string, registry: string, tag: string) {
	const { execa } = await import('execa');
	const { stdout: npm } = await execa('bash', ['-c', 'command -v npm']);
	const config = join(scratch, 'npmrc');
	mkdirSync(scratch, { recursive: true });
	writeFileSync(config, `//${new URL(registry).host}/:_authToken=made-up\n`);
	const withStandIn = (folder: string, more: string[]): Variables => ({
		GITHUB_REF_NAME: tag,
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
if [ "$1" = publish ]; then
	echo "${ASKED} $NPM_CONFIG_PROVENANCE"
	set -- "$@" ${more.join(' ')}
fi
exec "${npm}" "$@"
`;
	writeFileSync(join(folder, 'npm'), script);
	chmodSync(join(folder, 'npm'), 0o755);
	return folder;
}
