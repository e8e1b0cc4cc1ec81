import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../form/fields';
import { isBlank, WrongValue } from '../form/parse';
import { isRecord } from '../objects';

/** n8n's Convert to File writes it before the first header, and Extract from File leaves it there. */
const BYTE_ORDER_MARK = '\ufeff';

/** The fields of an item without a byte order mark in the first name. */
export function withoutMark(json: IDataObject): IDataObject {
	const [first = ''] = Object.keys(json);
	return first.startsWith(BYTE_ORDER_MARK) ? { ...json, [first.slice(1)]: json[first] } : json;
}

/** What is within a column's name: `changes.tags.to.0`. */
interface Tree {
	[part: string]: unknown;
}

/** Without what every object has. */
const emptyTree = (): Tree => Object.create(null) as Tree;

function put(tree: Tree, [part, ...others]: readonly string[], value: unknown): void {
	if (others.length === 0) {
		tree[part] = value;
		return;
	}
	if (!isRecord(tree[part])) tree[part] = emptyTree();
	put(tree[part] as Tree, others, value);
}

/** Objects whose keys are all numbers were lists. */
function withLists(value: unknown): unknown {
	if (!isRecord(value)) return value;
	const entries = Object.entries(value).map(([key, entry]) => [key, withLists(entry)] as const);
	if (entries.every(([key]) => /^\d+$/.test(key))) return entries.map(([, entry]) => entry);
	return Object.fromEntries(entries);
}

/**
 * The changes of which Convert to File has made a column each: `changes.firstName.from`, `changes.tags.to.0`. An empty text, null and
 * an empty list have left an empty cell there, or no column at all.
 * @returns undefined where there is no such column with a value
 * @throws WrongValue for a JSON object, whose numbers cannot be told from texts any more
 */
export function changesFromColumns(
	fields: readonly Field[],
	row: IDataObject,
): Record<string, unknown> | undefined {
	const tree = emptyTree();
	for (const [name, value] of Object.entries(row)) {
		const [first, ...parts] = name.split('.');
		if (first === 'changes' && parts.length > 0 && !isBlank(value)) put(tree, parts, value);
	}
	if (Object.keys(tree).length === 0) return undefined;
	const object = fields.find(({ name, type }) => name in tree && type.column.type === 'object');
	if (object) {
		throw new WrongValue(
			`has '${object.name}' in columns of their own, which cannot tell numbers from texts: keep the changes in one column as JSON text, JSON.stringify($json.changes)`,
		);
	}
	const plan = withLists(tree) as Tree;
	for (const { name, empty } of fields) {
		const entry = plan[name];
		if (empty !== undefined && isRecord(entry)) plan[name] = { from: null, to: null, ...entry };
	}
	return plan;
}
