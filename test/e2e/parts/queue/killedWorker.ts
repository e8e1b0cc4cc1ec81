/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- runs in a real n8n, never shipped */
import { setTimeout as sleep } from 'node:timers/promises';

import { assert, check } from '../../checks';
import { generatedId, generatedRows, type Sandbox } from '../../../../tools/n8n/sandbox';
import { until } from '../../../../tools/n8n/wait';
import { chain, code, ourNode, outputOf, webhook } from '../../../../tools/n8n/workflows';
import { acceptedByUser, updateRequests, updatesByWebhook } from './updates';
import { workerOf } from './workers';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** At 4 requests a second and 20 users a request: 10 s, long enough to be hit in the middle. */
const ROWS = 800;
const BATCH = 20;
/** Requests that have come in when the worker is killed. */
const KILL_AFTER = 10;

/** Executions of the same account beside it, and the rows of each: they begin behind those of the bulk update. */
const BYSTANDERS = 5;
const BYSTANDER_ROWS = 12;
/** Their requests that have come in by then: the account's limit is being shared. */
const KILL_AFTER_UPDATES = 6;

/** With its default settings, n8n's queue notices after one to two minutes that the worker is gone. */
const LONGEST_UNTIL_NOTICED_MS = 200_000;

const BULK = {
	operation: 'bulkUpdate',
	columns: { mappingMode: 'autoMapInputData', value: {}, matchingColumns: ['id'], schema: [] },
	options: { batchSize: BATCH },
};

const bulkRequests = async (sandbox: Sandbox) =>
	(await sandbox.journal()).filter(({ path }) => path.includes('/bulk/update'));

/** The values that were sent for each user, over all requests. */
function valuesByUser(requests: Json[]) {
	const values: Map<string, Set<string>> = new Map();
	for (const { status, body } of requests) {
		if (status >= 400) continue;
		for (const { id, ...fields } of body)
			values.set(id, (values.get(id) ?? new Set()).add(JSON.stringify(fields)));
	}
	return values;
}

export async function checkKilledWorker(world: World) {
	const { rest, sandbox, workers, credentials } = world;
	await sandbox.reset(ROWS + BYSTANDERS * BYSTANDER_ROWS);
	await sandbox.options({ ubidotsRequestsPerSecond: 4 });
	const ours = ourNode('ubidots', BULK, credentials.ubidots);
	const saved = await rest.save(
		chain('killed', [
			webhook('killed', 'onReceived'),
			code(generatedRows(`${ROWS}`, "'of row ' + i")),
			ours,
		]),
	);
	await rest.activate(saved);
	const beside = await updatesByWebhook(world, 'beside');
	await rest.callWebhook('killed');
	for (let n = 0; n < BYSTANDERS; n++) {
		await rest.callWebhook('beside', {
			from: ROWS + 1 + n * BYSTANDER_ROWS,
			rows: BYSTANDER_ROWS,
			value: 'beside',
		});
	}

	await until(
		'the bulk update and the executions beside it are under way',
		async () =>
			(await bulkRequests(sandbox)).length >= KILL_AFTER &&
			(await updateRequests(sandbox)).length >= KILL_AFTER_UPDATES,
	);
	const [{ id }] = await rest.executions(saved.id);
	const busy = workerOf(workers, id);

	await check('a worker is killed in the middle of a bulk update', async () => {
		assert.ok(busy, 'no worker says that it has started the execution');
		process.kill(busy.pid, 'SIGKILL');
		await until('it is gone', () => busy.ended);
	});
	const before = (await bulkRequests(sandbox)).length;
	await check('the other workers go on: their executions lose no row', async () => {
		const all = await rest.executions(beside.id);
		const others = all.filter(({ id: one }) => {
			const worker = workerOf(workers, one);
			return worker !== undefined && worker !== busy;
		});
		assert.ok(others.length > 0, 'every execution was on the killed worker');
		const ended = await Promise.all(others.map(async ({ id: one }) => await rest.execution(one)));
		const written = ended.flatMap((execution) => outputOf(execution, 'Node'));
		console.log(
			`        ${others.length} of ${all.length} executions were on other workers, on ${new Set(others.map((one) => workerOf(workers, one.id))).size} of them`,
		);
		assert.deepEqual(
			ended.map(({ status }) => status),
			ended.map(() => 'success'),
		);
		assert.equal(written.length, others.length * BYSTANDER_ROWS);
		const accepted = acceptedByUser(await updateRequests(sandbox));
		assert.deepEqual(
			written.map(({ id: user }) => accepted.get(user)),
			written.map(() => 1),
		);
	});
	await check(
		'n8n ends that execution as failed, and the other worker does not go on with it',
		async () => {
			const began = Date.now();
			const { status, data } = await rest.execution(id, LONGEST_UNTIL_NOTICED_MS);
			const after = (await bulkRequests(sandbox)).length - before;
			const noticed = Math.round((Date.now() - began) / 1000);
			console.log(
				`        ${status} after ${noticed} s; ${before} requests before the kill, ${after} after it`,
			);
			assert.deepEqual([status, after], ['error', 0]);
			assert.match(data.resultData.error.message, /failed to be processed too many times/);
		},
	);
	await check(
		'running it again completes every row, and no user was ever given two different values',
		async () => {
			await rest.callWebhook('killed');
			const again = await until('the second run has ended', async () => {
				const [newest] = await rest.executions(saved.id);
				return newest.id !== id && newest.stoppedAt ? newest : undefined;
			});
			assert.equal(again.status, 'success');
			assert.equal(outputOf(await rest.execution(again.id), 'Node').length, ROWS);
			await sleep(1000);
			const values = valuesByUser(await bulkRequests(sandbox));
			assert.equal(values.size, ROWS);
			assert.deepEqual(
				[...values].filter(([, different]) => different.size > 1),
				[],
			);
			const { ubidots } = await sandbox.state();
			const last = ubidots.users.find((one: Json) => one.id === generatedId(ROWS));
			assert.equal(last.lastName, `of row ${ROWS - 1}`);
		},
	);
}
