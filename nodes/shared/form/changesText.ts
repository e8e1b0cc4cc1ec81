import { cut } from '../errors';
import { asText, isRecord } from '../objects';
import { HIDDEN } from '../redact';
import type { Comparison } from './compare';
import type { Field } from './fields';
import type { FieldType } from './fieldTypes';
import { isBlank } from './parse';

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
