/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the soak runs as a program of its own and is never shipped */
import { subscribe } from 'node:diagnostics_channel';

import type { Execution } from '../engine';
import type { Plan } from './plans';

/** How n8n shows what a node has to say; anything else escaped from it. */
const OF_NODES = ['NodeApiError', 'NodeOperationError'];
/** What JavaScript says of a mistake in a program. */
const MISTAKE = /is not (a function|defined|iterable)|Cannot (read|set) prop|\[object/;

/** What has happened so far. */
export class Tally {
	executions = 0;
	rows = 0;
	requests = 0;
	cancels = 0;
	/** Executions and items that failed with a message of the node. */
	failures = 0;
	/** Listeners that nodes left on n8n's signal. */
	abortListenersLeft = 0;
	/** Warnings of Node.js that something has too many listeners. */
	leakWarnings = 0;
	/** The first few outcomes that cannot be right, whatever the fault: faults hit whoever comes, so no failure is foretold. */
	readonly surprises: string[] = [];
	surpriseCount = 0;

	constructor() {
		process.on('warning', ({ name }) => {
			if (name === 'MaxListenersExceededWarning') this.leakWarnings++;
		});
		subscribe('http.client.request.start', (message) => {
			const { request } = message as { request: { path: string } };
			if (!request.path.startsWith('/__sandbox')) this.requests++;
		});
	}

	/** Counts an execution; one that succeeds has to give an item for each that came in. */
	note({ job, cancelAfterMs }: Plan, execution: Execution): void {
		const { status, error } = execution;
		this.rows += job.items.length;
		if (status === 'canceled') {
			this.cancels++;
			if (cancelAfterMs === undefined) this.surprise('canceled by nobody');
			return;
		}
		if (error) {
			this.failures++;
			return this.judge(error);
		}
		const items = [...execution.output('Node'), ...execution.output('Node', 1)];
		const { operation } = job.parameters;
		if (operation !== 'getAll' && items.length !== job.items.length) {
			this.surprise(`${String(operation)}: ${items.length} of ${job.items.length} items`);
		}
		const messages = items.flatMap(({ json }) => ('error' in json ? [JSON.stringify(json)] : []));
		this.failures += messages.length;
		const mistake = messages.find((message) => MISTAKE.test(message));
		if (mistake) this.surprise(mistake);
	}

	/** Looks whether an error is one that a node reports. */
	judge({ name, message }: Error): void {
		if (!OF_NODES.includes(name) || MISTAKE.test(message)) this.surprise(`${name}: ${message}`);
	}

	private surprise(text: string): void {
		this.surpriseCount++;
		if (this.surprises.length < 10) this.surprises.push(text);
	}
}
