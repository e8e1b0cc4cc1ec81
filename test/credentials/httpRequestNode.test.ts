/* eslint-disable @n8n/community-nodes/no-deprecated-workflow-functions -- it is what n8n's HTTP Request node calls */
import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { Engine, pinnedWorkflow } from '../../tools/engine';
import { type Sandbox, startSandbox } from '../../tools/sandbox';
import { setAccessToken, setApiKey } from '../support/credentials';
import { ME } from '../support/people';
import { requests } from '../support/requests';
import { useNewWorlds } from '../support/useWorld';
import { sources } from '../support/world';

/** n8n sends users to its HTTP Request node for what a node does not offer ("Custom API Call"), with the node's credential. */
const world = useNewWorlds();

/** Sends as the HTTP Request node does (4.x): by the older helper, with `uri` in place of `url`. */
class HttpRequestLike implements INodeType {
	description = {
		displayName: 'Request',
		name: 'request',
		group: ['output' as const],
		version: 1,
		description: 'Sends one request',
		defaults: { name: 'Request' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true as const,
		credentials: [
			{ name: 'ubidotsApi', required: false },
			{ name: 'upsunApi', required: false },
		],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { type, uri, proxy, host } = this.getInputData()[0].json as Record<string, string>;
		const body: unknown = await this.helpers.requestWithAuthentication.call(
			this,
			type,
			{
				...{ uri, method: 'GET', json: true, qs: { fields: 'id' } },
				headers: host === undefined ? {} : { host },
				// Its default, and what it makes of its own option.
				...{ followRedirect: true, followAllRedirects: true, proxy },
			},
			undefined,
			0,
		);
		return [[{ json: body as IDataObject }]];
	}
}

/** @param at a path below the sandbox, or a whole address */
async function request(
	type: 'ubidotsApi' | 'upsunApi',
	at: string,
	more: { proxy?: string; host?: string } = {},
) {
	const { nodes, credentials } = sources();
	const withRequest = new Map([...nodes, ['test.request', new HttpRequestLike()]] as const);
	const engine = new Engine({ nodes: withRequest, credentials }, world.credentials);
	const id = type.replace('Api', '');
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: 'test.request',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id, name: id } },
	};
	const items = [{ type, uri: at.startsWith('/') ? world.sandbox.url + at : at, ...more }];
	const execution = await engine.run(pinnedWorkflow('test', node, items));
	return { execution, json: execution.output('Node')[0]?.json };
}

describe('the HTTP Request node with the Ubidots credential', () => {
	it('sends the token in the header', async () => {
		const { execution, json } = await request('ubidotsApi', '/api/v2.0/users/');
		expect(execution.error?.message).toBeUndefined();
		expect(json).toHaveProperty('results');
		expect(requests(world)[0].query).toEqual({ fields: 'id' });
	});

	it('sends the token in the query where that is chosen, beside the query of the request', async () => {
		world.setCredential('ubidots', { sendTokenIn: 'query' });
		const { json } = await request('ubidotsApi', '/api/v2.0/users/');
		expect(json).toHaveProperty('results');
		const [{ auth, query }] = world.sandbox.journal.entries();
		expect([auth, query.fields]).toEqual(['query', 'id']);
	});

	it('fetches a session token for an API key', async () => {
		setApiKey(world);
		const { json } = await request('ubidotsApi', '/api/v2.0/users/');
		expect(json).toHaveProperty('results');
	});
});

describe('the HTTP Request node with the Upsun credential', () => {
	it('exchanges the API token', async () => {
		const { execution, json } = await request('upsunApi', '/users/me');
		expect(execution.error?.message).toBeUndefined();
		expect(json).toHaveProperty('id', ME);
	});

	it('sends an access token as it is', async () => {
		setAccessToken(world);
		const { json } = await request('upsunApi', '/users/me');
		expect(json).toHaveProperty('id', ME);
	});
});

/** Each way in which a token gets into a request. */
const kinds: Array<[string, 'ubidotsApi' | 'upsunApi', () => void]> = [
	['a token of Ubidots in the header', 'ubidotsApi', () => {}],
	[
		'a token of Ubidots in the query',
		'ubidotsApi',
		() => world.setCredential('ubidots', { sendTokenIn: 'query' }),
	],
	['a session token of Ubidots', 'ubidotsApi', () => setApiKey(world)],
	['a session token of Upsun', 'upsunApi', () => {}],
	['an access token of Upsun', 'upsunApi', () => setAccessToken(world)],
];

describe.each(kinds)('%s', (_, type, set) => {
	let other: Sandbox;
	beforeEach(async () => {
		other = await startSandbox();
		set();
	});
	afterEach(async () => await other.close());

	it('is not sent to another address, which the error names', async () => {
		const { execution } = await request(type, `${other.url}/users/me?token=hush-hush`);
		expect(execution.error?.message).toContain(
			`The credential is only for requests to ${world.sandbox.url}`,
		);
		expect(execution.error?.message).toContain(`goes to ${new URL(other.url).host}`);
		expect(execution.stored().match(/hush-hush/g)).toHaveLength(1);
		expect(requests({ sandbox: other })).toEqual([]);
	});

	it.each([301, 302, 303, 307, 308])('does not follow a %i to another address', async (status) => {
		const path = '/api/v2.0/users/';
		const headers = { location: `${other.url}${path}` };
		// n8n's older helper sends it once more with a new session token after any error.
		world.sandbox.faults.add({ match: { path }, times: 2, answer: { status, headers } });
		const { execution } = await request(type, path);
		expect(execution.error?.message).toContain(String(status));
		expect(requests({ sandbox: other })).toEqual([]);
	});

	it('is not sent through a proxy that the workflow names', async () => {
		const { execution } = await request(type, '/users/me', { proxy: other.url });
		expect(execution.error?.message).toContain('not sent through a proxy of the request');
		expect(requests({ sandbox: other })).toEqual([]);
	});

	it('is not sent to the host of a header, to which a network of servers would pass it on', async () => {
		const { execution } = await request(type, '/users/me', { host: 'example.com' });
		expect(execution.error?.message).toContain("not sent with a 'Host' of the request");
		expect(requests(world).filter(({ path }) => path === '/users/me')).toEqual([]);
	});
});
