import type { IExecuteFunctions, INodeProperties, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * Stands in for one of n8n's built-in nodes, which are not installed here: it hands on what it gets. The example workflows
 * pin the output of their triggers, and n8n does not run a pinned node anyway.
 */
export class BuiltInNode implements INodeType {
	description;

	constructor(name: string, properties: INodeProperties[] = [], outputs = 1) {
		this.description = {
			displayName: name,
			name,
			group: ['transform' as const],
			version: [1, 1.1, 1.2, 2, 2.1, 2.2, 3, 3.4, 4, 4.4],
			description: 'Stands in for a built-in node',
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: Array.from({ length: outputs }, () => NodeConnectionTypes.Main),
			properties,
		};
	}

	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	}
}

/** A parameter that stands in for one of the built-in node, whatever its values. */
export const anyParameter = (name: string, type: INodeProperties['type'] = 'json') => ({
	displayName: name,
	name,
	type,
	default: {},
});
