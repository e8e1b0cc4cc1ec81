import { type INodeParameters, type NodeHint, Workflow } from 'n8n-workflow';

import { nodeOf } from '../../../tools/engine/nodeSetup';
import { choicesOf, NODES } from './walk';

/** Whether n8n's editor shows a hint of a node with these parameters and so many items in its input. */
function isShown({ displayCondition = '' }: NodeHint, parameters: INodeParameters, items: number) {
	const node = nodeOf({ service: 'ubidots', parameters });
	const [type] = NODES;
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const input = Array.from({ length: items }, () => ({ json: {} }));
	return workflow.expression.resolveSimpleParameterValue(
		displayCondition,
		{},
		null,
		0,
		0,
		node.name,
		input,
		'manual',
		{},
	);
}

describe('before a run, the form of Ubidots', () => {
	const [leavers, oneByOne] = NODES[0].description.hints ?? [];

	it.each<[string, INodeParameters, boolean]>([
		['deactivates', { leavers: 'deactivate', dryRun: false }, true],
		['deletes', { leavers: 'delete', dryRun: false }, true],
		['only looks', { leavers: 'delete' }, false],
		['keeps them', { dryRun: false }, false],
	])('warns of a Sync that takes access away, here one that %s', (_, parameters, isWarned) => {
		expect(isShown(leavers, { operation: 'sync', ...parameters }, 1)).toBe(isWarned);
	});

	it.each([
		['update', 21, true],
		['update', 20, false],
		['bulkUpdate', 21, false],
	])(
		'names Bulk Update where many are updated one by one: %s of %i',
		(operation, items, isNamed) => {
			expect(isShown(oneByOne, { operation }, items)).toBe(isNamed);
		},
	);
});

it('a node without such operations has no such hint', () => {
	const nodes = NODES.map(({ description }) => ({
		operations: description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap(choicesOf)
			.map(({ value }) => value),
		hints: (description.hints ?? []).length,
	}));
	for (const { operations, hints } of nodes) {
		const about = ['sync', 'bulkUpdate'].filter((value) => operations.includes(value));
		expect(hints).toBe(about.length);
	}
});
