import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { executeNode } from '../shared/run/executeNode';
import { hintsOf, nodeProperties, subtitleOf } from '../shared/run/nodeProperties';
import { ubidots } from './api';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { getSyncColumns, getUserColumns } from './user/bulk/columns';

// Programmatic, because bulk requests combine items, users are looked up, compared and confirmed, and requests share a pace.
export class Ubidots implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ubidots',
		name: 'ubidots',
		icon: { light: 'file:ubidots.svg', dark: 'file:ubidots.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(resources),
		description:
			'Read, create, update and delete Ubidots users, one at a time or thousands in bulk',
		defaults: { name: 'Ubidots' },
		documentationUrl:
			'https://github.com/n8n-nodes-ubidots-upsun/n8n-nodes-ubidots-upsun/blob/main/docs/ubidots.md',
		builderHint: {
			searchHint:
				'Keeps the users of a Ubidots account as a list says. One person: update or create. Many at once: bulkUpdate. A whole list of who there shall be, with joiners and leavers: sync. To approve a dry run later or to undo a run: applyChanges.',
		},
		hints: hintsOf(resources),
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'ubidotsApi', required: true }],
		properties: nodeProperties(resources),
	};

	methods = { listSearch, resourceMapping: { getSyncColumns, getUserColumns } };

	async execute(this: IExecuteFunctions) {
		return await executeNode(this, ubidots, resources);
	}
}
