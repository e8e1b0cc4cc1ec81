/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- writes and reads the previews beside the nodes, never shipped */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { type Case, EVERY_OPERATION, OPERATIONS } from '../contract/everyOperation';
import { setAccessToken } from '../support/credentials';
import { useWorld } from '../support/useWorld';
import {
	previewFile,
	previewFiles,
	type Schema,
	schemaOfAll,
	shortPath,
	unknownKeys,
} from './previews';

/**
 * Which fields an operation gives, shown by n8n's editor before the first run, and read by its assistant: one JSON Schema for each
 * operation, made of what it gives on the sandbox.
 */
const MAKE = 'make the previews by `npm run previews`';

/** A new node, one that only looks, and one that compares and reads back. What an operation does not know, n8n leaves out. */
const WAYS: IDataObject[] = [
	{},
	{ dryRun: true },
	{ options: { skipUnchanged: true, confirm: true } },
];

const world = useWorld();
beforeEach(() => setAccessToken(world));

/** The output of an operation for each of its items in each of the ways, from the same beginning. */
async function outputsOf({ good, also = [], ...setup }: Case): Promise<IDataObject[]> {
	const outputs: IDataObject[] = [];
	for (const way of WAYS) {
		for (const { item, parameters: own } of [...also, { item: good }]) {
			world.sandbox.reset();
			const parameters = { ...setup.parameters, ...own, ...way } as INodeParameters;
			const { status, message, items } = await world.run({ ...setup, parameters }, [item]);
			expect([status, message]).toEqual(['success', undefined]);
			outputs.push(...items.map(({ json }) => json));
		}
	}
	return outputs;
}

const files = Object.values(EVERY_OPERATION).map(previewFile);

if (process.env.UPDATE_PREVIEWS) {
	for (const file of previewFiles()) if (!files.includes(file)) rmSync(file);
}

describe.each(OPERATIONS)('the preview of %s', (_, operation) => {
	const file = previewFile(operation);

	it('has every key that the operation gives', async () => {
		const outputs = await outputsOf(operation);
		if (process.env.UPDATE_PREVIEWS) {
			mkdirSync(dirname(file), { recursive: true });
			writeFileSync(file, `${JSON.stringify(schemaOfAll(outputs), null, '\t')}\n`);
		}
		if (!existsSync(file)) throw new Error(`${shortPath(file)} is missing: ${MAKE}`);
		const preview = JSON.parse(readFileSync(file, 'utf8')) as Schema;
		const unknown = [...new Set(outputs.flatMap((json) => unknownKeys(json, preview)))];
		if (unknown.length > 0) {
			throw new Error(`${shortPath(file)} lacks ${unknown.join(', ')}: ${MAKE}`);
		}
		// n8n shows no other: "Invalid JSON schema".
		expect(preview.type).toBe('object');
		expect(Object.keys(preview.properties ?? {})).not.toEqual([]);
	});
});

it(`every preview is of an operation; else ${MAKE}`, () => {
	expect(previewFiles().sort().map(shortPath)).toEqual([...new Set(files)].sort().map(shortPath));
});
