import type { IDataObject, INode } from 'n8n-workflow';

import type { WorkflowFile } from './types';

/** A workflow of one trigger, whose output is pinned to these items, and one node behind it. */
export function pinnedWorkflow(name: string, node: INode, items: IDataObject[]): WorkflowFile {
	const trigger: INode = {
		id: 'items',
		name: 'Items',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return {
		name,
		nodes: [trigger, node],
		connections: { [trigger.name]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		pinData: { [trigger.name]: items.map((json) => ({ json })) },
	};
}
