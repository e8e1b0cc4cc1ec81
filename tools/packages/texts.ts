import { COMBINED, type SinglePackage } from './services';

/** What is the same for each package is said once, here; the rest is the page of the service. */
const install = ({ name }: SinglePackage) => `## Install

Once the package is on npm, as owner or admin of a self-hosted n8n: **Settings → Community nodes → Install**, then enter \`${name}\`. Update and remove it there.

- **Unverified packages**: until n8n has verified this one, n8n needs \`N8N_UNVERIFIED_PACKAGES_ENABLED=true\` (the default in n8n 1 and 2), and n8n Cloud does not offer it.
- **Queue mode**: every worker needs the package. Give workers \`N8N_REINSTALL_MISSING_PACKAGES=true\` and the same \`N8N_UNVERIFIED_PACKAGES_ENABLED\` as the main process, or the same \`nodes\` folder.
- **Docker**: keep \`/home/node/.n8n\` in a volume; packages are in its \`nodes\` folder.
- **Offline**: \`npm ci && npm run build && npm pack\` here, then \`npm install --prefix ~/.n8n/nodes --omit=peer --ignore-scripts <the .tgz file>\`, and restart n8n.

n8n 1.123 and newer.

`;

/** The page of a service in docs/ as the README of its package: named by the package, with its own installation, and links from one folder up. */
export function readmeFrom(page: string, single: SinglePackage): string {
	const body = page
		.replace(/^# .*\n/, `# ${single.name}\n`)
		.replace('\nContents: ', `\nContents: [Install](#install) · `)
		.replace(/\]\(images\//g, '](docs/images/')
		.replace(/\]\(\.\.\//g, '](')
		.replace(/\]\(([\w-]+\.md)/g, '](docs/$1');
	const first = body.indexOf('\n## ') + 1;
	const history =
		'\n## Version history\n\nSee [CHANGELOG.md](CHANGELOG.md). [SECURITY.md](SECURITY.md) says how to report a vulnerability. [MIT](LICENSE.md).\n';
	return body.slice(0, first) + install(single) + body.slice(first).trimEnd() + '\n' + history;
}

/** The lines of a page that concern this service; a line about one service begins with its name. */
export function linesAbout(page: string, { service, other }: SinglePackage): string {
	return page
		.split('\n')
		.filter((line) => !line.startsWith(`- ${other}: `))
		.map((line) =>
			line.startsWith(`- ${service}: `)
				? `- ${line[service.length + 4].toUpperCase()}${line.slice(service.length + 5)}`
				: line,
		)
		.join('\n');
}

/** A text of the combined package, in which the package names itself. The page of the service is its README. */
export const renamed = (text: string, { name, service }: SinglePackage) =>
	text
		.replaceAll(COMBINED, name)
		.replace(
			new RegExp(`/blob/main/docs/${service.toLowerCase()}\\.md(#[\\w-]+)?`, 'g'),
			(_, anchor: string | undefined) => anchor ?? '#readme',
		)
		// Shorter than it was, it fits behind its name, where Prettier wants it.
		.replace(/(\bdocumentationUrl(?: =|:))\n\s+/g, '$1 ');

/** What the scan needs, which the packages do not run by themselves. */
const SCAN = '@n8n/scan-community-package';

interface Manifest {
	[key: string]: unknown;
	scripts: Record<string, string>;
}

/**
 * The package.json of a single package, from that of the combined one.
 * @param tools what n8n's lint is installed with
 */
export function manifestFrom(
	combined: Manifest,
	tools: Record<string, string>,
	single: SinglePackage,
): Manifest {
	const devDependencies = Object.fromEntries(
		Object.entries(tools).filter(([name]) => name !== SCAN),
	);
	const { name, service, credential, description, keywords } = single;
	const own = JSON.parse(renamed(JSON.stringify(combined), single)) as Manifest;
	return {
		...own,
		description,
		keywords: ['n8n-community-node-package', 'n8n', ...keywords],
		name,
		scripts: {
			build: own.scripts.build,
			prepublishOnly: 'n8n-node prerelease',
			dev: 'n8n-node dev',
			lint: 'n8n-node lint && prettier --check nodes credentials',
			'lint:fix': 'n8n-node lint --fix && prettier --write nodes credentials',
		},
		n8n: {
			n8nNodesApiVersion: 1,
			strict: true,
			credentials: [`dist/credentials/${credential}.credentials.js`],
			nodes: [`dist/nodes/${service}/${service}.node.js`],
		},
		devDependencies,
	};
}
