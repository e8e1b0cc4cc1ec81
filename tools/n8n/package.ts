/* eslint-disable @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { createHash } from 'node:crypto';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import which from 'which';

import { startHttpServer } from './loopback';
import { PACKAGE, ROOT, RUN } from './paths';
import { Problem } from './problem';

/** What the build reads. */
const SOURCES = [
	'package.json',
	'README.md',
	'LICENSE.md',
	'gulpfile.js',
	'tsconfig.json',
	'nodes',
	'credentials',
];

/**
 * Builds and packs the project as it would be published. In a folder of its own, because a build or test that runs
 * beside it would pull the project's dist/ away.
 * @returns the tarball
 */
export function packProject(): string {
	const modules = join(ROOT, 'node_modules');
	if (!existsSync(join(modules, 'gulp'))) {
		throw new Problem('The project is not installed yet.', 'Run "npm ci" in its folder first.');
	}
	const source = join(RUN, 'source');
	rmSync(source, { recursive: true, force: true });
	mkdirSync(source, { recursive: true });
	for (const name of SOURCES.filter((one) => existsSync(join(ROOT, one)))) {
		cpSync(join(ROOT, name), join(source, name), { recursive: true });
	}
	symlinkSync(modules, join(source, 'node_modules'));
	const build = execaSync('gulp', ['build', '--silent'], {
		cwd: source,
		preferLocal: true,
		stdin: 'ignore',
		stdout: 'inherit',
		stderr: 'inherit',
		reject: false,
	});
	if (build.failed) {
		throw new Problem('The project does not build (see above).', 'Mend it: "npm run build".');
	}
	const { stdout } = execaSync('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: source });
	return join(source, stdout.split('\n').at(-1) ?? '');
}

/** Lays the package where n8n's community-nodes screen leaves it, without a running n8n. */
export function placePackage(tarball: string, userFolder: string) {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const target = join(nodes, 'node_modules', PACKAGE.name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	execaSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	const packageFile = join(target, 'package.json');
	const description = JSON.parse(readFileSync(packageFile, 'utf8'));
	// n8n takes these out before it installs.
	for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete description[kind];
	writeFileSync(packageFile, JSON.stringify(description, null, 2));
	const ledger = {
		name: 'installed-nodes',
		private: true,
		dependencies: { [PACKAGE.name]: PACKAGE.version },
	};
	writeFileSync(join(nodes, 'package.json'), JSON.stringify(ledger, null, 2));
}

/** What a registry tells of a tarball. */
function releaseOf(tarball: string) {
	const bytes = readFileSync(tarball);
	const { stdout } = execaSync('tar', ['-xzOf', tarball, 'package/package.json']);
	const digest = (kind: string, encoding: 'hex' | 'base64') =>
		createHash(kind).update(bytes).digest(encoding);
	const integrity = `sha512-${digest('sha512', 'base64')}`;
	return { bytes, description: JSON.parse(stdout), integrity, shasum: digest('sha1', 'hex') };
}

/** A registry on loopback that has these tarballs, so that n8n's own installing can be used before they are published. */
export async function startRegistry(...tarballs: string[]) {
	const releases = tarballs.map(releaseOf);
	const { url, close } = await startHttpServer((request, response) => {
		const path = decodeURIComponent((request.url ?? '').split('?')[0]).slice(1);
		const packed = releases.find(({ description }) => path === `-/${description.name}.tgz`);
		if (packed) return response.end(packed.bytes);
		const found = releases.find(({ description: { name } }) => path.split('/')[0] === name);
		response.statusCode = found ? 200 : 404;
		response.setHeader('content-type', 'application/json');
		return response.end(JSON.stringify(found ? answerFor(path, found) : { error: 'not found' }));
	});

	function answerFor(
		path: string,
		{ description, integrity, shasum }: ReturnType<typeof releaseOf>,
	) {
		const { name, version } = description;
		const dist = { tarball: `${url}/-/${name}.tgz`, integrity, shasum };
		const release = { ...description, dist };
		return path !== name
			? release
			: {
					name,
					'dist-tags': { latest: version },
					versions: { [version]: release },
					time: { [version]: new Date(0).toISOString() },
				};
	}
	return { url, close };
}

/**
 * n8n calls `npm` from PATH and names the public registry. This puts an `npm` first on PATH that names ours.
 * @returns the folder for PATH
 */
export function npmShim(registryUrl: string): string {
	const real = which.sync('npm');
	const folder = join(RUN, 'npm-shim');
	mkdirSync(folder, { recursive: true });
	const script = `#!/bin/sh
for argument do
	shift
	case "$argument" in --registry=*) ;; *) set -- "$@" "$argument" ;; esac
done
exec "${real}" "$@" "--registry=${registryUrl}"
`;
	writeFileSync(join(folder, 'npm'), script);
	chmodSync(join(folder, 'npm'), 0o755);
	return folder;
}
