/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- looks at the files of the project; never shipped; runs a program on files; never shipped; runs a program on files; never shipped */
import { dirname, join } from 'node:path';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { execFileSync } from 'node:child_process';

import { PACKAGES } from '../../tools/packages/services';
import { linesAbout, manifestFrom, readmeFrom, renamed } from '../../tools/packages/texts';
import { reachableSources } from '../../tools/packages/sources';
import { writePackage } from '../../tools/packages/write';
import { jobsOf } from '../../tools/packages/rehearsal/steps';
import { startPublishRegistry } from '../../tools/packages/rehearsal/registry';

const ROOT = join(__dirname, '..', '..');
const [ubidots, upsun] = PACKAGES;

describe('the README of a single-service package', () => {
	const page =
		'# The Ubidots node\n\nWhat for.\n\n![A](images/a.png)\n\nContents: [Credential](#credential)\n\n## Credential\n\nSee [b](../examples/b.json) and [faults](faults-ubidots.md).\n';

	it('is the page of the service, with the title, the installation and the links of a README', () => {
		const readme = readmeFrom(page, ubidots);
		expect(readme.startsWith('# n8n-nodes-ubidots\n\nWhat for.')).toBe(true);
		expect(readme).toContain('(docs/images/a.png)');
		expect(readme).toContain('(examples/b.json)');
		expect(readme).toContain('(docs/faults-ubidots.md)');
		expect(readme).toContain('Contents: [Install](#install) · [Credential](#credential)');
		expect(readme.indexOf('## Install')).toBeLessThan(readme.indexOf('## Credential'));
		expect(readme).toContain('enter `n8n-nodes-ubidots`');
	});
});

describe('the changelog of a single-service package', () => {
	const changelog = '# Changelog\n\n- Ubidots: sync users.\n- Upsun: get.\n- Retries.\n';

	it('has what concerns its service, without naming it', () => {
		expect(linesAbout(changelog, ubidots)).toBe('# Changelog\n\n- Sync users.\n- Retries.\n');
		expect(linesAbout(changelog, upsun)).toBe('# Changelog\n\n- Get.\n- Retries.\n');
	});
});

describe('the package.json of a single-service package', () => {
	const combined = {
		name: 'n8n-nodes-ubidots-upsun',
		version: '1.2.3',
		homepage: 'https://example.com/n8n-nodes-ubidots-upsun#readme',
		files: ['dist'],
		peerDependencies: { 'n8n-workflow': '*' },
		scripts: { build: 'gulp build', bench: 'tsx bench' },
	};
	const tools = { typescript: '5.9.3', '@n8n/scan-community-package': '0.32.0' };

	it('has its own name, one node, one credential, and only what it needs to be built', () => {
		const manifest = manifestFrom(combined, tools, upsun);
		expect(manifest).toMatchObject({
			name: 'n8n-nodes-upsun',
			version: '1.2.3',
			homepage: 'https://example.com/n8n-nodes-upsun#readme',
			n8n: {
				strict: true,
				credentials: ['dist/credentials/UpsunApi.credentials.js'],
				nodes: ['dist/nodes/Upsun/Upsun.node.js'],
			},
			peerDependencies: { 'n8n-workflow': '*' },
		});
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.scripts).not.toHaveProperty('bench');
		expect(manifest.devDependencies).toEqual({ typescript: '5.9.3' });
		expect(manifest).not.toHaveProperty('dependencies');
	});
});

describe('a link to the page of the service', () => {
	const page =
		'https://example.com/n8n-nodes-ubidots-upsun/n8n-nodes-ubidots-upsun/blob/main/docs/upsun.md';

	it('leads to the README of the package, and to the same part of it', () => {
		const home = 'https://example.com/n8n-nodes-upsun/n8n-nodes-upsun';
		expect(renamed(page, upsun)).toBe(`${home}#readme`);
		expect(renamed(`${page}#credential`, upsun)).toBe(`${home}#credential`);
	});
});

describe("the tools of n8n's lint", () => {
	const read = (folder: string) =>
		JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as {
			devDependencies: Record<string, string>;
		};

	it('have the versions of the project, where it has them too', () => {
		const project = read('.').devDependencies;
		const tools = read('tools/lint').devDependencies;
		const both = Object.keys(tools).filter((name) => name in project);
		expect(both).toContain('typescript');
		for (const name of both) expect([name, tools[name]]).toEqual([name, project[name]]);
	});
});

