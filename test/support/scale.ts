import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { Engine, type Execution } from '../../tools/engine';
import { generatedUserId, type JournalEntry, type Sandbox } from '../../tools/sandbox';
import { autoMap, byId, type NodeSetup, sources, workflowOf, type World } from './world';

/** Items with the ids of the first generated users and a first name to write. */
export const people = (count: number, from = 1): Array<{ id: string; firstName: string }> =>
	Array.from({ length: count }, (_, index) => ({
		id: generatedUserId(from + index),
		firstName: `New ${from + index}`,
	}));

/** Ubidots update: one user and one first name for each item. */
export const update = (options: IDataObject = {}, onError?: NodeSetup['onError']): NodeSetup => ({
	service: 'ubidots',
	parameters: {
		operation: 'update',
		userKey: byId('={{ $json.id }}'),
		updateFields: { firstName: '={{ $json.firstName }}' },
		options: options as INodeParameters,
	},
	onError,
});

/** Ubidots bulk update, columns mapped by their names. */
export const bulk = (
	options: IDataObject = {},
	onError?: NodeSetup['onError'],
	matchOn = 'id',
): NodeSetup => ({
	service: 'ubidots',
	parameters: {
		operation: 'bulkUpdate',
		columns: autoMap(matchOn),
		options: options as INodeParameters,
	},
	onError,
});

export const CONTINUE = 'continueRegularOutput';

/** What was written: every PATCH that arrived, whatever it was answered. */
export const patches = (sandbox: Sandbox): JournalEntry[] =>
	sandbox.journal.entries().filter(({ method }) => method === 'PATCH');

/** What was read. */
export const reads = (sandbox: Sandbox): JournalEntry[] =>
	sandbox.journal.entries().filter(({ method }) => method === 'GET');

/** The rows of a bulk request. */
export const rowsOf = ({ body }: JournalEntry) => body as Array<IDataObject & { id: string }>;

export const idsOf = (entry: JournalEntry) => rowsOf(entry).map(({ id }) => id);

/** Everything of the users that an update might change, by id. */
export const allUsers = (sandbox: Sandbox) =>
	new Map(sandbox.ubidots.users().map((user) => [user.id, user]));

export const pause = async (ms: number) => await sleep(ms);

/** Resolves as soon as `isTrue` is, looked at every few milliseconds. */
export async function until(isTrue: () => boolean): Promise<void> {
	const givenUpAt = Date.now() + 10_000;
	while (!isTrue()) {
		if (Date.now() > givenUpAt) throw new Error(`It never came true: ${isTrue.toString()}`);
		await pause(5);
	}
}

/** How the node itself ended; n8n reports a canceled execution before that. */
export interface NodeEnd {
	at: number;
	output?: INodeExecutionData[][];
	error?: unknown;
}

export interface Started {
	cancel(): void;
	result: Promise<Execution>;
	nodeEnd: Promise<NodeEnd>;
}

/** Starts a run that can be canceled, and that tells when the node's own `execute` ended. */
export function start(world: World, setup: NodeSetup, items: IDataObject[]): Started {
	const loaded = sources();
	const nodeEnd = new Promise<NodeEnd>((resolve) => {
		for (const node of loaded.nodes.values()) {
			if (!('execute' in node) || !node.execute) continue;
			const { execute } = node;
			node.execute = async function (this) {
				const running = execute.call(this) as Promise<INodeExecutionData[][]>;
				running.then(
					(output) => resolve({ at: Date.now(), output }),
					(error: unknown) => resolve({ at: Date.now(), error }),
				);
				return await running;
			};
		}
	});
	const running = new Engine(loaded, world.credentials).start(workflowOf(setup, items));
	return { ...running, nodeEnd };
}
