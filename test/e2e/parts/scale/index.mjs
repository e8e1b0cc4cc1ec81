import { readFileSync } from 'node:fs';

import { assert, check, part } from '../../../../tools/n8n/checks.mjs';
import { sandboxCredentials, startSandbox } from '../../../../tools/n8n/sandbox.mjs';
import { until } from '../../../../tools/n8n/wait.mjs';
import { errorOf, node, outputOf } from '../../../../tools/n8n/workflows.mjs';
import { workerOf } from '../queue/workers.mjs';
import { IMPATIENT, startQueueMode } from '../queue/world.mjs';
import { peakMB, residentMB, resetPeaks } from './memory.mjs';
import { hugeList } from './workflows.mjs';

/** @typedef {any} Json */
/** @typedef {Awaited<ReturnType<typeof startQueueMode>>} Queue */

const FULL = { rows: 200_000, partSize: 5000 };
const QUICK = { rows: 20_000, partSize: 1000 };
const LONGEST_RUN_MS = 900_000;
const TRIGGER = 'Every Night';
/** As many rows as in so many parts are written when a worker is killed: the example runs four at once, so half of them then. */
const KILLED_AFTER_PARTS = 14;

const bulkWrites = async (
	/** @type {import('../../../../tools/n8n/sandbox.mjs').Sandbox} */ sandbox,
) =>
	(await sandbox.journal()).filter(
		({ method, path, status }) =>
			method === 'PATCH' && path.includes('/bulk/update') && status < 400,
	);

const rowsIn = (/** @type {Json[]} */ requests) =>
	requests.reduce((sum, { body }) => sum + body.length, 0);

/** How many of the users have this last name. */
const withName = async (
	/** @type {import('../../../../tools/n8n/sandbox.mjs').Sandbox} */ sandbox,
	/** @type {string} */ value,
) =>
	(await sandbox.state()).ubidots.users.filter(
		(/** @type {Json} */ { lastName }) => lastName === value,
	).length;

const started = (/** @type {Queue['workers'][number]} */ { log }) =>
	(readFileSync(log, 'utf8').match(/Worker started execution/g) ?? []).length;

/**
 * A list too long for one execution, in parts that the workers share.
 * @param {import('../../main.mjs').RunOptions} options
 */
export async function run({ quick }) {
	const { rows, partSize } = quick ? QUICK : FULL;
	part(`${rows.toLocaleString('en-US')} rows in parts of ${partSize}: queue mode, two workers`);
	const sandbox = await startSandbox('scale-sandbox', { users: rows });
	const queue = await startQueueMode('scale', 2, IMPATIENT);
	const { rest, main, workers } = queue;
	const [own] = sandboxCredentials(sandbox);
	const credential = await rest.post('/credentials', {
		...own,
		data: { ...own.data, requestsPerSecond: 0 },
	});
	/** Both workflows, the second of them active. */
	const save = async (/** @type {string} */ value) => {
		const list = { url: main.url, rows, partSize, value };
		const { parent, part: child } = hugeList(credential, list);
		await rest.activate(await rest.save(child));
		return await rest.save(parent);
	};
	await checkSubWorkflow(queue);

	const first = await save('first');
	await check('every row is written, and both workers carry out parts', async () => {
		const startedBefore = workers.map(started);
		const idle = [main, ...workers].map(residentMB);
		resetPeaks([main, ...workers]);
		const began = Date.now();
		const execution = await rest.run(first, TRIGGER, LONGEST_RUN_MS);
		const seconds = (Date.now() - began) / 1000;
		const peaks = [main, ...workers].map(peakMB);
		assert.equal(execution.status, 'success', errorOf(execution)?.message);
		const parts = workers.map((worker, index) => started(worker) - startedBefore[index]);
		console.log(
			`        ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows a second; executions by worker: ${parts.join(', ')}`,
		);
		for (const [index, one] of ['main', 'worker 1', 'worker 2'].entries()) {
			const { own: most, children } = peaks[index];
			console.log(
				`        ${one}: ${idle[index]} MB before, ${most} MB at most, its task runner ${children} MB`,
			);
		}
		assert.deepEqual(outputOf(execution, 'Done'), [
			{
				parts: Math.ceil(rows / partSize),
				users: rows,
				updated: rows,
				unchanged: 0,
				failed: 0,
				failedParts: [],
			},
		]);
		assert.ok(parts.every((count) => count > 1));
		await until('all is applied', async () => (await withName(sandbox, 'first')) === rows, {
			everyMs: 1000,
		});
	});
	await check('run again, it reads all and writes nothing', async () => {
		await sandbox.clearJournal();
		const began = Date.now();
		const execution = await rest.run(first, TRIGGER, LONGEST_RUN_MS);
		console.log(`        ${((Date.now() - began) / 1000).toFixed(1)} s`);
		const [{ unchanged, updated }] = outputOf(execution, 'Done');
		assert.deepEqual([unchanged, updated], [rows, 0]);
		assert.deepEqual(await bulkWrites(sandbox), []);
	});
	await checkCrash(queue, sandbox, await save('second'), { rows, partSize });
	await queue.stop();
	await sandbox.stop();
}

