/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a program of its own, never shipped */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { SinglePackage } from './services';
import { reachableSources } from './sources';
import { linesAbout, manifestFrom, readmeFrom, renamed } from './texts';

/** Copied as they are, but for the package's own name. */
const COMMON = [
	'.gitattributes',
	'.npmrc',
	'.prettierrc.js',
	'LICENSE.md',
	'eslint.config.mjs',
	'gulpfile.js',
	'tsconfig.json',
];
const WORKFLOW = '.github/workflows/publish.yml';
/** Steps of the workflow that need the tests, which stay with the combined package. */
const TEST_STEP = /^ *- run: npm test\n/m;

interface ToolsManifest {
	devDependencies: Record<string, string>;
}

const linksOf = (page: string) => [...page.matchAll(/\]\(([^)#\s]+)/g)].map(([, link]) => link);

/** Everything that is written for a package, by path in its folder. Pictures are bytes. */
function filesOf(root: string, single: SinglePackage): Map<string, string | Buffer> {
	const { name, service, credential } = single;
	const read = (path: string) => readFileSync(join(root, path), 'utf8');
	const own = (path: string) => renamed(read(path), single);
	const files = new Map<string, string | Buffer>();

	const entries = [
		`nodes/${service}/${service}.node.ts`,
		`credentials/${credential}.credentials.ts`,
	];
	for (const path of reachableSources(root, entries)) files.set(path, own(path));
	// Icons, the codex file and the previews of outputs.
	for (const path of readdirSync(join(root, 'nodes', service), { recursive: true }).map(String))
		if (/\.(svg|png|json)$/.test(path))
			files.set(`nodes/${service}/${path}`, own(`nodes/${service}/${path}`));
	for (const path of COMMON) files.set(path, own(path));
	files.set('.gitignore', 'node_modules\ndist/\n*.tgz\n*.log\n');
	files.set(WORKFLOW, own(WORKFLOW).replace(TEST_STEP, ''));
	for (const path of ['CHANGELOG.md', 'SECURITY.md'])
		files.set(path, renamed(linesAbout(read(path), single), single));
	const tools = JSON.parse(read('tools/lint/package.json')) as ToolsManifest;
	const manifest = manifestFrom(JSON.parse(read('package.json')), tools.devDependencies, single);
	files.set('package.json', `${JSON.stringify(manifest, null, '\t')}\n`);

	const readme = readmeFrom(read(`docs/${name.replace('n8n-nodes-', '')}.md`), single);
	files.set('README.md', readme);
	const docs = linksOf(readme).filter((link) => link.startsWith('docs/') && link.endsWith('.md'));
	for (const path of docs) files.set(path, own(path));
	for (const path of linksOf(readme)) {
		if (path.startsWith('examples/')) files.set(path, own(path));
		if (path.startsWith('docs/images/')) files.set(path, readFileSync(join(root, path)));
	}
	return files;
}

/**
 * Writes the package as a source tree that stands alone, in place of what is there.
 * @throws Error when a text names the other service
 */
export function writePackage(root: string, folder: string, single: SinglePackage): void {
	const files = filesOf(root, single);
	const other = single.other.toLowerCase();
	for (const [path, content] of files) {
		if (`${path} ${String(content)}`.toLowerCase().includes(other))
			throw new Error(`${path} of ${single.name} names ${single.other}`);
	}
	rmSync(folder, { recursive: true, force: true });
	for (const [path, content] of files) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	}
	// npm keeps of it what the package needs.
	cpSync(join(root, 'tools/lint/package-lock.json'), join(folder, 'package-lock.json'));
}
