/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads the docs, never shipped; reads a page of the repository, never shipped */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { PACKAGES } from '../../tools/packages/services';
import { linesAbout } from '../../tools/packages/texts';
import { choicesOf, entriesOf, NODES } from '../contract/form/walk';
import { callTool, fromAi } from '../contract/tool/tool';
import { AMARA, JOSE } from '../support/people';
import { byId, byUsername, updateOf } from '../support/setups';
import { useWorld } from '../support/useWorld';

const ROOT = join(__dirname, '..', '..');
const IMAGES = join('docs', 'images');
const readText = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const markdownIn = (folder: string) =>
	readdirSync(join(ROOT, folder))
		.filter((name) => name.endsWith('.md'))
		.map((name) => join(folder, name));

const pages = [...markdownIn('.'), ...markdownIn('docs')];
/** Everything that a page links to or shows, but for web pages; a path is that in the repository. */
const targetsOf = (page: string) =>
	[...readText(page).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, target]) => target)
		.filter((target) => !/^https?:/.test(target))
		.map((target) => {
			const [path, anchor] = target.split('#');
			return { path: path === '' ? page : normalize(join(dirname(page), path)), anchor };
		});

/** As GitHub makes them: lower case, without punctuation, dashes for spaces. */
const anchorsOf = (page: string) =>
	[...readText(page).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
		title
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.replace(/ /g, '-'),
	);

describe('the README', () => {
	it('is a landing page of at most 8 kB', () => {
		expect(Buffer.byteLength(readText('README.md'))).toBeLessThanOrEqual(8_192);
	});

	it('shows the two commands that need nothing else, and names the three packages', () => {
		const text = readText('README.md');
		for (const words of ['npm ci && npm start', 'npm ci && npm test']) {
			expect(text).toContain(`\`\`\`sh\n${words}\n\`\`\``);
		}
		for (const name of ['n8n-nodes-ubidots', 'n8n-nodes-upsun', 'n8n-nodes-ubidots-upsun']) {
			expect(text).toContain(`| \`${name}\` |`);
		}
	});

	it('leads to every page of the docs that is not reached from another', () => {
		const reached = new Set<string>();
		const follow = (page: string) => {
			if (reached.has(page)) return;
			reached.add(page);
			for (const { path } of targetsOf(page)) if (path.endsWith('.md')) follow(path);
		};
		follow('README.md');
		expect(pages.filter((page) => !reached.has(page))).toEqual([]);
	});
});

it.each(pages)('%s links only to files and headings that are there', (page) => {
	const broken = targetsOf(page).filter(
		({ path, anchor }) =>
			!existsSync(join(ROOT, path)) || (anchor !== undefined && !anchorsOf(path).includes(anchor)),
	);
	expect(broken).toEqual([]);
});

it('every picture is shown somewhere', () => {
	const shown = pages.flatMap(targetsOf).map(({ path }) => path);
	const pictures = readdirSync(join(ROOT, IMAGES)).map((name) => join(IMAGES, name));
	expect(pictures.filter((picture) => !shown.includes(picture))).toEqual([]);
});

