import type { IDataObject, INode, INodeParameters, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { Engine, type Execution } from '../../../tools/engine';
import { nodeTypeOf } from '../../../tools/engine/nodeSetup';
import { sources, type World } from '../../support/world';

const AGENT = '@n8n/n8n-nodes-langchain.agent';

/**
 * The variant that n8n's server makes of a node that is usable as a tool: another name, no input, a tool as its output, and two
 * more parameters for the description. What it does stays the node's own `execute`.
 */
export function asTool(type: INodeType): INodeType {
	const { description } = type;
	const { usableAsTool, ...rest } = structuredClone(description);
	const properties = [
		{ displayName: 'Tool Description', name: 'descriptionType', type: 'options', default: 'auto' },
		{ displayName: 'Description', name: 'toolDescription', type: 'string', default: '' },
	] as const;
	const tool: INodeType = Object.create(type) as INodeType;
	tool.description = {
		...rest,
		name: `${rest.name}Tool`,
		displayName: `${rest.displayName} Tool`,
		inputs: [],
		outputs: usableAsTool ? [NodeConnectionTypes.AiTool] : [],
		properties: [...properties, ...rest.properties],
	};
	return tool;
}

interface Tool {
	name: string;
	description: string;
	schema: { shape: Record<string, { description?: string }> };
	invoke(values: IDataObject): Promise<string>;
}

/** Stands in for the agent: it calls its only tool with the values of the input item, as a model would. */
const agent: INodeType = {
	description: {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: 'Calls its tool',
		defaults: { name: 'Agent' },
		inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
		const [{ name, description, schema }] = tools;
		const parameters = Object.keys(schema.shape);
		const called = tools[0].invoke(this.getInputData()[0].json);
		const end = await called.then(
			(answer) => ({ answer }),
			(error: Error) => ({ failure: error.message }),
		);
		return [[{ json: { name, description, parameters, ...end }, pairedItem: { item: 0 } }]];
	},
};

export interface ToolCall {
	name: string;
	/** What the model reads of the tool. */
	description: string;
	/** The names of the values that the model gives. */
	parameters: string[];
	/** What the model gets: JSON. */
	answer?: string;
	failure?: string;
	execution: Execution;
}

/** `$fromAI` as the editor writes it for a parameter that the model fills in. */
export const fromAi = (name: string, type = 'string') =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${name}', \`\`, '${type}') }}`;

/** Runs one of the nodes as the tool of an agent, in the engine. */
export async function callTool(
	world: World,
	service: 'ubidots' | 'upsun',
	parameters: IDataObject,
	values: IDataObject = {},
): Promise<ToolCall> {
	const loaded = sources();
	const nodes = new Map(loaded.nodes);
	nodes.set(AGENT, agent);
	const plain = nodes.get(nodeTypeOf(service)) as INodeType;
	nodes.set(`${nodeTypeOf(service)}Tool`, asTool(plain));
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const execution = await new Engine({ ...loaded, nodes }, world.credentials).run({
		name: 'tool',
		nodes: [
			node('Items', 'n8n-nodes-base.manualTrigger'),
			node('Agent', AGENT),
			node('Keep users', `${nodeTypeOf(service)}Tool`, {
				parameters: { resource: 'user', ...parameters } as INodeParameters,
				credentials: { [`${service}Api`]: { id: service, name: service } },
			}),
		],
		connections: {
			Items: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			'Keep users': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
		pinData: { Items: [{ json: values }] },
	});
	const [{ json }] = execution.output('Agent');
	return { ...(json as unknown as Omit<ToolCall, 'execution'>), execution };
}
