/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- looks at the files beside the nodes; never shipped */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeType, Themed, ThemeIconColor } from 'n8n-workflow';

import {
	breaches,
	choicesOf,
	CREDENTIALS,
	entriesOf,
	groupsOf,
	modesOf,
	NODES,
	PLACES,
} from './walk';

const ROOT = join(__dirname, '..', '..', '..');

interface Icons {
	light: string;
	dark: string;
}
const owners: Array<[string, Icons, string]> = [
	...NODES.map(({ description }): [string, Icons, string] => [
		description.name,
		description.icon as Themed<ThemeIconColor> as unknown as Icons,
		join(ROOT, 'nodes', description.displayName),
	]),
	...CREDENTIALS.map(({ name, icon }): [string, Icons, string] => [
		name,
		icon as unknown as Icons,
		join(ROOT, 'credentials'),
	]),
];

describe.each(owners)('the icon of %s', (_, icon, folder) => {
	const files = ([icon.light, icon.dark] as const).map((file) =>
		join(folder, file.replace('file:', '')),
	);

	it('is there for light and for dark, as two square SVG files', () => {
		expect(icon.light).not.toBe(icon.dark);
		for (const file of files) {
			expect(existsSync(file)).toBe(true);
			const text = readFileSync(file, 'utf8');
			const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(text) ?? [];
			expect(text).toContain('<svg');
			expect([file, width]).toEqual([file, height]);
		}
	});

	it('looks different in the two, and loads nothing', () => {
		const [light, dark] = files.map((file) => readFileSync(file, 'utf8'));
		expect(light).not.toBe(dark);
		for (const text of [light, dark]) {
			expect(text).not.toMatch(/<script|<image|href=|@import|on\w+=/i);
			expect(text.length).toBeLessThan(5_000);
		}
	});
});

const methodsOf = ({ methods = {} }: INodeType) => ({
	listSearch: Object.keys(methods.listSearch ?? {}),
	resourceMapping: Object.keys(methods.resourceMapping ?? {}),
	loadOptions: Object.keys(methods.loadOptions ?? {}),
});

describe.each(NODES.map((node) => [node.description.name, node] as const))('%s', (name, node) => {
	const own = PLACES.filter(({ path }) => path.startsWith(`${name} >`));
	const modes = own.flatMap(({ property }) => modesOf(property));
	const searched = modes.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);
	const mapped = own.flatMap(
		({ property }) => property.typeOptions?.resourceMapper?.resourceMapperMethod ?? [],
	);

	it('has every method that a parameter names, and no other', () => {
		const { listSearch, resourceMapping, loadOptions } = methodsOf(node);
		expect([...new Set(searched)].sort()).toEqual(listSearch.sort());
		expect([...new Set(mapped)].sort()).toEqual(resourceMapping.sort());
		expect(own.some(({ property }) => property.typeOptions?.loadOptionsMethod)).toBe(false);
		expect(loadOptions).toEqual([]);
	});

	it('offers the list first in every picker, and at least one way to enter a value', () => {
		const pickers = own.filter(({ property }) => property.type === 'resourceLocator');
		expect(pickers.length).toBeGreaterThan(1);
		for (const { path, property } of pickers) {
			const [first, ...others] = modesOf(property);
			expect([path, first.name, first.displayName]).toEqual([path, 'list', 'From List']);
			expect(first.typeOptions?.searchable).toBe(true);
			expect((property.default as { mode: string }).mode).toBe('list');
			expect(others.length).toBeGreaterThan(0);
			for (const { displayName, type } of others) {
				expect([displayName.startsWith('By '), type]).toEqual([true, 'string']);
			}
		}
	});

	it('is described as n8n wants it', () => {
		const { description } = node;
		expect(description).toMatchObject({
			version: 1,
			usableAsTool: true,
			inputs: ['main'],
			outputs: ['main'],
			defaults: { name: description.displayName },
		});
		expect(description.defaults).not.toHaveProperty('color');
		expect(description.credentials).toEqual([{ name: `${name}Api`, required: true }]);
	});

	it('leads to its own page for help, and to the part about the credential from there', () => {
		const links = [
			node.description.documentationUrl ?? '',
			...CREDENTIALS.filter((one) => one.name === `${name}Api`).map((one) => one.documentationUrl),
		].map(String);
		// The page is the README of the package that has this node alone.
		const page = process.env.SINGLE_PACKAGES ? '#readme' : `/blob/main/docs/${name}.md`;
		expect(links[0]).toMatch(new RegExp(`^https://github\\.com/.*${page}$`));
		expect(links[1]).toBe(`${links[0].replace('#readme', '')}#credential`);
		const text = readFileSync(join(ROOT, 'docs', `${name}.md`), 'utf8');
		expect(text).toContain('\n## Credential\n');
	});

	it('has a codex file that names it', () => {
		const file = join(
			ROOT,
			'nodes',
			node.description.displayName,
			`${node.description.displayName}.node.json`,
		);
		const codex = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
		expect(codex.node).toBe(`n8n-nodes-ubidots-upsun.${name}`);
		expect(codex).toHaveProperty('resources.primaryDocumentation');
		expect(codex).toHaveProperty('resources.credentialDocumentation');
	});

	it('has no required parameter inside a collection, where n8n cannot ask for it', () => {
		const inside = own.flatMap(({ property }) => entriesOf(property));
		expect(inside.filter(({ required }) => required === true).map((one) => one.name)).toEqual([]);
	});
});

