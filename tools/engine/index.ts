import './preload';
import {
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import type {
	IDataObject,
	IExecuteData,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, UnexpectedError, Workflow } from 'n8n-workflow';

import { EngineCredentials } from './credentials';
import { EngineNodeTypes, type LoadedPackage } from './nodeTypes';
import type { Execution, RunningExecution, StoredCredential, WorkflowFile } from './types';

export type { Execution, StoredCredential, WorkflowFile } from './types';
export type { LoadedPackage } from './nodeTypes';
export { pinnedWorkflow } from './pinned';

/** Loads a built package as n8n loads it: through its package.json, with n8n-core's own loader. */
export async function loadPackage(directory: string): Promise<LoadedPackage> {
	const loader = new PackageDirectoryLoader(directory);
	await loader.loadAll();
	const nodes = Object.entries(loader.nodeTypes).map(
		([name, { type }]) => [`${loader.packageName}.${name}`, type] as const,
	);
	const credentials = Object.entries(loader.credentialTypes).map(
		([name, { type }]) => [name, type] as const,
	);
	return { nodes: new Map(nodes), credentials: new Map(credentials) };
}

/** Addresses that n8n's server would know of itself; parameters cannot be read without them. */
const OWN_ADDRESS = 'http://127.0.0.1:5678';

/** Runs workflow files through n8n-core's engine, with real expressions, request helpers and credential handling. */
export class Engine {
	private readonly nodeTypes: EngineNodeTypes;
	private readonly credentialsHelper: EngineCredentials;
	private executions = 0;
	/** What nodes have said to the browser's console. */
	readonly consoleMessages: string[] = [];

	constructor(
		loaded: LoadedPackage,
		readonly credentials: StoredCredential[],
	) {
		this.nodeTypes = new EngineNodeTypes(loaded.nodes);
		this.credentialsHelper = new EngineCredentials(loaded.credentials, credentials);
	}

	/** Runs a workflow from its first trigger to the end. */
	async run(file: WorkflowFile, mode?: WorkflowExecuteMode): Promise<Execution> {
		return await this.start(file, mode).result;
	}

	/** Starts a workflow, so that it can be canceled. */
	start(file: WorkflowFile, mode: WorkflowExecuteMode = 'manual'): RunningExecution {
		const workflow = this.workflow(file);
		const trigger = startNode(file);
		const executionId = String(++this.executions);
		const hooks = new ExecutionLifecycleHooks(mode, executionId, {
			id: '1',
			active: false,
			isArchived: false,
			createdAt: new Date(),
			updatedAt: new Date(),
			activeVersionId: null,
			...file,
		} as ConstructorParameters<typeof ExecutionLifecycleHooks>[2]);
		const ended = new Promise<IRun>((resolve) =>
			hooks.addHandler('workflowExecuteAfter', (run) => resolve(run)),
		);
		const additionalData = { ...this.additionalData(), executionId, hooks };
		const first: IExecuteData = { node: trigger, data: { main: [[{ json: {} }]] }, source: null };
		const execution = new WorkflowExecute(
			additionalData,
			mode,
			createRunExecutionData({
				resultData: { pinData: file.pinData ?? {} },
				executionData: { nodeExecutionStack: [first] },
			}),
		);
		const running = execution.processRunExecutionData(workflow);
		// When it is canceled, the promise rejects beside what the hook reports.
		running.catch(() => undefined);
		return { result: ended.then(toExecution), cancel: () => running.cancel() };
	}

	/** What a picker of the editor gets from one of a node's `methods`. */
	async callMethod<T>(
		node: INode,
		kind: 'listSearch' | 'loadOptions' | 'resourceMapping',
		method: string,
		...args: unknown[]
	): Promise<T> {
		const file: WorkflowFile = { name: 'picker', nodes: [node], connections: {} };
		const context = new LoadOptionsContext(
			this.workflow(file),
			node,
			{ ...this.additionalData(), currentNodeParameters: node.parameters },
			'parameters.any',
		);
		const type: INodeType = this.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const methods = type.methods?.[kind] as
			| Record<string, (...args: unknown[]) => Promise<T>>
			| undefined;
		if (!methods?.[method]) throw new UnexpectedError(`No ${kind} method "${method}"`);
		return await methods[method].call(context, ...args);
	}

	private workflow({ name, nodes, connections, settings }: WorkflowFile): Workflow {
		return new Workflow({
			id: '1',
			name,
			nodes: structuredClone(nodes),
			connections,
			active: false,
			nodeTypes: this.nodeTypes,
			settings,
		});
	}

	private additionalData(): IWorkflowExecuteAdditionalData {
		return {
			credentialsHelper: this.credentialsHelper,
			executionId: '1',
			currentNodeExecutionIndex: 0,
			restApiUrl: `${OWN_ADDRESS}/rest`,
			instanceBaseUrl: OWN_ADDRESS,
			formBaseUrl: `${OWN_ADDRESS}/form`,
			formWaitingBaseUrl: `${OWN_ADDRESS}/form-waiting`,
			formTestBaseUrl: `${OWN_ADDRESS}/form-test`,
			webhookBaseUrl: `${OWN_ADDRESS}/webhook`,
			webhookWaitingBaseUrl: `${OWN_ADDRESS}/webhook-waiting`,
			webhookTestBaseUrl: `${OWN_ADDRESS}/webhook-test`,
			variables: {},
			logAiEvent: () => {},
			sendDataToUI: (_type: string, { messages }: { messages: string[] }) =>
				this.consoleMessages.push(...messages),
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

/** The trigger: the node that nothing leads to, sticky notes aside. */
function startNode({ nodes, connections }: WorkflowFile): INode {
	const targets = new Set(
		Object.values(connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((branches) =>
				branches.flatMap((branch) => (branch ?? []).map(({ node }) => node)),
			),
		),
	);
	const first = nodes.find(
		({ name, type }) => !targets.has(name) && type !== 'n8n-nodes-base.stickyNote',
	);
	if (!first) throw new UnexpectedError('The workflow has no node to start from');
	return first;
}

function toExecution(run: IRun): Execution {
	const { resultData } = run.data;
	const task = (nodeName: string) => resultData.runData[nodeName]?.[0];
	return {
		status: run.status,
		error: resultData.error as Execution['error'],
		output: (nodeName, index = 0): INodeExecutionData[] =>
			task(nodeName)?.data?.main?.[index] ?? [],
		hints: (nodeName) => task(nodeName)?.hints ?? [],
		timeOf: (nodeName) => task(nodeName)?.executionTime ?? 0,
		stored: () => storedText(run),
	};
}

/** The run as JSON; n8n serialises errors by their own properties, message and stack. */
function storedText(run: IRun): string {
	const seen = new WeakSet<object>();
	return JSON.stringify(run, (_key, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		if (seen.has(value)) return undefined;
		seen.add(value);
		if (!(value instanceof Error)) return value;
		const { message, stack, cause } = value as Error & { cause?: unknown };
		return { ...(value as unknown as IDataObject), message, stack, cause };
	});
}