it('the docs name only commands that package.json has', () => {
	const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
	const named = pages
		.map(readText)
		.flatMap((text) => [...text.matchAll(/(?:[`&(]|^) ?npm (?:run )?([a-z][\w:-]*)/gm)])
		.map(([, name]) => name);
	const ownCommands = named.filter(
		(name) => !['ci', 'install', 'pack', 'uninstall'].includes(name),
	);
	expect(ownCommands.length).toBeGreaterThan(5);
	expect(ownCommands.filter((name) => !(name in scripts))).toEqual([]);
});

const services = NODES.map(({ description }) => description).map(
	(description, index) =>
		[
			description.displayName,
			{ ...description, other: NODES[1 - index].description.displayName },
		] as const,
);

describe.each(services)('the page about %s', (service, { properties, other }) => {
	const page = join('docs', `${service.toLowerCase()}.md`);
	const text = readText(page);

	it('stands alone: neither it nor what it links to names the other service', () => {
		const read = [page, ...targetsOf(page).map(({ path }) => path)].filter((path) =>
			path.endsWith('.md'),
		);
		for (const path of read)
			expect([path, readText(path)]).toEqual([
				path,
				expect.not.stringMatching(new RegExp(other, 'i')),
			]);
	});

	it('leads only to pictures, to examples without the other node and to its own pages', () => {
		const strange = targetsOf(page).filter(({ path }) => {
			if (path.startsWith(`examples/`))
				return readText(path).includes(`n8n-nodes-ubidots-upsun.${other.toLowerCase()}`);
			return (
				!path.startsWith(`${IMAGES}/`) &&
				path !== page &&
				!path.endsWith(`-${service.toLowerCase()}.md`)
			);
		});
		expect(strange).toEqual([]);
	});

	it('has JSON that can be parsed in every block of JSON', () => {
		const blocks = [...text.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => json);
		expect(blocks).not.toHaveLength(0);
		for (const json of blocks) expect(() => JSON.parse(json) as unknown).not.toThrow();
	});

	it('names every operation, every option and every field', () => {
		const titles = [
			...choicesOf(properties[1]).map(({ name }) => name),
			...properties.flatMap(entriesOf).map(({ displayName }) => displayName),
		].map((title) => title.replace(' (Seconds)', ''));
		expect(titles.length).toBeGreaterThan(10);
		expect([...new Set(titles)].filter((title) => !text.includes(title))).toEqual([]);
	});
});

const page = readFileSync(join(__dirname, '..', '..', 'SECURITY.md'), 'utf8');
const world = useWorld();
const firstNames = () =>
	[AMARA, JOSE].map((user) => String(world.sandbox.ubidots.user(user)?.firstName));

describe('SECURITY.md', () => {
	it('names one way to report, which takes what is sent there', () => {
		expect(page).toContain('"Security", then "Report a vulnerability"');
		expect(page).not.toMatch(/@|mail to|address in/);
	});

	it.each(PACKAGES)('for $name names only $service', (single) => {
		const own = linesAbout(page, single);
		expect(own).toMatch(/^- Never without review: /m);
		expect(own).not.toMatch(new RegExp(single.other, 'i'));
	});
});

describe('not protected, as SECURITY.md says,', () => {
	it('is a password that comes with an item: n8n copies the item into the error output', async () => {
		const canary = 'Canary-77-word';
		const update = updateOf(byUsername('={{ $json.who }}'), { password: '={{ $json.password }}' });
		const item = { who: 'nobody-here', password: canary };
		const result = await world.run({ ...update, onError: 'continueErrorOutput' }, [item]);
		const [{ json }] = result.errorItems;
		expect(json).toMatchObject(item);
		expect(JSON.stringify([json.error, json.details])).not.toContain(canary);
	});

	it.each([
		['given as one expression', '={{ { maxChanges: 1 } }}'],
		['misspelled', { maxchanges: 1 }],
	])('is a limit that was %s: n8n drops it before the node sees it', async (_, options) => {
		const update = updateOf(byId('={{ $json.id }}'), { firstName: 'Renamed' });
		const parameters = { ...update.parameters, options };
		await world.run({ ...update, parameters }, [{ id: AMARA }, { id: JOSE }]);
		expect(firstNames()).toEqual(['Renamed', 'Renamed']);
	});

	it('is an account from many calls of a tool: a limit is one of each call', async () => {
		const tool = {
			operation: 'update',
			userKey: byId(fromAi('user_id')),
			updateFields: { firstName: 'Renamed' },
			options: { maxChanges: 1 },
		};
		for (const user of [AMARA, JOSE]) await callTool(world, 'ubidots', tool, { user_id: user });
		expect(firstNames()).toEqual(['Renamed', 'Renamed']);
	});
});
