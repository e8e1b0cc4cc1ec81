import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { builtInNode } from './builtIn';

/** Node and credential types of one community package. */
export interface LoadedPackage {
	nodes: ReadonlyMap<string, INodeType | IVersionedNodeType>;
	credentials: ReadonlyMap<string, ICredentialType>;
}

/** Gives the engine the package's node types, and stand-ins for the built-in ones. */
export class EngineNodeTypes implements INodeTypes {
	private readonly builtIn = new Map<string, INodeType>();

	constructor(private readonly nodes: LoadedPackage['nodes']) {}

	getByName(name: string): INodeType | IVersionedNodeType {
		return this.nodes.get(name) ?? this.getBuiltIn(name);
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		const own = this.nodes.get(name);
		return own ? NodeHelpers.getVersionedNodeType(own, version) : this.getBuiltIn(name);
	}

	getKnownTypes() {
		return {};
	}

	private getBuiltIn(name: string): INodeType {
		const known = this.builtIn.get(name) ?? builtInNode(name);
		this.builtIn.set(name, known);
		return known;
	}
}
