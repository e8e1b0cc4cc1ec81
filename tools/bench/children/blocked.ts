/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- the benchmark runs as a program of its own and is never shipped */
import { type IDataObject, sleep } from 'n8n-workflow';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import type { WorkflowFile } from '../../engine';
import type { Blocked } from '../blocked';
import { benchEngine, bulkUpdate, people, update } from '../workflows';

const ROWS = 500;
/** One request, so that the answer is of all rows. */
const ONE_REQUEST = { batchSize: ROWS, maxBatchBytes: 1_000_000, retryTimeout: 0 };

const bulk = (items: IDataObject[]) => bulkUpdate(items, ONE_REQUEST);

const RUNS: Record<keyof Blocked, () => WorkflowFile> = {
	// The user is not there.
	plain: () => update([{ id: '0'.repeat(24), firstName: 'Ada' }]),
	hugeRows: () => bulk(people(ROWS)),
	hugeFields: () => bulk(people(ROWS)),
	longPassword: () => bulk([{ ...people(1)[0], password: 'ü"&'.repeat(333_334) }]),
};

async function main([what, url, token]: string[]): Promise<void> {
	const engine = await benchEngine({ url, token });
	// What is loaded at the first run is no part of it.
	await engine.run(RUNS.plain());
	const file = RUNS[what as keyof Blocked]();
	const [node] = file.nodes.filter(({ name }) => name === 'Node');
	node.onError = 'continueRegularOutput';
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	const execution = await engine.run(file);
	// What held the loop up is noticed at its next turn.
	await sleep(10);
	delay.disable();
	const failed = execution.output('Node').filter(({ json }) => 'error' in json);
	if (failed.length !== file.pinData?.Items.length) throw new Error('Not every row was refused');
	console.log(JSON.stringify(delay.max / 1e6));
}

void main(process.argv.slice(2));
