import type { ICredentialType, IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';

import { Engine, type Execution, type LoadedPackage } from '../../tools/engine';
import {
	asResult,
	type NodeSetup,
	nodeTypeOf,
	type Result,
	workflowOf,
} from '../../tools/engine/nodeSetup';
import type { StoredCredential } from '../../tools/engine/types';
import { UbidotsApi } from '../../credentials/UbidotsApi.credentials';
import { UpsunApi } from '../../credentials/UpsunApi.credentials';
import { Ubidots } from '../../nodes/Ubidots/Ubidots.node';
import { Upsun } from '../../nodes/Upsun/Upsun.node';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../tools/sandbox';

import { recorded } from '../../tools/upsunApi/recorded';

export { type NodeSetup, type Result, workflowOf } from '../../tools/engine/nodeSetup';

/** The package from its sources, so that coverage is of what is written. */
export const sources = (): LoadedPackage => ({
	nodes: new Map<string, INodeType>([
		[nodeTypeOf('ubidots'), new Ubidots()],
		[nodeTypeOf('upsun'), new Upsun()],
	]),
	credentials: new Map<string, ICredentialType>([
		['ubidotsApi', new UbidotsApi()],
		['upsunApi', new UpsunApi()],
	]),
});

export interface World {
	sandbox: Sandbox;
	engine: Engine;
	credentials: StoredCredential[];
	/** Changes what is stored in a credential. */
	setCredential(service: 'ubidots' | 'upsun', data: IDataObject): void;
	run(setup: NodeSetup, items?: IDataObject[]): Promise<Result>;
	close(): Promise<void>;
}

/** A credential for each service that works, as n8n stores it; Ubidots is not paced. */
export const workingCredentials = (sandbox: Sandbox): StoredCredential[] => [
	{
		id: 'ubidots',
		name: 'ubidots',
		type: 'ubidotsApi',
		data: { token: sandbox.secrets.ubidotsToken, baseUrl: sandbox.url, requestsPerSecond: 0 },
	},
	{
		id: 'upsun',
		name: 'upsun',
		type: 'upsunApi',
		data: { apiToken: sandbox.secrets.upsunApiToken, apiUrl: sandbox.url, authUrl: sandbox.url },
	},
];

/**
 * A sandbox, an engine, and a stored credential for each service that works. Ubidots is not paced, unless `requestsPerSecond` is
 * set in its credential; the sandbox then needs `ubidotsRequestsPerSecond` to enforce a limit.
 */
export async function startWorld(options: SandboxOptions = {}): Promise<World> {
	const sandbox = await startSandbox({
		ubidotsRequestsPerSecond: 0,
		taskDelayMs: 0,
		onRequest: recorded('node'),
		...options,
	});
	const credentials = workingCredentials(sandbox);
	const engine = new Engine(sources(), credentials);
	return {
		sandbox,
		engine,
		credentials,
		setCredential: (service, data) =>
			Object.assign(credentials.find(({ id }) => id === service)?.data ?? {}, data),
		run: async (setup, items = [{}]) => asResult(await engine.run(workflowOf(setup, items))),
		close: async () => await sandbox.close(),
	};
}

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
