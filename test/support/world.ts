import type {
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import {
	Engine,
	type Execution,
	type LoadedPackage,
	pinnedWorkflow,
	type WorkflowFile,
} from '../../tools/engine';
import type { StoredCredential } from '../../tools/engine/types';
import { UbidotsApi } from '../../credentials/UbidotsApi.credentials';
import { UpsunApi } from '../../credentials/UpsunApi.credentials';
import { Ubidots } from '../../nodes/Ubidots/Ubidots.node';
import { Upsun } from '../../nodes/Upsun/Upsun.node';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../tools/sandbox';

const PACKAGE = 'n8n-nodes-ubidots-upsun';

/** The package from its sources, so that coverage is of what is written. */
export const sources = (): LoadedPackage => ({
	nodes: new Map<string, INodeType>([
		[`${PACKAGE}.ubidots`, new Ubidots()],
		[`${PACKAGE}.upsun`, new Upsun()],
	]),
	credentials: new Map<string, ICredentialType>([
		['ubidotsApi', new UbidotsApi()],
		['upsunApi', new UpsunApi()],
	]),
});

export interface NodeSetup {
	service: 'ubidots' | 'upsun';
	parameters: INodeParameters;
	/** How the node goes on when an item fails; n8n's setting "On Error". */
	onError?: INode['onError'];
	/** Other settings of the node, such as `retryOnFail`. */
	settings?: Partial<INode>;
}

/** A workflow of one trigger that gives the items and the node under test. */
export function workflowOf(
	{ service, parameters, onError, settings }: NodeSetup,
	items: IDataObject[],
): WorkflowFile {
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: `${PACKAGE}.${service}`,
		typeVersion: 1,
		position: [220, 0],
		parameters: { resource: 'user', ...parameters },
		credentials: { [`${service}Api`]: { id: service, name: service } },
		...(onError && { onError }),
		...settings,
	};
	return pinnedWorkflow('test', node, items);
}

/** What a run of the node under test gave. */
export interface Result extends Execution {
	items: INodeExecutionData[];
	/** The second output, with On Error set to continueErrorOutput. */
	errorItems: INodeExecutionData[];
	message: string | undefined;
	description: string | undefined;
}

export interface World {
	sandbox: Sandbox;
	engine: Engine;
	credentials: StoredCredential[];
	/** Changes what is stored in a credential. */
	setCredential(service: 'ubidots' | 'upsun', data: IDataObject): void;
	run(setup: NodeSetup, items?: IDataObject[]): Promise<Result>;
	close(): Promise<void>;
}

const asResult = (execution: Execution): Result => ({
	...execution,
	items: execution.output('Node'),
	errorItems: execution.output('Node', 1),
	message: execution.error?.message,
	description: execution.error?.description ?? undefined,
});

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
	const sandbox = await startSandbox({ ubidotsRequestsPerSecond: 0, taskDelayMs: 0, ...options });
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
