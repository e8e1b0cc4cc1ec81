import type { IDataObject } from 'n8n-workflow';

import { HIDDEN } from '../redact';
import type { Field } from './fields';
import type { FieldType } from './fieldTypes';
import { cut } from '../errors';
import { asText, isRecord } from '../objects';
import { isBlank } from './parse';

export interface Comparison {
	/** The fields that differ, ready to be sent. */
	body: IDataObject;
	/** For the user: `{ field: { from, to } }`, without `from` where the service did not show the field. */
	changes: Record<string, { from?: unknown; to: unknown }>;
	/** Sent fields that cannot be compared, because the service does not show them. */
	unknown: string[];
}

/** Compares the fields to write with the user that the service has. */
export function compare(
	fields: readonly Field[],
	body: IDataObject,
	current: IDataObject,
): Comparison {
	const comparison: Comparison = { body: {}, changes: {}, unknown: [] };
	for (const { name, type } of fields) {
		if (!(name in body)) continue;
		const from = current[name];
		// A field that a response does not hold is unknown, not empty.
		const isSame = from === undefined ? undefined : type.isSame(body[name], from);
		if (isSame === true) continue;
		if (isSame === undefined) comparison.unknown.push(name);
		const to = body[name];
		comparison.body[name] = to;
		comparison.changes[name] = type.isSecret
			? { from: HIDDEN, to: HIDDEN }
			: { ...(from !== undefined && { from }), to };
	}
	return comparison;
}

/** What is to be written to a user, compared with what it has. */
export type Difference = Pick<Comparison, 'body' | 'changes'>;

/** The fields of a body that differ from the user that the service has. The body itself where all do, which saves memory for a hundred thousand users. */
export function differenceOf(
	fields: readonly Field[],
	body: IDataObject,
	current: IDataObject,
): Difference {
	const { body: differing, changes } = compare(fields, body, current);
	const isWhole = Object.keys(differing).length === Object.keys(body).length;
	return { body: isWhole ? body : differing, changes };
}

/** Whether there is nothing to write. */
export const isNothing = ({ body }: Pick<Difference, 'body'>) => Object.keys(body).length === 0;

/** Whether the service shows any of the fields in this body, so that it can be seen whether they were written. */
export const canBeSeen = (fields: readonly Field[], body: IDataObject): boolean =>
	fields.some(({ name, type }) => name in body && !type.isSecret);

/** Of one value: a person reads it in a table. */
const LONGEST_VALUE = 60;

/** What a person calls a value: the label of a reference, the entries of a list. */
function plainText(value: unknown): string {
	if (Array.isArray(value)) return value.map(plainText).join(', ');
	if (!isRecord(value)) return String(value);
	if (Array.isArray(value.values)) return `${asText(value.type)} ${plainText(value.values)}`;
	return asText(value.label) || JSON.stringify(value);
}

const valueText = ({ text = plainText }: FieldType, value: unknown) =>
	isBlank(value) || (Array.isArray(value) && value.length === 0)
		? 'empty'
		: cut(text(value).replace(/\s+/g, ' '), LONGEST_VALUE);

/** `Last Name: Okafor → Okafor-Bello; Tags: field → field, north`, or `no change` */
export function changesText(fields: readonly Field[], changes: Comparison['changes']): string {
	const texts = fields.flatMap(({ name, displayName, type }) => {
		if (!(name in changes)) return [];
		const { from, to } = changes[name];
		if (type.isSecret) return `${displayName}: ${HIDDEN}`;
		const before = from === undefined ? '' : `${valueText(type, from)} → `;
		return `${displayName}: ${before}${valueText(type, to)}`;
	});
	return texts.length > 0 ? texts.join('; ') : 'no change';
}
