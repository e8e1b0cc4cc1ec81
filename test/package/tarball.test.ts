/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads the sources, never shipped */
import type { ICredentialType, IDataObject, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Engine, type LoadedPackage, loadPackage } from '../../tools/engine';
import { type Sandbox, startSandbox } from '../../tools/sandbox';
import { ME, TESTT } from '../support/people';
import { requestCount } from '../support/requests';
import { bulkUpdate, byId, updateOf, upsunUpdateOf } from '../support/setups';
import { type NodeSetup, workflowOf, workingCredentials } from '../support/world';
import { compiledSources, packAndUnpack, type Unpacked } from './pack';

/** What a user downloads. Built by `npm test`; run `npm run build` before running this file alone. */
let packed: Unpacked;
beforeAll(async () => {
	packed = await packAndUnpack();
});
afterAll(async () => await packed.remove());

interface Manifest {
	name: string;
	license: string;
	keywords: string[];
	n8n: { nodes: string[]; credentials: string[] };
	peerDependencies: Record<string, string>;
	scripts: Record<string, string>;
	[key: string]: unknown;
}
const manifest = async () => JSON.parse(await packed.read('package.json')) as Manifest;

describe('the tarball', () => {
	it('holds compiled code, codex and icons, package.json, readme and licence, and nothing else', () => {
		const others = packed.files.filter((file) => !/^dist\/.+\.(js|json|svg)$/.test(file));
		const allowed = ['LICENSE.md', 'README.md', 'package.json'];
		expect(others.filter((file) => !allowed.includes(file))).toEqual([]);
		expect(others).toEqual(expect.arrayContaining(['LICENSE.md', 'package.json']));
	});

	it('holds exactly the nodes and credentials of the sources', async () => {
		const dist = packed.files.filter((file) => file.startsWith('dist/'));
		expect(dist).toEqual(await compiledSources());
	});

	it('has no sandbox, test, map, declaration or build information', () => {
		const unwanted = /sandbox|engine|test|bench|demo|\.map$|\.d\.ts$|\.ts$|tsbuildinfo/i;
		expect(packed.files.filter((file) => unwanted.test(file))).toEqual([]);
	});

	it('is small', async () => {
		const sizes = await Promise.all(
			packed.files.map(async (file) => (await packed.read(file)).length),
		);
		expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(700_000);
	});
});

