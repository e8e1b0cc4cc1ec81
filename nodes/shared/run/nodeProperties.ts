import type { INodeProperties } from 'n8n-workflow';

import { propertiesOf } from '../form/parameters';
import type { AnyOperation } from './operation';

/**
 * The subtitle on the canvas, as an expression: what the chosen operation is called in the panel, such as "Bulk update users". A dry
 * run comes first, because a long subtitle is cut.
 */
export function subtitleOf(operations: readonly AnyOperation[]): string {
	const actions = Object.fromEntries(operations.map(({ value, action }) => [value, action]));
	return `={{ ($parameter["dryRun"] === true ? "Dry run: " : "") + (${JSON.stringify(actions)})[$parameter["operation"]] }}`;
}

/** The form of a node with one resource: resource, operations, and the parameters of each operation. */
export function nodeProperties(
	{ name, value: resource }: { name: string; value: string },
	operations: readonly AnyOperation[],
): INodeProperties[] {
	const entries = operations
		.map(({ name, value, action, description, builderHint }) => ({
			...{ name, value, action, description },
			...(builderHint && { builderHint: { propertyHint: builderHint } }),
		}))
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
		...operations.flatMap(({ value: operation, properties, parameters, settings }) =>
			[...properties, ...propertiesOf({ ...parameters, ...settings })].map((property) => {
				const { show, ...others } = property.displayOptions ?? {};
				const shown = { ...show, resource: [resource], operation: [operation] };
				return { ...property, displayOptions: { ...others, show: shown } };
			}),
		),
	];
}
