import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { Engine, type Execution } from '../../tools/engine';
import { type NodeSetup, sources, workflowOf, type World } from './world';

/** How the node itself ended; n8n reports a canceled execution before that. */
export interface NodeEnd {
	output?: INodeExecutionData[][];
	error?: unknown;
}

export interface Started {
	cancel(): void;
	result: Promise<Execution>;
	nodeEnd: Promise<NodeEnd>;
}

/** Starts a run that can be canceled, and that tells when the node's own `execute` ended. */
export function startRun(world: World, setup: NodeSetup, items: IDataObject[]): Started {
	const loaded = sources();
	const nodeEnd = new Promise<NodeEnd>((resolve) => {
		for (const node of loaded.nodes.values()) {
			if (!('execute' in node) || !node.execute) continue;
			const { execute } = node;
			node.execute = async function (this) {
				const running = execute.call(this) as Promise<INodeExecutionData[][]>;
				running.then(
					(output) => resolve({ output }),
					(error: unknown) => resolve({ error }),
				);
				return await running;
			};
		}
	});
	const running = new Engine(loaded, world.credentials).start(workflowOf(setup, items));
	return { ...running, nodeEnd };
}
