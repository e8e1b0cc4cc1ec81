import type { INodeProperties, INodePropertyOptions, NodeHint } from 'n8n-workflow';

import { propertiesOf } from '../form/parameters';
import type { AnyOperation, Resource } from './operation';

/**
 * The subtitle on the canvas, as an expression: what the chosen operation is called in the panel, such as "Bulk update users". A dry
 * run comes first, because a long subtitle is cut.
 */
export function subtitleOf(resources: readonly Resource[]): string {
	const actions = Object.fromEntries(
		resources.flatMap(({ value: resource, operations }) =>
			// A flat table, because two closing braces would end the expression.
			operations.map(({ value, action }) => [`${resource}:${value}`, action]),
		),
	);
	return `={{ ($parameter["dryRun"] === true ? "Dry run: " : "") + (${JSON.stringify(actions)})[$parameter["resource"] + ":" + $parameter["operation"]] }}`;
}

const byName = (a: INodePropertyOptions, b: INodePropertyOptions) => a.name.localeCompare(b.name);

/** The parameters of one operation, each shown for it alone. */
const parametersOf = (
	resource: string,
	{ value: operation, properties, parameters, settings }: AnyOperation,
): INodeProperties[] =>
	[...properties, ...propertiesOf({ ...parameters, ...settings })].map((property) => {
		const { show, ...others } = property.displayOptions ?? {};
		const shown = { ...show, resource: [resource], operation: [operation] };
		return { ...property, displayOptions: { ...others, show: shown } };
	});

/** The choice of an operation, then the parameters of each. */
function formOf({ value: resource, operations, initial }: Resource): INodeProperties[] {
	const entries = operations.map(({ name, value, action, description, builderHint }) => ({
		...{ name, value, action, description },
		...(builderHint && { builderHint: { propertyHint: builderHint } }),
	}));
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource] } },
			options: entries.sort(byName),
			default: initial,
		},
		...operations.flatMap((operation) => parametersOf(resource, operation)),
	];
}

/**
 * The form of a node: resource, operations, and the parameters of each operation.
 * @param resources the first one is chosen in a new node
 */
export function nodeProperties(resources: readonly Resource[]): INodeProperties[] {
	const [{ value: initial }] = resources;
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })).sort(byName),
			default: initial,
		},
		...resources.flatMap(formOf),
	];
}

/** More users than that are better written in bulk. */
const FEW = 20;

const before = (message: string, condition: string): NodeHint => ({
	message,
	type: 'warning',
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
	displayCondition: `={{ ${condition} }}`,
});

const TAKES_AWAY = before(
	'This run takes access away from people who are not in the list. Turn on Dry Run to see first who they are.',
	'$parameter["operation"] === "sync" && $parameter["leavers"] !== "keep" && $parameter["dryRun"] === false',
);

const ONE_BY_ONE = before(
	'Update sends a request for each user. Bulk Update sends up to 100 users in one.',
	`$parameter["operation"] === "update" && $input.all().length > ${FEW}`,
);

/** What the editor says of a node before it runs: of operations that do not have what it is about, nothing. */
export function hintsOf(resources: readonly Resource[]): NodeHint[] {
	const operations = resources.flatMap((resource) => resource.operations);
	const hasLeavers = operations.some(({ settings }) => 'leavers' in settings);
	const hasBulk = operations.some(({ value }) => value === 'bulkUpdate');
	return [...(hasLeavers ? [TAKES_AWAY] : []), ...(hasBulk ? [ONE_BY_ONE] : [])];
}