/** Why the example calls its parts by a webhook. */
async function checkSubWorkflow(/** @type {Queue} */ { rest, workers }) {
	const trigger = (/** @type {string} */ name, /** @type {string} */ type, parameters = {}) =>
		node(name, `n8n-nodes-base.${type}`, { typeVersion: 1.1, parameters });
	const child = await rest.save({
		name: 'Called',
		nodes: [trigger('Called', 'executeWorkflowTrigger', { inputSource: 'passthrough' })],
		connections: {},
		settings: { executionOrder: 'v1' },
	});
	const items = node('Items', 'n8n-nodes-base.code', {
		typeVersion: 2,
		parameters: { jsCode: 'return [1, 2, 3, 4].map((n) => ({ json: { n } }));' },
	});
	const call = node('Call', 'n8n-nodes-base.executeWorkflow', {
		typeVersion: 1.2,
		parameters: {
			workflowId: { __rl: true, mode: 'id', value: child.id },
			mode: 'each',
			options: { waitForSubWorkflow: false },
		},
	});
	const to = (/** @type {string} */ name) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
	const parent = await rest.save({
		name: 'Calling',
		nodes: [node('Start', 'n8n-nodes-base.manualTrigger'), items, call],
		connections: { Start: to('Items'), Items: to('Call') },
		settings: { executionOrder: 'v1' },
	});
	await check(
		"n8n's Execute Sub-workflow node does not spread: it stays in the worker that calls it",
		async () => {
			const { id, status } = await rest.run(parent, 'Start');
			assert.equal(status, 'success');
			const called = await until('the called executions have ended', async () => {
				const all = await rest.executions(child.id);
				return all.length === 4 && all.every(({ stoppedAt }) => stoppedAt) ? all : undefined;
			});
			assert.ok(workerOf(workers, id), 'the caller came from the queue');
			assert.deepEqual(
				called.filter((one) => workerOf(workers, one.id)),
				[],
			);
		},
	);
}

/**
 * A worker dies in the middle, and the same workflow is run again.
 * @param {Queue} queue
 * @param {import('../../../../tools/n8n/sandbox.mjs').Sandbox} sandbox
 * @param {Json} parent
 * @param {{ rows: number, partSize: number }} list
 */
async function checkCrash({ rest, workers }, sandbox, parent, { rows, partSize }) {
	await sandbox.clearJournal();
	const { executionId } = await rest.post(`/workflows/${parent.id}/run`, {
		triggerToStartFrom: { name: TRIGGER },
	});
	await until(
		'many rows are written',
		async () => rowsIn(await bulkWrites(sandbox)) >= partSize * KILLED_AFTER_PARTS,
		{ everyMs: 250 },
	);
	let missing = 0;
	await check('a worker is killed in the middle: its parts fail, the others go on', async () => {
		const holder = workerOf(workers, executionId);
		const victim = workers.find((worker) => worker !== holder);
		assert.ok(victim);
		process.kill(victim.pid, 'SIGKILL');
		const { status, data } = await rest.execution(executionId, LONGEST_RUN_MS);
		const [{ parts, users, failedParts }] = outputOf({ data }, 'Total');
		missing = rows - (await withName(sandbox, 'second'));
		console.log(
			`        ${failedParts.length} of ${parts} parts failed (${failedParts[0]?.error}); ${missing} rows are not written`,
		);
		assert.deepEqual([status, parts], ['error', rows / partSize]);
		assert.equal(users, rows - failedParts.length * partSize);
		assert.match(data.resultData.error.message, /parts failed.*Run the workflow again/);
	});
	await check('run again, it writes the missing rows and no other', async () => {
		await sandbox.clearJournal();
		const execution = await rest.run(parent, TRIGGER, LONGEST_RUN_MS);
		assert.equal(execution.status, 'success', errorOf(execution)?.message);
		const [{ updated, unchanged, failed }] = outputOf(execution, 'Done');
		assert.deepEqual([updated, unchanged, failed], [missing, rows - missing, 0]);
		assert.equal(rowsIn(await bulkWrites(sandbox)), missing);
		await until('all is applied', async () => (await withName(sandbox, 'second')) === rows, {
			everyMs: 1000,
		});
	});
}
