import type { IDataObject } from 'n8n-workflow';

import { flag } from './parameters';

/** n8n requires this control and its text for responses with more than ten fields. */
export const SIMPLIFY = {
	simplify: flag({
		displayName: 'Simplify',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	}),
};

/** The named fields in this order, without those that are undefined. */
export function pick(user: IDataObject, names: readonly string[]): IDataObject {
	const present = names.filter((name) => user[name] !== undefined);
	return Object.fromEntries(present.map((name) => [name, user[name]]));
}
