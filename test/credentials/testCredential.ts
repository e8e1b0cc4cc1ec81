import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IExecuteData,
	INode,
	INodeType,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { createRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';

import { EngineCredentials } from '../../tools/engine/credentials';
import { sources, type World } from '../support/world';

export interface TestResult {
	status: 'OK' | 'Error';
	message: string;
}

interface Thrown {
	message: string;
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

/**
 * What the user sees after saving a credential: its `test` request, sent and judged as n8n's credentials tester does
 * (n8n 2.41), through n8n-core's RoutingNode.
 */
export async function testCredential(
	{ credentials }: World,
	service: 'ubidots' | 'upsun',
): Promise<TestResult> {
	const typeName = `${service}Api`;
	const { credentials: types } = sources();
	const { test } = types.get(typeName) ?? {};
	if (!test) throw new Error(`${typeName} has no test`);
	const helper = new EngineCredentials(types, credentials);
	const additionalData = {
		credentialsHelper: helper,
		webhookWaitingBaseUrl: 'http://127.0.0.1:5678/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1:5678/form-waiting',
	} as unknown as IWorkflowExecuteAdditionalData;

	// n8n's own "No Operation" node, with one property that carries the request.
	const nodeType: INodeType = {
		description: {
			displayName: 'No Operation',
			name: 'n8n-nodes-base.noOp',
			group: ['organization'],
			version: 1,
			description: 'No Operation',
			defaults: { name: 'No Operation' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: typeName, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: test.request },
					default: '',
				},
			],
		},
	};
	const nodeTypes: INodeTypes = {
		getKnownTypes: () => ({}),
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
	};
	const reference = { id: service, name: service };
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: nodeType.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [typeName]: reference },
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const data: ICredentialDataDecryptedObject = await helper.getDecrypted(
		additionalData,
		reference,
		typeName,
	);
	const executeData: IExecuteData = { node, data: {}, source: null };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createRunExecutionData({}),
		0,
		[],
		{ main: [[{ json: {} }]] },
		executeData,
		[],
	);
	const routing = new RoutingNode(context, nodeType, { ...reference, type: typeName, data });
	return await routing.runNode().then(
		() => ({ status: 'OK', message: 'Connection successful!' }),
		(thrown: Thrown) => ({ status: 'Error', message: messageFor(thrown, test.rules) }),
	);
}

type Rules = NonNullable<NonNullable<INodeTypeCredential['test']>['rules']>;
type INodeTypeCredential = {
	test?: { rules?: Array<{ type: string; properties: { message: string } }> };
};

/** The rule for the status, else what the server calls it, else the code of the connection, else the error's text. */
function messageFor({ message, cause }: Thrown, rules: Rules = []): string {
	const { response, code } = cause ?? {};
	if (response) {
		for (const { type, properties } of rules) {
			if (
				type === 'responseCode' &&
				'value' in properties &&
				properties.value === response.status
			) {
				return properties.message;
			}
		}
		return response.statusText || `Received HTTP status code: ${response.status}`;
	}
	return code ?? message;
}
