/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- files of the project, never shipped */
import type { IDataObject } from 'n8n-workflow';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

import type { NodeSetup } from '../support/world';

const ROOT = join(__dirname, '..', '..');
const FOLDERS = { ubidots: 'Ubidots', upsun: 'Upsun' };

/** What n8n reads of a JSON Schema, in the editor and for its assistant. */
export interface Schema {
	type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** What is kept here is of the user: its keys are data, such as the names of fields that changed. */
const OPEN = ['changes', 'properties'];

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** One that fits both; of a value that is empty in one of them, the other says more. */
function merged(a: Schema | undefined, b: Schema): Schema {
	if (!a || a.type === 'null') return b;
	if (a.type !== b.type) return a;
	if (a.items ?? b.items) return { ...a, items: b.items ? merged(a.items, b.items) : a.items };
	if (!a.properties || !b.properties) return a.properties ? a : b;
	const properties = { ...a.properties };
	for (const [key, schema] of Object.entries(b.properties)) {
		properties[key] = merged(properties[key], schema);
	}
	return { ...a, properties };
}

/** The schema of a value that an item had. */
export function schemaOf(value: unknown, key = ''): Schema {
	if (value === null || value === undefined) return { type: 'null' };
	if (Array.isArray(value)) {
		const items = value.map((one) => schemaOf(one)).reduce(merged, { type: 'null' });
		return items.type === 'null' ? { type: 'array' } : { type: 'array', items };
	}
	if (!isObject(value)) return { type: typeof value as Schema['type'] };
	if (OPEN.includes(key)) return { type: 'object' };
	const entries = Object.entries(value).map(([name, one]) => [name, schemaOf(one, name)]);
	return { type: 'object', properties: Object.fromEntries(entries) as Record<string, Schema> };
}

/** The schema of all these outputs of one operation; the keys of the first come first. */
export const schemaOfAll = (outputs: IDataObject[]): Schema =>
	outputs.map((json) => schemaOf(json)).reduce(merged, { type: 'object', properties: {} });

/** The keys that a value has and its schema does not, as paths. */
export function unknownKeys(value: unknown, schema: Schema | undefined, path = ''): string[] {
	if (!schema) return [path];
	if (Array.isArray(value)) {
		return value.flatMap((one) => (isObject(one) ? unknownKeys(one, schema.items, path) : []));
	}
	if (!isObject(value) || OPEN.includes(path.split('.').pop() ?? '')) return [];
	return Object.entries(value).flatMap(([key, one]) =>
		unknownKeys(one, schema.properties?.[key], path === '' ? key : `${path}.${key}`),
	);
}

/** Where n8n looks for the preview of an operation: beside the node, by the names that workflows are saved with. */
export function previewFile({ service, parameters }: NodeSetup): string {
	const { resource = 'user', operation } = parameters;
	const path = [String(resource), `${String(operation)}.json`];
	return join(ROOT, 'nodes', FOLDERS[service], '__schema__', 'v1.0.0', ...path);
}

/** All previews that are there. */
export const previewFiles = (): string[] =>
	readdirSync(join(ROOT, 'nodes'), { recursive: true })
		.map(String)
		.filter((path) => path.includes('__schema__') && path.endsWith('.json'))
		.map((path) => join(ROOT, 'nodes', path));

/** For texts. */
export const shortPath = (path: string) => relative(ROOT, path);
