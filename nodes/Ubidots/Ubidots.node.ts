import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { nodeProperties } from '../shared/run/nodeProperties';
import { executeOperations } from '../shared/run/executeNode';
import { ubidots } from './api';
import { methods } from './listSearch';
import { userOperations } from './user';

// Programmatic: a bulk request is made of many items, users are looked up, compared and confirmed, with a shared pace.
export class Ubidots implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ubidots',
		name: 'ubidots',
		icon: { light: 'file:ubidots.svg', dark: 'file:ubidots.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Manage users of Ubidots: create, read, update one or thousands, delete',
		defaults: { name: 'Ubidots' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'ubidotsApi', required: true }],
		properties: nodeProperties(userOperations),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperations(this, ubidots, userOperations);
	}
}
