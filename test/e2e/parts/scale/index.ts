/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- runs in a real n8n, never shipped */
import { readFileSync } from 'node:fs';

import { assert, check, part } from '../../checks';
import { type Sandbox, saveCredentials, startSandbox } from '../../../../tools/n8n/sandbox';
import { until } from '../../../../tools/n8n/wait';
import { errorOf, node, outputOf } from '../../../../tools/n8n/workflows';
import { workerOf } from '../queue/workers';
import { startQueueMode } from '../queue/world';
import { peakMB, residentMB, resetPeaks } from './memory';
import { hugeList } from './workflows';
import type { RunOptions } from '../../main';
import type { Json } from '../../../../tools/n8n/rest';

type Queue = Awaited<ReturnType<typeof startQueueMode>>;

const FULL = { rows: 200_000, partSize: 5000 };
const QUICK = { rows: 20_000, partSize: 1000 };
const LONGEST_RUN_MS = 900_000;
/**
 * The queue then notices a lost worker within half a minute. Sooner would not do: a worker that cannot renew its lock in time, because the
 * machine is busy, counts as lost too, and its execution fails ("Missing key for job").
 */
const LOST_AFTER = {
	QUEUE_WORKER_LOCK_DURATION: '30000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};
const TRIGGER = 'Every Night';
/** As many rows as in so many parts are written when a worker is killed: the example runs four at once, so half of them then. */
const KILLED_AFTER_PARTS = 14;

const bulkWrites = async (sandbox: Sandbox) =>
	(await sandbox.journal()).filter(
		({ method, path, status }) =>
			method === 'PATCH' && path.includes('/bulk/update') && status < 400,
	);

const rowsIn = (requests: Json[]) => requests.reduce((sum, { body }) => sum + body.length, 0);

/** How many of the users have this last name. */
const withName = async (sandbox: Sandbox, value: string) =>
	(await sandbox.state()).ubidots.users.filter(({ lastName }: Json) => lastName === value).length;

const started = ({ log }: Queue['workers'][number]) =>
	(readFileSync(log, 'utf8').match(/Worker started execution/g) ?? []).length;

/** A list too long for one execution, in parts that the workers share. */
export async function run({ quick }: RunOptions) {
	const { rows, partSize } = quick ? QUICK : FULL;
	part(`${rows.toLocaleString('en-US')} rows in parts of ${partSize}: queue mode, two workers`);
	const sandbox = await startSandbox('scale-sandbox', { users: rows });
	const queue = await startQueueMode('scale', 2, LOST_AFTER);
	const { rest, main, workers } = queue;
	const credentials = Object.values(await saveCredentials(rest, sandbox, { pace: false }));
	/** Both workflows, the second of them active. */
	const save = async (value: string) => {
		const list = { url: main.url, rows, partSize, value };
		const { parent, part: child } = hugeList(credentials, list);
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
	const list = { rows, partSize };
	await checkLostPart(queue, sandbox, await save('second'), list);
	if (!quick) await checkLostParent(queue, sandbox, await save('third'), list);
	await queue.stop();
	await sandbox.stop();
}

/** Why the example calls its parts by a webhook. */
async function checkSubWorkflow({ rest, workers }: Queue) {
	const trigger = (name: string, type: string, parameters = {}) =>
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
	const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
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
 * Runs the workflow until many rows are written, and kills a worker.
 * @param holder whether it is the one with the workflow itself, or another
 * @returns the ended execution
 */
async function killInTheMiddle(
	{ rest, workers }: Queue,
	sandbox: Sandbox,
	parent: Json,
	rowsBefore: number,
	holder: boolean,
) {
	await sandbox.clearJournal();
	const executionId = await rest.start(parent, TRIGGER);
	await until(
		'many rows are written',
		async () => rowsIn(await bulkWrites(sandbox)) >= rowsBefore,
		{ everyMs: 250 },
	);
	const alive = workers.filter(({ ended }) => ended === undefined);
	const victim = alive.find((one) => (one === workerOf(workers, executionId)) === holder);
	assert.ok(victim);
	process.kill(victim.pid, 'SIGKILL');
	return await rest.execution(executionId, LONGEST_RUN_MS);
}

async function checkRunAgain(
	{ rest }: Queue,
	sandbox: Sandbox,
	parent: Json,
	{ rows, missing, value }: { rows: number; missing: number; value: string },
) {
	await check('run again, it writes the missing rows and no other', async () => {
		await sandbox.clearJournal();
		const execution = await rest.run(parent, TRIGGER, LONGEST_RUN_MS);
		assert.equal(execution.status, 'success', errorOf(execution)?.message);
		const [{ updated, unchanged, failed }] = outputOf(execution, 'Done');
		assert.deepEqual([updated, unchanged, failed], [missing, rows - missing, 0]);
		assert.equal(rowsIn(await bulkWrites(sandbox)), missing);
		await until('all is applied', async () => (await withName(sandbox, value)) === rows, {
			everyMs: 1000,
		});
	});
}

/** A worker dies that carries out parts, and the same workflow is run again. */
async function checkLostPart(
	queue: Queue,
	sandbox: Sandbox,
	parent: Json,
	{ rows, partSize }: { rows: number; partSize: number },
) {
	const before = partSize * KILLED_AFTER_PARTS;
	let missing = 0;
	await check('a worker is killed in the middle: its parts fail, the others go on', async () => {
		const { status, data } = await killInTheMiddle(queue, sandbox, parent, before, false);
		const [{ parts, users, failedParts }] = outputOf({ data }, 'Total');
		missing = rows - (await withName(sandbox, 'second'));
		console.log(
			`        ${failedParts.length} of ${parts} parts failed (${failedParts[0]?.error}); ${missing} rows are not written`,
		);
		assert.deepEqual([status, parts], ['error', rows / partSize]);
		assert.equal(users, rows - failedParts.length * partSize);
		assert.match(data.resultData.error.message, /parts failed.*Run the workflow again/);
	});
	await checkRunAgain(queue, sandbox, parent, { rows, missing, value: 'second' });
}

/** The worker dies that holds the workflow itself: nobody calls the parts that are left. */
async function checkLostParent(
	queue: Queue,
	sandbox: Sandbox,
	parent: Json,
	{ rows, partSize }: { rows: number; partSize: number },
) {
	await queue.addWorker();
	const before = partSize * KILLED_AFTER_PARTS;
	let missing = 0;
	await check('the worker with the workflow itself is killed: its execution fails', async () => {
		const { status, data } = await killInTheMiddle(queue, sandbox, parent, before, true);
		// Parts on the other worker go on.
		const { ended } = await untilQuiet(sandbox, 'third');
		missing = rows - ended;
		console.log(`        "${data.resultData.error.message}"; ${missing} rows are not written`);
		assert.equal(status, 'error');
		assert.ok(missing > 0);
	});
	await checkRunAgain(queue, sandbox, parent, { rows, missing, value: 'third' });
}

/** Waits until no more users get this last name. */
async function untilQuiet(sandbox: Sandbox, value: string) {
	let last = -1;
	return await until(
		'nothing more is applied',
		async () => {
			const now = await withName(sandbox, value);
			if (now === last) return { ended: now };
			last = now;
			return undefined;
		},
		{ everyMs: 3000 },
	);
}
