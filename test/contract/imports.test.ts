/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the sources, never shipped */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const NODES = join(__dirname, '../../nodes');

/** The sources, by their paths in `nodes/`. */
const SOURCES = readdirSync(NODES, { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('.ts'))
	.map((path) => ({ path, text: readFileSync(join(NODES, path), 'utf8') }));

/** What a source imports of `nodes/`, as paths without an ending. */
const importsOf = ({ path, text }: (typeof SOURCES)[number]) =>
	[...text.matchAll(/^(?:import|export|\} from)[^;]*?'(\.[^']*)'/gm)].map(([, specifier]) =>
		relative(NODES, resolve(NODES, dirname(path), specifier)),
	);

const isIn = (path: string, place: string) =>
	path === place || path === `${place}.ts` || path.startsWith(`${place}/`);

/** All imports, as `<importing> → <imported>`, of sources in one place of something in another. */
const imports = (from: (path: string) => boolean, of: (path: string) => boolean) =>
	SOURCES.filter(({ path }) => from(path)).flatMap((source) =>
		importsOf(source)
			.filter(of)
			.map((imported) => `${source.path} → ${imported}`),
	);

/** The lists of operations, and the files or folders of these. */
const REGISTRIES = SOURCES.filter(({ text }) => /readonly AnyOperation\[\] = /.test(text)).map(
	(source) => ({
		registry: source.path,
		operations: importsOf(source).filter((path) => isIn(path, dirname(source.path))),
	}),
);

describe('the sources', () => {
	it('are read with their imports', () => {
		expect(
			imports(
				() => true,
				() => true,
			).length,
		).toBeGreaterThan(300);
		expect(REGISTRIES.flatMap(({ operations }) => operations)).toEqual(
			expect.arrayContaining(['Ubidots/user/bulkUpdate', 'Ubidots/user/sync', 'Upsun/user/update']),
		);
	});

	it.each([
		['Ubidots', 'Upsun'],
		['Upsun', 'Ubidots'],
		['shared', 'Ubidots'],
		['shared', 'Upsun'],
	])('of %s import nothing of %s', (from, of) => {
		const found = imports(
			(path) => isIn(path, from),
			(path) => isIn(path, of),
		);
		expect(found).toEqual([]);
	});

	it.each(REGISTRIES)('keep the insides of each operation in $registry to it', (one) => {
		const found = one.operations.flatMap((operation) =>
			imports(
				(path) => path !== one.registry && !isIn(path, operation),
				(path) => isIn(path, operation),
			),
		);
		expect(found).toEqual([]);
	});
});
