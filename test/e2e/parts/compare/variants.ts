import { node, ourNode } from '../../../../tools/n8n/workflows';
import type { Credential } from '../../../../tools/n8n/workflows';
import type { Sandbox } from '../../../../tools/n8n/sandbox';
import type { Json } from '../../../../tools/n8n/rest';

/** One way to write a last name to many users. */
export interface Variant {
	key: string;
	title: string;
	ours: boolean;
	node: (credentials: { ubidots: Credential; header: Credential }, sandbox: Sandbox) => Json;
}

/** As many as our node allows; the HTTP Request node sends everything at once. */
const MOST_AT_ONCE = 100;
/** What n8n's panel fills in when "Batching" is added. */
const PANEL_BATCHING = { batchSize: 50, batchInterval: 1000 };
/** By hand, to suit a limit of 4 requests a second. */
const BATCHING_FOR_THE_LIMIT = { batchSize: 4, batchInterval: 1000 };

/** Runs go to their end whatever fails, so that failed rows can be counted. */
const GO_ON = { onError: 'continueRegularOutput' };

const update =
	(options: Json): Variant['node'] =>
	(credentials) =>
		ourNode(
			'ubidots',
			{
				operation: 'update',
				userKey: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				updateFields: { lastName: '={{ $json.lastName }}' },
				options,
			},
			credentials.ubidots,
			GO_ON,
		);

const bulkUpdate: Variant['node'] = (credentials) =>
	ourNode(
		'ubidots',
		{
			operation: 'bulkUpdate',
			columns: { mappingMode: 'autoMapInputData', value: {}, matchingColumns: ['id'], schema: [] },
			options: {},
		},
		credentials.ubidots,
		GO_ON,
	);

/** The HTTP Request node with the token in a credential, as it should be. */
const byCredential = () => ({
	authentication: 'genericCredentialType',
	genericAuthType: 'httpHeaderAuth',
});

/** Where everybody who sees the workflow can read it: reading a credential for each item takes the node time. */
const typedIn = (token: string) => ({
	sendHeaders: true,
	headerParameters: { parameters: [{ name: 'X-Auth-Token', value: token }] },
});

const httpRequest =
	(batch?: Json, authentication: (token: string) => Json = byCredential): Variant['node'] =>
	({ header }, { url, secrets }) =>
		node('Node', 'n8n-nodes-base.httpRequest', {
			typeVersion: 4.2,
			parameters: {
				method: 'PATCH',
				url: `=${url}/api/v2.0/users/{{ $json.id }}`,
				...authentication(secrets.ubidotsToken),
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ JSON.stringify({ lastName: $json.lastName }) }}',
				options: batch ? { batching: { batch } } : {},
			},
			credentials: { httpHeaderAuth: { id: header.id, name: header.name } },
			...GO_ON,
		});

export const VARIANTS: Record<string, Variant> = {
	bulk: { key: 'bulk', title: 'Ubidots: Bulk Update', ours: true, node: bulkUpdate },
	update: { key: 'update', title: 'Ubidots: Update', ours: true, node: update({}) },
	updateWide: {
		key: 'updateWide',
		title: `Ubidots: Update, ${MOST_AT_ONCE} at once`,
		ours: true,
		node: update({ maxConcurrentRequests: MOST_AT_ONCE }),
	},
	http: { key: 'http', title: 'HTTP Request', ours: false, node: httpRequest() },
	httpPlain: {
		key: 'httpPlain',
		title: 'HTTP Request, token typed into the node',
		ours: false,
		node: httpRequest(undefined, typedIn),
	},
	httpBatched: {
		key: 'httpBatched',
		title: 'HTTP Request, 50 every 1000 ms',
		ours: false,
		node: httpRequest(PANEL_BATCHING),
	},
	httpPaced: {
		key: 'httpPaced',
		title: 'HTTP Request, 4 every 1000 ms',
		ours: false,
		node: httpRequest(BATCHING_FOR_THE_LIMIT),
	},
};
