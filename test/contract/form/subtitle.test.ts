import { type INode, type INodeType, Workflow } from 'n8n-workflow';

import { choicesOf, NODES } from './walk';

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

describe.each(NODES.map((node) => [node.description.displayName, node] as const))(
	'the subtitle of %s on the canvas',
	(_, node) => {
		const operations = choicesOf(node.description.properties[1]);

		it.each(operations.map(({ value, action }) => [value, action]))(
			'for %s is "%s", as in the panel',
			(operation, action) => {
				expect(action).toMatch(/\w/);
				const parameters = { resource: 'user', operation, dryRun: false };
				expect(subtitleOf(node, parameters)).toBe(action);
			},
		);

		it('begins with "Dry run" where nothing would be written', () => {
			const dry = { resource: 'user', operation: 'update', dryRun: true };
			expect(subtitleOf(node, dry)).toBe('Dry run: Update user');
		});

		it('is that of the default operation in a workflow that was saved with nothing else', () => {
			expect(subtitleOf(node, {})).toBe('Update user');
		});
	},
);
