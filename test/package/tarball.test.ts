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
		expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(500_000);
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
