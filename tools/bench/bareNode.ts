import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * The least that a node can do and still update users: a loop over `httpRequestWithAuthentication`, with a number of
 * requests in flight. No checks, no pace, no retries, no pairing: what n8n itself costs. With `userKey` and `firstName`
 * set it also reads these two parameters for each item, as every node has to; n8n evaluates an expression for each.
 */
export class BareNode implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bare',
		name: 'bare',
		icon: 'fa:circle',
		group: ['output'],
		version: 1,
		description: 'The floor that n8n gives a node',
		defaults: { name: 'Bare' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'ubidotsApi', required: true }],
		properties: ['baseUrl', 'userKey', 'firstName', 'inFlight'].map((name) => ({
			displayName: name,
			name,
			type: 'string',
			default: '',
		})),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		const baseURL = `${String(this.getNodeParameter('baseUrl', 0))}/api/v2.0`;
		const inFlight = Number(this.getNodeParameter('inFlight', 0));
		const hasParameters = this.getNode().parameters.userKey !== '';
		const valuesOf = (index: number): IDataObject =>
			hasParameters
				? {
						id: this.getNodeParameter('userKey', index),
						firstName: this.getNodeParameter('firstName', index),
					}
				: items[index].json;
		const output = new Array<INodeExecutionData>(items.length);
		let next = 0;
		const lane = async () => {
			while (next < items.length) {
				const index = next++;
				const { id, firstName } = valuesOf(index);
				const answer = (await this.helpers.httpRequestWithAuthentication.call(this, 'ubidotsApi', {
					method: 'PATCH',
					baseURL,
					url: `/users/${String(id)}`,
					body: { firstName },
					json: true,
					// As our sender asks for it: without these, n8n's helper itself is slower.
					disableFollowRedirect: true,
					ignoreHttpStatusErrors: true,
					returnFullResponse: true,
					timeout: 60_000,
				})) as { body: IDataObject };
				output[index] = { json: answer.body };
			}
		};
		await Promise.all(Array.from({ length: inFlight }, lane));
		return [output];
	}
}
