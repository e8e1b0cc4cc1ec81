import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { nodeProperties } from '../shared/run/nodeProperties';
import { executeNode } from '../shared/run/executeNode';
import { ubidots } from './api';
import { listSearch } from './listSearch';
import { userOperations } from './user';
import { getUserColumns } from './user/bulkUpdate/columns';

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
		properties: nodeProperties({ name: 'User', value: 'user' }, userOperations),
	};

	methods = { listSearch, resourceMapping: { getUserColumns } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeNode(this, ubidots, userOperations);
	}
}
