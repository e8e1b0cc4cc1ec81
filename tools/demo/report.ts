import type { IDataObject, INode } from 'n8n-workflow';

import type { Execution, WorkflowFile } from '../engine';
import type { JournalEntry } from '../sandbox';
import type { Change } from './people';

export interface FinishedRun {
	name: string;
	file: WorkflowFile;
	execution: Execution;
	changes: Change[];
	requests: JournalEntry[];
	seconds: number;
}

const indent = (lines: string[], by = '    ') => lines.map((line) => by + line);

const shown = (value: unknown) =>
	value === undefined || value === null || value === '' ? 'nothing' : JSON.stringify(value);

/** `3 accepted, 1 unchanged` from the `status` of the items; items without one are users that were written. */
function statusText(items: IDataObject[]): string {
	const counts = new Map<string, number>();
	for (const { status } of items) {
		const word = typeof status === 'string' ? status : 'updated';
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}
	return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

function describeNode({ name }: INode, execution: Execution): string[] {
	const items = execution.output(name).map(({ json }) => json);
	const failed = execution.output(name, 1).map(({ json }) => json);
	const tasks = new Set(
		items.flatMap(({ task }) => (task ? [String((task as IDataObject).id)] : [])),
	);
	return [
		`${name}: ${statusText(items) || 'no result'}${failed.length > 0 ? `, ${failed.length} failed` : ''}` +
			(tasks.size > 0 ? `; task ${[...tasks].join(', ')}` : ''),
		...failed.map(({ error }) => `  failed: ${String(error)}`),
		...execution.hints(name).map(({ message }) => `  hint: ${message}`),
	];
}

/** `2 GET, 1 PATCH`: the requests that the services got. */
function requestText(requests: JournalEntry[]): string {
	const counts = new Map<string, number>();
	for (const { method } of requests) counts.set(method, (counts.get(method) ?? 0) + 1);
	const methods = [...counts].map(([method, count]) => `${count} ${method}`).join(', ');
	return `${requests.length} requests (${methods})`;
}

/** One workflow run for a person to read: results, who changed from what to what, requests and seconds. */
export function describeRun(run: FinishedRun): string {
	const { name, file, execution, changes, requests, seconds } = run;
	const ours = file.nodes.filter(({ type }) => type.startsWith('n8n-nodes-ubidots-upsun.'));
	const people = new Set(changes.map(({ who }) => who));
	const lines = [
		'',
		`${file.name}  (examples/${name}.json)`,
		...indent(ours.flatMap((node) => describeNode(node, execution))),
		...indent(execution.error ? [`ended early: ${execution.error.message}`] : []),
		`  ${people.size} ${people.size === 1 ? 'person' : 'people'} changed:`,
		...indent(
			changes.map(({ who, field, from, to }) => `${who}: ${field} ${shown(from)} -> ${shown(to)}`),
		),
		`  ${requestText(requests)}, ${seconds.toFixed(1)} s`,
	];
	return lines.join('\n');
}
