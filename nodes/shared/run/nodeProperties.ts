import type { INodeProperties } from 'n8n-workflow';

import { optionsProperty } from '../form/options';
import type { AnyOperation } from './operation';

const formOf = ({ properties, options, itemOptions }: AnyOperation): INodeProperties[] => [
	...properties,
	optionsProperty(options, itemOptions),
];

/** The form of a node with one resource: resource, operation list, and each operation's own parameters, all from the registry. */
export function nodeProperties(
	{ name, value: resource }: { name: string; value: string },
	operations: readonly AnyOperation[],
): INodeProperties[] {
	const entries = operations
		.map(({ name, value, action, description }) => ({ name, value, action, description }))
		.sort((a, b) => a.name.localeCompare(b.name));
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [{ name, value: resource }],
			default: resource,
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource] } },
			options: entries,
			default: 'update',
		},
		...operations.flatMap((operation) =>
			formOf(operation).map((property) => ({
				...property,
				displayOptions: {
					...property.displayOptions,
					show: {
						...property.displayOptions?.show,
						resource: [resource],
						operation: [operation.value],
					},
				},
			})),
		),
	];
}
