import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from './operation';

/** The form of a node: resource, operation list, and each operation's own parameters, all from the registry. */
export function nodeProperties(operations: readonly Operation[]): INodeProperties[] {
	const entries = operations
		.map(({ name, value, action, description }) => ({ name, value, action, description }))
		.sort((a, b) => a.name.localeCompare(b.name));
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [{ name: 'User', value: 'user' }],
			default: 'user',
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['user'] } },
			options: entries,
			default: 'update',
		},
		...operations.flatMap(({ value, properties }) =>
			properties.map((property) => ({
				...property,
				displayOptions: {
					...property.displayOptions,
					show: { ...property.displayOptions?.show, resource: ['user'], operation: [value] },
				},
			})),
		),
	];
}
