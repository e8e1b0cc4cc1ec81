import { until } from '../../../../tools/n8n/wait';
import { generatedId } from '../../../../tools/n8n/sandbox';
import type { Sandbox } from '../../../../tools/n8n/sandbox';
import { chain, code, ourNode, webhook } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/**
 * A workflow that updates the generated users from number `from` on, one by one, when its webhook is called with
 * `{ from, rows, value }`.
 * @returns as it was saved, and active
 */
export async function updatesByWebhook({ rest, credentials }: World, path: string): Promise<Json> {
	const rows = `const idOf = ${generatedId};
const { from, rows, value } = $('Start').first().json.body;
return Array.from({ length: rows }, (_, i) => ({ json: { id: idOf(from + i), lastName: value } }));`;
	const ours = ourNode(
		'ubidots',
		{
			operation: 'update',
			userKey: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			updateFields: { lastName: '={{ $json.lastName }}' },
			options: {},
		},
		credentials.ubidots,
	);
	const saved = await rest.save(chain(path, [webhook(path, 'onReceived'), code(rows), ours]));
	await rest.activate(saved);
	return saved;
}

/** Every request that meant to update one user. */
export const updateRequests = async (sandbox: Sandbox) =>
	(await sandbox.journal()).filter(
		({ method, path }) => method === 'PATCH' && !path.includes('/_/'),
	);

/** How often the update of each user was accepted. */
export function acceptedByUser(requests: Json[]) {
	const counts: Map<string, number> = new Map();
	for (const { status, path } of requests) {
		const id = path.split('/').at(-1);
		if (status === 200) counts.set(id, (counts.get(id) ?? 0) + 1);
	}
	return counts;
}

/** The newest executions of a workflow, once so many have ended. */
export const endedExecutions = async (
	{ rest }: World,
	workflowId: string,
	count: number,
): Promise<Json[]> =>
	await until(
		`${count} executions have ended`,
		async () => {
			const all = await rest.executions(workflowId);
			return all.length === count && all.every(({ stoppedAt }) => stoppedAt) ? all : undefined;
		},
		{ everyMs: 500 },
	);
