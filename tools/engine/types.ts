import type {
	ICredentialDataDecryptedObject,
	IConnections,
	INode,
	INodeExecutionData,
	IPinData,
	NodeExecutionHint,
} from 'n8n-workflow';

/** A workflow file as n8n exports it, as far as the engine looks at it. */
export interface WorkflowFile {
	name: string;
	nodes: INode[];
	connections: IConnections;
	pinData?: IPinData;
	settings?: Record<string, unknown>;
}

/** A stored credential; `data` is what the user entered, and what n8n adds when a session token is fetched. */
export interface StoredCredential {
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** What came of one execution. */
export interface Execution {
	status: string;
	/** Why the execution ended early, as n8n keeps it. */
	error?: Error & {
		description?: string | null;
		httpCode?: string | null;
		context?: Record<string, unknown>;
	};
	/** Items on one output of a node; an empty list when it gave none. */
	output(nodeName: string, index?: number): INodeExecutionData[];
	hints(nodeName: string): NodeExecutionHint[];
	/** Milliseconds that the node ran. */
	timeOf(nodeName: string): number;
	/** Everything that n8n would store, as text, to look for secrets in it. */
	stored: () => string;
}

export interface RunningExecution {
	result: Promise<Execution>;
	cancel(): void;
}
