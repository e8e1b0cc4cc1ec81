/* eslint-disable @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { EXAMPLES, PACKAGE } from './paths';
import type { Json } from './rest';

export type Credential = { id: string; name: string; type: string };

export const TYPES = { ubidots: `${PACKAGE.name}.ubidots`, upsun: `${PACKAGE.name}.upsun` };

const HEADER_AUTH = 'httpHeaderAuth';
const BASIC_AUTH = 'httpBasicAuth';

let count = 0;
const id = () => `e2e00000-0000-4000-8000-${String(++count).padStart(12, '0')}`;

/**
 * A node as the editor saves it.
 * @param rest parameters, typeVersion, credentials, onError ...
 */
export const node = (
	name: string,
	type: string,
	{ parameters = {}, typeVersion = 1, ...rest }: Json = {},
) => ({
	id: id(),
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
	...rest,
});

/** A node of ours. */
export const ourNode = (
	service: 'ubidots' | 'upsun',
	parameters: Json,
	credential: Credential,
	rest: Json = {},
) =>
	node('Node', TYPES[service], {
		parameters: { resource: 'user', ...parameters },
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		...rest,
	});

/**
 * Nodes in a row, each connected to the next by its first output.
 * @param pinned items by node
 */
export function chain(name: string, nodes: Json[], pinned: Record<string, Json[]> = {}) {
	const placed = nodes.map((one, index) => ({ ...one, position: [index * 240, 0] }));
	const links = nodes
		.slice(1)
		.map((next, index) => [
			nodes[index].name,
			{ main: [[{ node: next.name, type: 'main', index: 0 }]] },
		]);
	const pinData = Object.entries(pinned).map(([key, items]) => [
		key,
		items.map((json) => ({ json })),
	]);
	return {
		name,
		nodes: placed,
		connections: Object.fromEntries(links),
		pinData: Object.fromEntries(pinData),
		settings: { executionOrder: 'v1' },
	};
}

/** A trigger by hand; its items are pinned to it. */
export const manual = () => node('Start', 'n8n-nodes-base.manualTrigger');

/** Items of a code node, for runs that know nothing of pinned data. */
export const code = (javaScript: string) =>
	node('Rows', 'n8n-nodes-base.code', { typeVersion: 2, parameters: { jsCode: javaScript } });

export const webhook = (path: string, responseMode: 'lastNode' | 'onReceived') =>
	node('Start', 'n8n-nodes-base.webhook', {
		typeVersion: 2.1,
		webhookId: id(),
		parameters: {
			httpMethod: 'POST',
			path,
			responseMode,
			responseData: responseMode === 'lastNode' ? 'allEntries' : undefined,
			options: {},
		},
	});

/** What a node of an execution gave. */
export function outputOf(execution: Json, nodeName: string, output: number = 0): Json[] {
	const task = execution.data.resultData.runData[nodeName]?.at(-1);
	return (task?.data?.main?.[output] ?? []).map((item: Json) => item.json);
}

/** The node that nothing leads to. */
export function startOf({ nodes }: Json) {
	const start = nodes.find(({ type }: Json) => /(trigger|\.webhook)$/i.test(type));
	return start.name;
}

/** The first error of an execution, as the editor shows it. */
export const errorOf = (execution: Json) => execution.data.resultData.error;

/**
 * What a webhook or form wants of who comes in, or a request of whom it goes to: the examples leave it to the user to choose both.
 */
function wantedBy({ parameters }: Json): string[] {
	const { authentication, genericAuthType } = parameters;
	if (authentication === 'basicAuth') return [BASIC_AUTH];
	return authentication === 'headerAuth' || genericAuthType === HEADER_AUTH ? [HEADER_AUTH] : [];
}

/** The example workflows, with the credentials they name or want replaced by those of this n8n. */
export function examples(credentials: Credential[]): Array<{ file: string; workflow: Json }> {
	const files = readdirSync(EXAMPLES).filter((file) => file.endsWith('.json'));
	return files.sort().map((file) => {
		const workflow = JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8'));
		for (const one of workflow.nodes) {
			const wanted = [...Object.keys(one.credentials ?? {}), ...wantedBy(one)];
			for (const type of wanted) {
				const own = credentials.find((credential) => credential.type === type);
				if (own) one.credentials = { ...one.credentials, [type]: { id: own.id, name: own.name } };
			}
		}
		return { file, workflow };
	});
}
