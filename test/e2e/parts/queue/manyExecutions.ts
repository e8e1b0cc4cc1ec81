/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- runs in a real n8n, never shipped */
import { readFileSync } from 'node:fs';

import { assert, check } from '../../checks';
import { until } from '../../../../tools/n8n/wait';
import { chain, ourNode, webhook } from '../../../../tools/n8n/workflows';
import type { Running } from '../../../../tools/n8n/processes';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

const EXECUTIONS = 40;

/** Mixed operations; the sandbox's people bear them in any order and number. */
const OPERATIONS = [
	[
		'ubidots',
		{
			operation: 'update',
			userKey: username(),
			updateFields: { lastName: '={{ $json.body.name }}' },
		},
	],
	['ubidots', { operation: 'bulkUpdate', columns: byHand(), options: {} }],
	['ubidots', { operation: 'get', userKey: username(), simplify: true }],
	[
		'upsun',
		{
			operation: 'update',
			userId: { __rl: true, mode: 'list', value: 'me' },
			updateFields: { company: '={{ $json.body.name }}' },
		},
	],
] as const;

function username() {
	return { __rl: true, mode: 'username', value: '={{ $json.body.who }}' };
}

function byHand() {
	const value = { username: '={{ $json.body.who }}', firstName: '={{ $json.body.name }}' };
	return { mappingMode: 'defineBelow', value, matchingColumns: ['username'], schema: [] };
}

const finished = (worker: Running) =>
	(readFileSync(worker.log, 'utf8').match(/Worker finished execution/g) ?? []).length;

export async function checkManyExecutions({ rest, sandbox, workers, credentials }: World) {
	const began = Date.now();
	const workflows: string[] = [];
	await check(
		`${EXECUTIONS} webhook executions of ${OPERATIONS.length} operations all succeed`,
		async () => {
			for (const [index, [service, parameters]] of OPERATIONS.entries()) {
				const ours = ourNode(service, parameters, credentials[service]);
				const saved = await rest.save(
					chain(`queue ${index}`, [webhook(`queue-${index}`, 'onReceived'), ours]),
				);
				await rest.activate(saved);
				workflows.push(saved.id);
			}
			const people = ['testt', 'otto-berg', 'ines-duarte', 'kai-makoa'];
			const answers = await Promise.all(
				Array.from({ length: EXECUTIONS }, (_, n) =>
					rest.callWebhook(`queue-${n % OPERATIONS.length}`, {
						who: people[n % people.length],
						name: `Run ${n}`,
					}),
				),
			);
			assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
			const executions = await until(
				'all executions have ended',
				async () => {
					const all = (await Promise.all(workflows.map((id) => rest.executions(id)))).flat();
					return all.length === EXECUTIONS && all.every(({ stoppedAt }) => stoppedAt)
						? all
						: undefined;
				},
				{ everyMs: 500 },
			);
			assert.deepEqual([...new Set(executions.map(({ status }: Json) => status))], ['success']);
			const sent = (await sandbox.journal()).length;
			console.log(`        ${sent} requests in ${((Date.now() - began) / 1000).toFixed(1)} s`);
		},
	);
	await check('all workers took part', () => {
		const counts = workers.map(finished);
		console.log(`        executions by worker: ${counts.join(', ')}`);
		assert.equal(
			counts.reduce((a, b) => a + b),
			EXECUTIONS,
		);
		assert.ok(counts.every((count) => count > 0));
	});
}