describe('the sources of a single-service package', () => {
	const sources = reachableSources(ROOT, [
		'nodes/Upsun/Upsun.node.ts',
		'credentials/UpsunApi.credentials.ts',
	]);

	it('are what its node and its credential reach by imports', () => {
		expect(sources).toContain('nodes/Upsun/user/update.ts');
		expect(sources).toContain('nodes/shared/http/client.ts');
		expect(sources).toContain('nodes/shared/credentials/exchange.ts');
	});

	it('are nothing of the other service', () => {
		expect(sources.filter((path) => path.includes('Ubidots'))).toEqual([]);
	});

	it('come with the icons, the codex file and the previews of outputs of its node', () => {
		const folder = newFolder();
		writePackage(ROOT, folder, upsun);
		const copied = (root: string) =>
			readdirSync(join(root, 'nodes/Upsun'), { recursive: true })
				.map(String)
				.filter((path) => /\.(svg|json)$/.test(path))
				.sort();
		expect(copied(folder)).toContain('__schema__/v1.0.0/user/get.json');
		expect(copied(folder)).toEqual(copied(ROOT));
	});

	it('cannot lack a file that is imported', () => {
		expect(() => reachableSources(ROOT, ['test/tools/packages/imports-nothing.ts'])).toThrow(
			/ENOENT/,
		);
	});
});

const WORKFLOW = `
permissions:
  contents: read
jobs:
  pack:
    steps:
      - uses: actions/checkout@v4
      - name: Guard
        run: |
          test one
          test two
      - run: npm pack
  publish:
    needs: pack
    environment: npm
    permissions:
      id-token: write
    steps:
      - run: npm publish
`;

describe('a publishing workflow', () => {
	const { pack, publish } = jobsOf(WORKFLOW);

	it('is read as its jobs, with the commands that each runs, in order', () => {
		expect(pack.commands).toEqual(['test one\ntest two\n', 'npm pack']);
		expect(publish).toMatchObject({ needs: ['pack'], environment: 'npm' });
	});

	it("gives a job the workflow's permissions, unless it has its own", () => {
		expect(pack.permissions).toEqual({ contents: 'read' });
		expect(publish.permissions).toEqual({ 'id-token': 'write' });
	});
});

describe('the registry on loopback', () => {
	it('has no package, and keeps what is published to it', async () => {
		const { url, published, close } = await startPublishRegistry();
		try {
			expect((await fetch(`${url}/n8n-nodes-upsun`)).status).toBe(404);
			const body = JSON.stringify({
				name: 'n8n-nodes-upsun',
				'dist-tags': { latest: '1.2.3' },
				_attachments: { 'n8n-nodes-upsun-1.2.3.tgz': { data: 'aGVsbG8=' } },
			});
			const response = await fetch(`${url}/n8n-nodes-upsun`, { method: 'PUT', body });
			expect(response.status).toBe(201);
			expect(published).toMatchObject([{ name: 'n8n-nodes-upsun', tags: { latest: '1.2.3' } }]);
			expect(published[0].tarball.toString()).toBe('hello');
		} finally {
			close();
		}
	});

	it('refuses what is no publication', async () => {
		const { url, published, close } = await startPublishRegistry();
		try {
			const response = await fetch(`${url}/n8n-nodes-upsun`, { method: 'PUT', body: '{}' });
			expect(response.status).toBe(400);
			expect(published).toEqual([]);
		} finally {
			close();
		}
	});
});

const SCRIPT = join(ROOT, 'tools', 'packages', 'moveWorkflows.mjs');

const newFolder = () => mkdtempSync(join(tmpdir(), 'move-'));

function fileWith(content: string): string {
	const file = join(newFolder(), 'workflow.json');
	writeFileSync(file, content);
	return file;
}

function move(to: string, content: string, script = SCRIPT) {
	const file = fileWith(content);
	const printed = execFileSync(process.execPath, [script, '--to', to, file], { encoding: 'utf8' });
	return { printed, moved: readFileSync(file, 'utf8') };
}

const example = (name: string) => readFileSync(join(ROOT, 'examples', `${name}.json`), 'utf8');

