import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { nodeProperties } from '../shared/run/nodeProperties';
import { executeNode } from '../shared/run/executeNode';
import { upsun } from './api';
import { listSearch } from './listSearch';
import { userOperations } from './user';

// Programmatic: users are resolved to ids, read and compared before they are written, with a shared pace and retries.
export class Upsun implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Upsun',
		name: 'upsun',
		icon: { light: 'file:upsun.svg', dark: 'file:upsun.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Read and update user profiles of Upsun',
		defaults: { name: 'Upsun' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'upsunApi', required: true }],
		properties: nodeProperties({ name: 'User', value: 'user' }, userOperations),
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeNode(this, upsun, userOperations);
	}
}
