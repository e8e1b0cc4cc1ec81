import type { IExecuteFunctions } from 'n8n-workflow';

import { ItemParameters } from '../../../../nodes/shared/form/itemParameters';
import { asRecord } from '../../../../nodes/shared/objects';
import { Redactor } from '../../../../nodes/shared/redact';

/** As n8n finds a parameter: `options.timeout`. */
export function valueAt(parameters: object, path: string, fallback?: unknown): unknown {
	const value = path.split('.').reduce<unknown>((holder, key) => asRecord(holder)[key], parameters);
	return value === undefined ? fallback : value;
}

/** An item of a node with these parameters, none of them an expression, for tests of what is made of values. */
export const itemOf = (parameters: object): ItemParameters =>
	new ItemParameters(
		{
			getTimezone: () => 'UTC',
			getNodeParameter: (name: string, _: number, fallback: unknown) =>
				valueAt(parameters, name, fallback),
		} as unknown as IExecuteFunctions,
		0,
		new Redactor(),
	);
