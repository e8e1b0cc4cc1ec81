import type { IDataObject } from 'n8n-workflow';

import type { Field } from './fields';
import { secret } from './fieldTypes';
import { HIDDEN } from '../redact';

export interface Comparison {
	/** The fields that the service does not hold yet, ready to be sent. */
	body: IDataObject;
	/** For the user: `{ field: { from, to } }`. */
	changes: Record<string, { from: unknown; to: unknown }>;
	/** Sent fields that cannot be compared, because the service never shows them. */
	unknown: string[];
}

/** What would change if `body` were written over the user that the service holds. */
export function compare(
	fields: readonly Field[],
	body: IDataObject,
	held: IDataObject,
): Comparison {
	const comparison: Comparison = { body: {}, changes: {}, unknown: [] };
	for (const { name, type } of fields) {
		if (!(name in body)) continue;
		const same = type.isSame(body[name], held[name]);
		if (same === true) continue;
		if (same === undefined) comparison.unknown.push(name);
		comparison.body[name] = body[name];
		comparison.changes[name] =
			type === secret ? { from: HIDDEN, to: HIDDEN } : { from: held[name] ?? null, to: body[name] };
	}
	return comparison;
}
