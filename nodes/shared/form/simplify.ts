import type { IDataObject, INodeProperties } from 'n8n-workflow';

/** n8n's own control for answers with more than ten fields; the text is prescribed. */
export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The named fields of an answer, in this order; those it does not have are left out. */
export function pick(answer: IDataObject, names: readonly string[]): IDataObject {
	return Object.fromEntries(
		names.filter((name) => answer[name] !== undefined).map((name) => [name, answer[name]]),
	);
}
