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

/** `3 accepted, 1 unchanged`: how often each word comes, in the order in which they come first. */
function countText(words: string[]): string {
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

/** The `status` of the items; items without one are users that were listed or written. */
const statusText = (items: IDataObject[], isList: boolean): string =>
	countText(
		items.map(({ status }) =>
			typeof status === 'string' ? status : isList ? 'listed' : 'updated',
		),
	);

/** The table that a workflow makes for a person. */
const sheetLines = (execution: Execution): string[] =>
	execution
		.output('Review Sheet')
		.map(({ json }) => `| ${Object.values(json).map(String).join(' | ')} |`);

function describeNode({ name, parameters }: INode, execution: Execution): string[] {
	const items = execution.output(name).map(({ json }) => json);
	const failed = execution.output(name, 1).map(({ json }) => json);
	const tasks = new Set(
		items.flatMap(({ task }) => (task ? [String((task as IDataObject).id)] : [])),
	);
	return [
		`${name}: ${statusText(items, parameters.operation === 'getAll') || 'no result'}${failed.length > 0 ? `, ${failed.length} failed` : ''}` +
			(tasks.size > 0 ? `; task ${[...tasks].join(', ')}` : ''),
		...failed.map(({ error }) => `  failed: ${String(error)}`),
		...execution.hints(name).map(({ message }) => `  hint: ${message}`),
	];
}

/** The requests that the services got. */
const requestText = (requests: JournalEntry[]): string =>
	`${requests.length} requests (${countText(requests.map(({ method }) => method))})`;

/** One workflow run for a person to read: results, who changed from what to what, requests and seconds. */
export function describeRun(run: FinishedRun): string {
	const { name, file, execution, changes, requests, seconds } = run;
	const ours = file.nodes.filter(({ type }) => type.startsWith('n8n-nodes-ubidots-upsun.'));
	const people = new Set(changes.map(({ who }) => who));
	const lines = [
		'',
		`${file.name}  (examples/${name}.json)`,
		...indent(ours.flatMap((node) => describeNode(node, execution))),
		...indent(sheetLines(execution)),
		...indent(execution.error ? [`ended early: ${execution.error.message}`] : []),
		`  ${people.size} ${people.size === 1 ? 'person' : 'people'} changed:`,
		...indent(
			changes.map(({ who, field, from, to }) => `${who}: ${field} ${shown(from)} -> ${shown(to)}`),
		),
		`  ${requestText(requests)}, ${seconds.toFixed(1)} s`,
	];
	return lines.join('\n');
}
