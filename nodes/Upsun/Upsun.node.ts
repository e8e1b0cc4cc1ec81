import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { executeNode } from '../shared/run/executeNode';
import { hintsOf, nodeProperties, subtitleOf } from '../shared/run/nodeProperties';
import { upsun } from './api';
import { listSearch } from './listSearch';
import { resourceMapping } from './people/columns';
import { resources } from './resources';

// Programmatic, because users are looked up and compared before they are written, and requests share a pace and are retried.
export class Upsun implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Upsun',
		name: 'upsun',
		icon: { light: 'file:upsun.svg', dark: 'file:upsun.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Read and update Upsun user profiles',
		defaults: { name: 'Upsun' },
		documentationUrl:
			'https://github.com/n8n-nodes-ubidots-upsun/n8n-nodes-ubidots-upsun/blob/main/docs/upsun.md',
		builderHint: {
			searchHint:
				'Reads and updates user profiles of Upsun (user), and who is in an organization, project or team with which permissions (organizationMember, projectUser, teamMember). A whole list of who there shall be: sync, in one run. Somebody who leaves everything: offboard.',
		},
		hints: hintsOf(resources),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'upsunApi', required: true }],
		properties: nodeProperties(resources),
	};

	methods = { listSearch, resourceMapping };

	async execute(this: IExecuteFunctions) {
		return await executeNode(this, upsun, resources);
	}
}
