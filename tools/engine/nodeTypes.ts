import type {
	ICredentialType,
	IExecuteFunctions,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeHelpers } from 'n8n-workflow';

/** Node and credential types of one community package. */
export interface LoadedPackage {
	nodes: ReadonlyMap<string, INodeType | IVersionedNodeType>;
	credentials: ReadonlyMap<string, ICredentialType>;
}

/**
 * Stands in for n8n's built-in nodes, which are not installed here: it hands on what it gets. The example workflows
 * pin the output of their triggers, and n8n does not run a pinned node anyway.
 */
class BuiltInNode implements INodeType {
	description;

	constructor(name: string) {
		this.description = {
			displayName: name,
			name,
			group: ['transform' as const],
			version: [1, 1.1, 1.2, 2, 2.1, 3, 3.4, 4, 4.4],
			description: 'Hands on its input',
			defaults: { name },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		};
	}

	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	}
}

/** Gives the engine the package's node types, and stand-ins for the built-in ones. */
export class EngineNodeTypes implements INodeTypes {
	private readonly builtIn = new Map<string, INodeType>();

	constructor(private readonly nodes: LoadedPackage['nodes']) {}

	getByName(name: string): INodeType | IVersionedNodeType {
		const own = this.nodes.get(name);
		if (own) return own;
		if (!this.builtIn.has(name)) this.builtIn.set(name, new BuiltInNode(name));
		return this.builtIn.get(name) as INodeType;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		const type = this.getByName(name);
		return type instanceof BuiltInNode ? type : NodeHelpers.getVersionedNodeType(type, version);
	}

	getKnownTypes() {
		return {};
	}
}