describe('saved workflows', () => {
	it('move to the package of one service, and nothing else of them changes', () => {
		const before = example('single-update-webhook');
		const { printed, moved } = move('n8n-nodes-ubidots', before);
		expect(printed).toMatch(/: 1 nodes moved to n8n-nodes-ubidots\n$/);
		expect(moved).toBe(
			before.replace('"n8n-nodes-ubidots-upsun.ubidots"', '"n8n-nodes-ubidots.ubidots"'),
		);
	});

	it('move as tools of an agent, and back again to the same bytes', () => {
		const before = example('agent-tool');
		const { moved } = move('n8n-nodes-ubidots', before);
		expect(moved).toContain('"n8n-nodes-ubidots.ubidotsTool"');
		expect(moved).not.toContain('upsun.');
		expect(move('n8n-nodes-ubidots-upsun', moved).moved).toBe(before);
	});

	it('keep the nodes of a service that the package does not have, and say so', () => {
		const before = example('upsun-profile');
		const { printed, moved } = move('n8n-nodes-ubidots', before);
		expect(printed).toMatch(/: 0 nodes moved to n8n-nodes-ubidots, 2 left/);
		expect(moved).toBe(before);
	});

	it('may be many in one file, as `n8n export:workflow --all` writes them', () => {
		const many = `[${example('upsun-profile')},${example('single-update-webhook')}]`;
		const { printed } = move('n8n-nodes-upsun', many);
		expect(printed).toMatch(/: 2 nodes moved to n8n-nodes-upsun, 1 left/);
	});

	it('move where Execute Sub-workflow holds a workflow as text, and where that holds another', () => {
		const node = (type: string, workflowJson?: string) => ({ type, parameters: { workflowJson } });
		const nested = (type: string) => {
			const inner = JSON.stringify({ nodes: [node(type)] }, null, 2);
			const middle = JSON.stringify({ nodes: [node('n8n-nodes-base.executeWorkflow', inner)] });
			return JSON.stringify({
				nodes: [node('n8n-nodes-base.executeWorkflow', middle), node(type)],
			});
		};
		const { printed, moved } = move('n8n-nodes-upsun', nested('n8n-nodes-ubidots-upsun.upsun'));
		expect(printed).toMatch(/: 2 nodes moved/);
		expect(moved).toBe(nested('n8n-nodes-upsun.upsun'));
	});

	it.each(['constructor', 'toString', '__proto__', 'n8n-nodes-other'])(
		'do not move to %s, which is no package of these',
		(to) => {
			expect(() => move(to, example('agent-tool'))).toThrow(`There is no package '${to}'`);
		},
	);

	it('keep a row of very many backslashes, which is read once', () => {
		// Reading the rest again from each of them takes minutes.
		const before = JSON.stringify({ notes: '\\'.repeat(400_000) });
		expect(move('n8n-nodes-upsun', before).moved).toBe(before);
	});

	it.each([
		['pinned data', { pinData: { Node: [{ json: { type: 'n8n-nodes-ubidots-upsun.upsun' } }] } }],
		[
			'pinned data about workflows',
			{ pinData: { Node: [{ json: { nodes: [{ type: 'n8n-nodes-ubidots-upsun.upsun' }] } }] } },
		],
		[
			'a parameter that is a JSON text of something else',
			{
				nodes: [
					{
						type: 'n8n-nodes-base.set',
						parameters: { jsonOutput: '{ "type": "n8n-nodes-ubidots-upsun.upsun" }' },
					},
				],
			},
		],
		[
			'the text of a Code node',
			{
				nodes: [
					{
						type: 'n8n-nodes-base.code',
						parameters: { jsCode: 'return [{ "type": "n8n-nodes-ubidots-upsun.upsun" }]' },
					},
				],
			},
		],
	])('keep %s', (_, holder) => {
		const node = (type: string) => ({ name: 'Upsun', type });
		const workflow = (type: string) =>
			JSON.stringify({
				...holder,
				nodes: [node(type), ...('nodes' in holder ? holder.nodes : [])],
			});
		const { printed, moved } = move('n8n-nodes-upsun', workflow('n8n-nodes-ubidots-upsun.upsun'));
		expect(printed).toMatch(/: 1 nodes moved/);
		expect(moved).toBe(workflow('n8n-nodes-upsun.upsun'));
	});

	it('move in the published version that n8n exports beside the draft', () => {
		const nodes = (type: string) => [{ type, parameters: {} }];
		const workflow = (type: string) =>
			JSON.stringify([{ nodes: nodes(type), activeVersion: { nodes: nodes(type) } }]);
		const { moved } = move('n8n-nodes-upsun', workflow('n8n-nodes-ubidots-upsun.upsun'));
		expect(moved).toBe(workflow('n8n-nodes-upsun.upsun'));
	});

	it('keep a text that only looks like the type of a node', () => {
		const before =
			'{"nodes":[{"type":"n8n-nodes-base.set","notes":"n8n-nodes-ubidots-upsun.upsun"}]}';
		expect(move('n8n-nodes-upsun', before).moved).toBe(before);
	});
});

describe('the program', () => {
	it('can be called through a linked folder', () => {
		const link = join(newFolder(), 'linked');
		symlinkSync(ROOT, link);
		const script = join(link, 'tools', 'packages', 'moveWorkflows.mjs');
		const { printed } = move('n8n-nodes-ubidots', example('agent-tool'), script);
		expect(printed).toMatch(/: \d+ nodes moved/);
	});

	it('finds the files of the folder in which `npm run move-workflows` is called', () => {
		const file = fileWith(example('single-update-webhook'));
		const args = ['--prefix', ROOT, '--silent', 'run', 'move-workflows', '--'];
		const printed = execFileSync('npm', [...args, '--to', 'n8n-nodes-ubidots', 'workflow.json'], {
			cwd: dirname(file),
			encoding: 'utf8',
		});
		expect(printed).toBe('workflow.json: 1 nodes moved to n8n-nodes-ubidots\n');
		expect(readFileSync(file, 'utf8')).toContain('"n8n-nodes-ubidots.ubidots"');
	});
});
