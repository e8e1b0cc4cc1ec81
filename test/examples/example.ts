/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads the examples, never shipped */
import type { IDataObject, INode, INodeExecutionData, IPinData } from 'n8n-workflow';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { WorkflowFile } from '../../tools/engine';

export const ROOT = join(__dirname, '..', '..');

/** A node with the credentials of a test's world. */
const withOwnCredentials = (node: INode): INode => ({
	...node,
	...(node.credentials && {
		credentials: Object.fromEntries(
			Object.keys(node.credentials).map((type) => {
				const id = type.replace('Api', '');
				return [type, { id, name: id }];
			}),
		),
	}),
});

/** The example as it is shipped, with the credentials of a test's world. */
export function shippedExample(file: string): WorkflowFile {
	const text = readFileSync(join(ROOT, 'examples', file), 'utf8');
	const workflow = JSON.parse(text) as WorkflowFile;
	return { ...workflow, nodes: workflow.nodes.map(withOwnCredentials) };
}

/** The example with every node switched on. */
export function readExample(file: string): WorkflowFile {
	const workflow = shippedExample(file);
	return { ...workflow, nodes: workflow.nodes.map((node) => ({ ...node, disabled: false })) };
}

/** What the page of the Wait node gives; without a decision it is as if nobody had answered in time. */
export const approval = (Decision?: string): IPinData => ({
	Approval: [{ json: Decision === undefined ? {} : { Decision } }],
});

export const jsonOf = (items: INodeExecutionData[]): IDataObject[] => items.map(({ json }) => json);

/** Every example, by its file name. */
export const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((file) =>
	file.endsWith('.json'),
);
