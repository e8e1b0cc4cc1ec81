import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { assert, check } from '../../../../tools/n8n/checks.mjs';
import { generatedId, generatedRows } from '../../../../tools/n8n/sandbox.mjs';
import { until } from '../../../../tools/n8n/wait.mjs';
import { chain, code, ourNode, outputOf, webhook } from '../../../../tools/n8n/workflows.mjs';

/** @typedef {any} Json */

/** At 4 requests a second and 20 users a request: 10 s, long enough to be hit in the middle. */
const ROWS = 800;
const BATCH = 20;
/** Requests that have come in when the worker is killed. */
const KILL_AFTER = 10;

/** With its default settings, n8n's queue notices after one to two minutes that the worker is gone. */
const LONGEST_UNTIL_NOTICED_MS = 200_000;

const BULK = {
	operation: 'bulkUpdate',
	columns: { mappingMode: 'autoMapInputData', value: {}, matchingColumns: ['id'], schema: [] },
	options: { batchSize: BATCH },
};

const bulkRequests = async (
	/** @type {import('../../../../tools/n8n/sandbox.mjs').Sandbox} */ sandbox,
) => (await sandbox.journal()).filter(({ path }) => path.includes('/bulk/update'));

/** The values that were sent for each user, over all requests. */
function valuesByUser(/** @type {Json[]} */ requests) {
	/** @type {Map<string, Set<string>>} */
	const values = new Map();
	for (const { status, body } of requests) {
		if (status >= 400) continue;
		for (const { id, ...fields } of body)
			values.set(id, (values.get(id) ?? new Set()).add(JSON.stringify(fields)));
	}
	return values;
}

/** @param {import('./index.mjs').World} world */
export async function checkKilledWorker({ rest, sandbox, workers, credentials }) {
	await sandbox.reset(ROWS);
	await sandbox.options({ ubidotsRequestsPerSecond: 4 });
	const ours = ourNode('ubidots', BULK, credentials.ubidots);
	const saved = await rest.post(
		'/workflows',
		chain('killed', [
			webhook('killed', 'onReceived'),
			code(generatedRows(`${ROWS}`, "'of row ' + i")),
			ours,
		]),
	);
	await rest.activate(saved);
	await rest.callWebhook('killed');

	await until(
		'the bulk update is under way',
		async () => (await bulkRequests(sandbox)).length >= KILL_AFTER,
	);
	const [{ id }] = await rest.executions(saved.id);
	const busy = workers.find(({ log }) =>
		new RegExp(`started execution ${id}\\b`, 'i').test(readFileSync(log, 'utf8')),
	);

	await check('a worker is killed in the middle of a bulk update', async () => {
		assert.ok(busy, 'no worker says that it has started the execution');
		process.kill(busy.pid, 'SIGKILL');
		await until('it is gone', () => busy.ended);
	});
	const before = (await bulkRequests(sandbox)).length;
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
			const last = ubidots.users.find((/** @type {Json} */ one) => one.id === generatedId(ROWS));
			assert.equal(last.lastName, `of row ${ROWS - 1}`);
		},
	);
}