/** From five on, entries stand in the alphabetical order of their titles. */
const MANY = 5;

const isSorted = (titles: string[]) =>
	titles.length < MANY ||
	titles.every((title, index) => index === 0 || titles[index - 1].localeCompare(title) <= 0);

describe('lists of five or more are in alphabetical order:', () => {
	it.each([
		[
			'choices',
			(place: (typeof PLACES)[number]) => choicesOf(place.property).map(({ name }) => name),
		],
		[
			'fields of collections',
			(place: (typeof PLACES)[number]) =>
				entriesOf(place.property).map(({ displayName }) => displayName),
		],
		[
			'groups of rows',
			(place: (typeof PLACES)[number]) =>
				groupsOf(place.property).map(({ displayName }) => displayName),
		],
	])('%s', (_, titlesOf) => {
		const wrong = breaches(
			PLACES,
			(place) => isSorted(titlesOf(place)),
			(place) => `${place.path}: ${titlesOf(place).join(', ')}`,
		);
		expect(wrong).toEqual([]);
	});

	it('and there are such lists', () => {
		const long = PLACES.filter(
			({ property }) => entriesOf(property).length >= MANY || choicesOf(property).length >= MANY,
		);
		expect(long.length).toBeGreaterThan(5);
	});
});

describe('the form', () => {
	it('begins with the resource and the operation, which take no expression', () => {
		for (const { description } of NODES) {
			const [resource, operation] = description.properties;
			expect([resource.name, operation.name]).toEqual(['resource', 'operation']);
			expect([resource.noDataExpression, operation.noDataExpression]).toEqual([true, true]);
		}
	});

	it('has the options last, in every operation', () => {
		for (const { description } of NODES) {
			const byOperation = new Map<string, string[]>();
			for (const { name, displayOptions } of description.properties) {
				for (const operation of displayOptions?.show?.operation ?? []) {
					const names = byOperation.get(String(operation)) ?? [];
					byOperation.set(String(operation), [...names, name]);
				}
			}
			for (const names of byOperation.values()) expect(names[names.length - 1]).toBe('options');
		}
	});

	it('has the required parameters first, in every operation', () => {
		const wrong = NODES.flatMap(({ description: { properties } }) =>
			properties.filter(({ required, displayOptions }, index) => {
				const before = properties[index - 1];
				const isSameForm =
					JSON.stringify(before?.displayOptions?.show?.operation) ===
					JSON.stringify(displayOptions?.show?.operation);
				return required === true && isSameForm && before.required !== true;
			}),
		);
		expect(wrong.map(({ name }) => name)).toEqual([]);
	});

	it('offers no parameter twice under one name in one operation', () => {
		for (const { description } of NODES) {
			const keys = description.properties.map(
				({ name, displayOptions }) => `${name} ${JSON.stringify(displayOptions?.show)}`,
			);
			expect(new Set(keys).size).toBe(keys.length);
		}
	});
});
