/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { emptyUserFolder, startServer } from '../../../../tools/n8n/n8n';
import { placePackage } from '../../../../tools/n8n/package';
import { generatedRows, sandboxCredentials } from '../../../../tools/n8n/sandbox';
import type { Sandbox } from '../../../../tools/n8n/sandbox';
import { until } from '../../../../tools/n8n/wait';
import { chain, code, outputOf, webhook } from '../../../../tools/n8n/workflows';
import type { Variant } from './variants';
import type { Json } from '../../../../tools/n8n/rest';

export interface Measurement {
	rows: number;
	/** Users that have the new value afterwards. */
	applied: number;
	/** Items that came out as errors. */
	failed: number;
	/** Of the node alone. */
	seconds: number;
	/** Most resident memory of n8n's main process during the run. */
	peakMB: number | undefined;
	/** Rows applied, by seconds since the node began. */
	progress: Array<[number, number]>;
}

const LONGEST_RUN_MS = 600_000;
/** Rows of the run that loads the nodes and warms the engine up. */
const WARM_UP_ROWS = 20;
/** After this long without a new row, no more will be applied. */
const QUIET_MS = 1500;
/** The kernel's order to forget a process's peak. */
const RESET_PEAK = '5';

/** As many rows as the webhook is told. */
const rowsOf = (run: string) => generatedRows("$('Start').first().json.body.rows", `'${run}'`);

/**
 * An n8n of its own, with the package, for measuring.
 * @param requestsPerSecond what our credential is told; 0 = no pace
 */
export async function openBench(tarball: string, sandbox: Sandbox, requestsPerSecond: number) {
	const userFolder = emptyUserFolder('compare');
	placePackage(tarball, userFolder);
	const server = await startServer('compare', { userFolder });
	const { rest } = server;
	await rest.signIn();
	const [own] = sandboxCredentials(sandbox);
	const ubidots = await rest.post('/credentials', {
		...own,
		data: { ...own.data, requestsPerSecond },
	});
	const header = await rest.post('/credentials', {
		name: 'Token in the header',
		type: 'httpHeaderAuth',
		data: { name: 'X-Auth-Token', value: sandbox.secrets.ubidotsToken },
	});

	/** Runs one variant in production, by its webhook. */
	async function run(variant: Variant, rows: number) {
		const name = `${variant.key}-${Date.now()}`;
		const ours = variant.node({ ubidots, header }, sandbox);
		const saved = await rest.save(
			chain(name, [webhook(name, 'onReceived'), code(rowsOf(name)), ours]),
		);
		await rest.activate(saved);
		await sandbox.clearJournal();
		const tasksBefore = (await sandbox.state()).ubidots.tasks.length;
		writeFileSync(`/proc/${server.pid}/clear_refs`, RESET_PEAK);
		await rest.callWebhook(name, { rows });
		const ended = await until(
			`${variant.title} has ended`,
			async () => (await rest.executions(saved.id)).find(({ stoppedAt }) => stoppedAt),
			{ timeoutMs: LONGEST_RUN_MS, everyMs: 250, process: server },
		);
		// Before the execution is read back: that costs n8n memory of its own.
		const peakMB = peakOf(server.pid);
		const applied = await appliedRows(sandbox, name);
		const execution = await rest.execution(ended.id);
		const [task] = execution.data.resultData.runData.Node;
		return {
			rows,
			applied,
			failed: outputOf(execution, 'Node').filter(({ error }) => error !== undefined).length,
			seconds: task.executionTime / 1000,
			peakMB,
			progress: await progressOf(sandbox, task.startTime, tasksBefore),
		};
	}

	return {
		run,
		warmUp: (variant: Variant) => run(variant, WARM_UP_ROWS),
		close: () => server.stop(),
	};
}

/** Most resident memory since it was reset, in MB. */
function peakOf(pid: number) {
	const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return Math.round(Number(kilobytes) / 1024);
}

/** How many users have the value of this run, once no more is on its way. */
async function appliedRows(sandbox: Sandbox, value: string) {
	const count = async () =>
		(await sandbox.state()).ubidots.users.filter(({ lastName }: Json) => lastName === value).length;
	let applied = await count();
	for (;;) {
		await sleep(QUIET_MS);
		const now = await count();
		if (now === applied) return applied;
		applied = now;
	}
}

/** Rows applied over time: at the moment of each accepted update, and of each task that was carried out. */
async function progressOf(
	sandbox: Sandbox,
	began: number,
	tasksBefore: number,
): Promise<Array<[number, number]>> {
	const isOneUser = ({ method, path, status }: Json) =>
		method === 'PATCH' && status === 200 && !path.includes('/_/');
	const single = (await sandbox.journal()).filter(isOneUser).map(({ at }) => ({ at, rows: 1 }));
	const { tasks } = (await sandbox.state()).ubidots;
	const bulk = tasks
		.slice(tasksBefore)
		.map((task: Json) => ({ at: task.appliedAt, rows: task.rows }));
	let total = 0;
	return [...single, ...bulk]
		.sort((a, b) => a.at - b.at)
		.map(({ at, rows }) => [(at - began) / 1000, (total += rows)]);
}