describe('its package.json', () => {
	it('has no runtime dependency, and n8n-workflow as the only peer', async () => {
		const { peerDependencies, ...rest } = await manifest();
		expect(peerDependencies).toEqual({ 'n8n-workflow': '*' });
		for (const kind of ['dependencies', 'optionalDependencies', 'bundledDependencies']) {
			expect(rest[kind] ?? {}).toEqual({});
		}
	});

	it('is known to n8n as a community node package', async () => {
		const { name, license, keywords, n8n } = await manifest();
		expect([name, license]).toEqual(['n8n-nodes-ubidots-upsun', 'MIT']);
		expect(keywords).toContain('n8n-community-node-package');
		expect(n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
	});

	it('names nodes and credentials that are in the tarball, all of them', async () => {
		const { n8n } = await manifest();
		const named = [...n8n.nodes, ...n8n.credentials].sort();
		const there = packed.files.filter((file) => /\.(node|credentials)\.js$/.test(file));
		expect(named).toEqual(there);
	});

	it('runs no script on installation', async () => {
		const scripts = Object.keys((await manifest()).scripts);
		const onInstallation = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare'];
		expect(scripts.filter((name) => onInstallation.includes(name))).toEqual([]);
	});
});

describe('the shipped code', () => {
	const code = async () =>
		await Promise.all(
			packed.files
				.filter((file) => file.endsWith('.js'))
				.map(async (file) => ({ file, text: await packed.read(file) })),
		);

	it('imports n8n-workflow, crypto and its own files, and nothing else', async () => {
		const imported = new Set<string>();
		for (const { text } of await code()) {
			for (const [, name] of text.matchAll(/(?:require|import)\(\s*["'`]([^"'`]+)["'`]\s*\)/g)) {
				if (!name.startsWith('.')) imported.add(name);
			}
			for (const [, name] of text.matchAll(/^\s*import\s[^;]*["']([^"']+)["']/gm))
				imported.add(name);
		}
		expect([...imported].sort()).toEqual(['crypto', 'n8n-workflow']);
	});

	it('imports nothing by a name that is made up at run time', async () => {
		for (const { file, text } of await code()) {
			expect([file, /(?:require|import)\(\s*[^"'`\s)]/.test(text)]).toEqual([file, false]);
		}
	});

	it('touches neither the process, nor its environment, nor the console, nor timers of its own', async () => {
		const forbidden =
			/\bprocess\.|\bglobalThis\b|\bconsole\.|\bset(Timeout|Interval|Immediate)\(|\beval\(|\bnew Function\(/;
		for (const { file, text } of await code()) {
			expect([file, forbidden.exec(text)?.[0]]).toEqual([file, undefined]);
		}
	});
});

describe('in n8n', () => {
	let loaded: LoadedPackage;
	let sandbox: Sandbox;
	beforeAll(async () => {
		loaded = await loadPackage(packed.directory);
		sandbox = await startSandbox({ ubidotsRequestsPerSecond: 0, taskDelayMs: 0 });
	});
	beforeEach(() => sandbox.reset());
	afterAll(async () => await sandbox.close());

	const descriptionOf = (name: string) =>
		(loaded.nodes.get(`n8n-nodes-ubidots-upsun.${name}`) as INodeType)
			.description as INodeTypeDescription & {
			iconUrl?: { light: string; dark: string };
			codex?: { categories?: string[]; resources?: { primaryDocumentation?: unknown[] } };
		};

	const engine = () => new Engine(loaded, workingCredentials(sandbox));

	describe('n8n loads from the tarball', () => {
		it('both nodes and both credentials, by the names that workflows are saved with', () => {
			expect([...loaded.nodes.keys()].sort()).toEqual([
				'n8n-nodes-ubidots-upsun.ubidots',
				'n8n-nodes-ubidots-upsun.upsun',
			]);
			expect([...loaded.credentials.keys()].sort()).toEqual(['ubidotsApi', 'upsunApi']);
		});

		it.each(['ubidots', 'upsun'])('%s with its icons for light and dark', (name) => {
			const { iconUrl } = descriptionOf(name);
			for (const url of [iconUrl?.light, iconUrl?.dark]) {
				const file = url?.replace('icons/n8n-nodes-ubidots-upsun/', '');
				expect(packed.files).toContain(file);
			}
			expect(iconUrl?.light).not.toBe(iconUrl?.dark);
		});

		it.each(['ubidots', 'upsun'])('%s with its codex', (name) => {
			const { codex } = descriptionOf(name);
			expect(codex?.categories?.length).toBeGreaterThan(0);
			expect(codex?.resources?.primaryDocumentation).toHaveLength(1);
		});

		it.each(['ubidotsApi', 'upsunApi'])('%s with its icons', (name) => {
			const { iconUrl } = loaded.credentials.get(name) as ICredentialType;
			const { light, dark } = iconUrl as { light: string; dark: string };
			for (const url of [light, dark]) {
				expect(packed.files).toContain(url.replace('icons/n8n-nodes-ubidots-upsun/', ''));
			}
		});
	});

	describe('the nodes from the tarball work', () => {
		const run = async (setup: NodeSetup, items: IDataObject[] = [{}]) =>
			await engine().run(workflowOf(setup, items));

		it('a user of Ubidots is updated', async () => {
			const { output } = await run(
				updateOf(byId(TESTT), { firstName: 'first', lastName: 'Ubidots' }),
			);
			expect(output('Node')[0].json).toMatchObject({ id: TESTT, lastName: 'Ubidots' });
		});

		it('users of Ubidots are updated in bulk', async () => {
			const { output } = await run(bulkUpdate(), [{ id: TESTT, firstName: 'A' }]);
			expect(output('Node')[0].json).toMatchObject({ id: TESTT, status: 'accepted' });
		});

		it('a user of Upsun is updated, with a token exchanged on the way', async () => {
			const { output } = await run(upsunUpdateOf(byId(ME), { country: 'de' }));
			expect(output('Node')[0].json).toMatchObject({ id: ME, country: 'DE' });
		});

		it('a wrong value is refused with a sentence', async () => {
			const { error } = await run(upsunUpdateOf(byId(ME), { country: 'X1' }));
			expect(error?.message).toContain("'Country' is ");
			expect(requestCount({ sandbox })).toBe(0);
		});
	});
});

/** What must not be in the sources that are shipped, because it has shown secrets before. */
describe('the sources', () => {
	const ROOT = join(__dirname, '..', '..');
	const files = ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true })
			.map((name) => join(folder, String(name)))
			.filter((name) => name.endsWith('.ts')),
	);
	const linesWith = (pattern: RegExp, except: string[] = []) =>
		files
			.filter((name) => !except.includes(name))
			.flatMap((name) =>
				readFileSync(join(ROOT, name), 'utf8')
					.split('\n')
					.filter((line) => pattern.test(line))
					.map((line) => `${name}: ${line.trim()}`),
			);

	it('no pattern is made of values: one that is too large is quoted in the error, with all secrets in it', () => {
		expect(files.length).toBeGreaterThan(90);
		expect(linesWith(/\bRegExp\(/)).toEqual([]);
	});

	it("of an error that is caught only asFailure shows the message, where it is n8n's own", () => {
		// By one name, so that the next lines see all of them.
		expect(linesWith(/\} catch \((?!error\))|\.catch\(\((?!error\b|\))/)).toEqual([]);
		const shown =
			/\bString\(error\)|\$\{error\b|(?<!error instanceof WrongValue \? )\berror\.message\b/;
		expect(linesWith(shown, ['nodes/shared/errors.ts'])).toEqual([]);
	});
});
