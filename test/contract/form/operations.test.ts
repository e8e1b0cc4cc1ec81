import { type INode, type INodeType, Workflow } from 'n8n-workflow';

import { SENDING_SETTINGS } from '../../../nodes/shared/form/settings';
import { nodeProperties } from '../../../nodes/shared/run/nodeProperties';
import type { AnyOperation } from '../../../nodes/shared/run/operation';
import { resources as ubidots } from '../../../nodes/Ubidots/resources';
import { resources as upsun } from '../../../nodes/Upsun/resources';
import { NODES, PLACES } from './walk';

const RESOURCES = [
	['Ubidots', NODES[0], ubidots] as const,
	['Upsun', NODES[1], upsun] as const,
].flatMap(([name, node, resources]) =>
	resources.map((resource) => [`${name} ${resource.value}`, node, resource] as const),
);
const operations = RESOURCES.flatMap(([title, , { name, operations }]) =>
	operations.map((operation) => [`${title} ${operation.value}`, operation, name] as const),
);
const named = (name: string) => PLACES.filter(({ property }) => property.name === name);

describe.each(operations)('the operation %s', (_, { name, action, description }, resource) => {
	it('has an action in sentence case, with the resource and without articles', () => {
		expect(action).toMatch(/^[A-Z][a-z]+( [a-z]+)+$/);
		expect(action).toMatch(new RegExp(`\\b${resource.toLowerCase()}s?\\b`));
		expect(action).not.toMatch(/\b(a|an|the)\b/i);
	});

	it('has a name in Title Case without the resource', () => {
		expect(name).toMatch(/^[A-Z][a-z]+( [A-Z][a-z]+)*$/);
		expect(name).not.toMatch(/user|member/i);
	});

	it('has a description in other words, short enough for the list', () => {
		expect(description).toMatch(/^[A-Z]/);
		expect(description.toLowerCase()).not.toBe(action.toLowerCase());
		expect(description.toLowerCase()).not.toBe(name.toLowerCase());
		expect(description.length).toBeLessThan(160);
	});
});

describe("the texts that n8n's guidelines prescribe", () => {
	it.each([
		['returnAll', 'Return All', false, 'Whether to return all results or only up to a given limit'],
		['limit', 'Limit', 50, 'Max number of results to return'],
		[
			'simplify',
			'Simplify',
			true,
			'Whether to return a simplified version of the response instead of the raw data',
		],
	])('are those of %s', (name, displayName, byDefault, description) => {
		const places = named(name);
		expect(places.length).toBeGreaterThan(0);
		for (const { property } of places) {
			expect(property).toMatchObject({ displayName, default: byDefault, description });
		}
	});

	it('Limit is at least 1, and shown when not all are returned', () => {
		for (const { property } of named('limit')) {
			expect(property.typeOptions?.minValue).toBe(1);
			expect(property.displayOptions?.show?.returnAll).toEqual([false]);
		}
	});
});

describe('the default operation', () => {
	it.each(RESOURCES)('of %s does no harm', (_title, _node, { initial, operations }) => {
		expect(operations.map(({ value }) => value)).toContain(initial);
		expect(['get', 'getAll', 'update']).toContain(initial);
	});
});

/** What n8n's editor writes under the name of a node on the canvas. */
function subtitleOf(nodeType: INodeType, parameters: INode['parameters']): unknown {
	const { name, subtitle } = nodeType.description;
	const node: INode = {
		id: '1',
		name: 'Node',
		type: name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
}

describe.each(RESOURCES)(
	'the subtitle of %s on the canvas',
	(_, node, { value: resource, operations, initial }) => {
		it.each(operations.map(({ value, action }) => [value, action]))(
			'for %s is "%s", as in the panel',
			(operation, action) => {
				expect(action).toMatch(/\w/);
				expect(subtitleOf(node, { resource, operation, dryRun: false })).toBe(action);
			},
		);

		it('begins with "Dry run" where nothing would be written', () => {
			for (const { value: operation, action, settings } of operations) {
				const dry = { resource, operation, dryRun: true };
				const text = 'dryRun' in settings ? `Dry run: ${action}` : action;
				expect(subtitleOf(node, dry)).toBe(text);
			}
		});

		it('is that of the default operation in a workflow that was saved with nothing else', () => {
			const { action } = operations.find(({ value }) => value === initial) ?? {};
			expect(subtitleOf(node, { resource })).toBe(action);
		});
	},
);

const operation = (name: string) =>
	({
		...{ name, value: name.toLowerCase(), action: `${name} it`, description: `To ${name}` },
		...{ properties: [], settings: SENDING_SETTINGS },
	}) as unknown as AnyOperation;

it('operations are listed by their titles, in whatever order they are in the code', () => {
	const operations = ['Update', 'Create', 'Get'].map(operation);
	const resource = { name: 'User', value: 'user', operations, initial: 'update' };
	const [, { options }] = nodeProperties([resource]);
	expect(options?.map(({ name }) => name)).toEqual(['Create', 'Get', 'Update']);
});
