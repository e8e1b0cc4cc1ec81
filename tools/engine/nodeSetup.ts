/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a program of its own, never shipped */
import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { pinnedWorkflow } from './pinned';
import type { Execution, WorkflowFile } from './types';

/** The node type of a service: of the combined package, or of the one that has this service alone. */
export const nodeTypeOf = (service: 'ubidots' | 'upsun'): string =>
	process.env.SINGLE_PACKAGES
		? `n8n-nodes-${service}.${service}`
		: `n8n-nodes-ubidots-upsun.${service}`;

/** One node of the package, as a workflow has it. */
export interface NodeSetup {
	service: 'ubidots' | 'upsun';
	parameters: INodeParameters;
	/** How the node goes on when an item fails; n8n's setting "On Error". */
	onError?: INode['onError'];
	/** Other settings of the node, such as `retryOnFail`. */
	settings?: Partial<INode>;
}

/** The node "Node"; its credential has the name of the service for an ID. */
export const nodeOf = ({ service, parameters, onError, settings }: NodeSetup): INode => ({
	id: 'node',
	name: 'Node',
	type: nodeTypeOf(service),
	typeVersion: 1,
	position: [220, 0],
	parameters: { resource: 'user', ...parameters },
	credentials: { [`${service}Api`]: { id: service, name: service } },
	...(onError && { onError }),
	...settings,
});

/** A workflow of one trigger that gives the items and the node behind it. */
export const workflowOf = (setup: NodeSetup, items: IDataObject[]): WorkflowFile =>
	pinnedWorkflow('test', nodeOf(setup), items);

/** What a run of `workflowOf` gave. */
export interface Result extends Execution {
	items: INodeExecutionData[];
	/** The second output, with On Error set to continueErrorOutput. */
	errorItems: INodeExecutionData[];
	message: string | undefined;
	description: string | undefined;
}

export const asResult = (execution: Execution): Result => ({
	...execution,
	items: execution.output('Node'),
	errorItems: execution.output('Node', 1),
	message: execution.error?.message,
	description: execution.error?.description ?? undefined,
});
