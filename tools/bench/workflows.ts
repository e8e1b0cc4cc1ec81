/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the benchmark runs as a program of its own and is never shipped */
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { Engine, type Execution, loadPackage, pinnedWorkflow, type WorkflowFile } from '../engine';
import { generatedUserId, generatedUsername } from '../sandbox/ubidots/people';
import { BareNode } from './bareNode';
import type { SandboxProcess } from './sandboxProcess';

const PACKAGE = 'n8n-nodes-ubidots-upsun';

/** Requests in flight: the default of `maxConcurrentRequests` without a pace, the same for everyone who is compared. */
export const IN_FLIGHT = 4;

/** The built package, as n8n loads it, and the bare node beside it. */
export async function benchEngine(
	sandbox: Pick<SandboxProcess, 'url' | 'token'>,
	requestsPerSecond = 0,
): Promise<Engine> {
	const { nodes, credentials } = await loadPackage('.');
	const data = { token: sandbox.token, baseUrl: sandbox.url, requestsPerSecond };
	return new Engine({ nodes: new Map([...nodes, ['bench.bare', new BareNode()]]), credentials }, [
		{ id: 'ubidots', name: 'ubidots', type: 'ubidotsApi', data },
	]);
}

/** One item a user, with a new first name. */
export const people = (
	count: number,
	firstName = 'Bench',
): Array<{ id: string; firstName: string }> =>
	Array.from({ length: count }, (_, index) => ({ id: generatedUserId(index + 1), firstName }));

/** The same people by their usernames, as a list for Sync has them. */
export const list = (count: number, firstName = 'Bench') =>
	Array.from({ length: count }, (_, index) => ({
		username: generatedUsername(index + 1),
		firstName,
	}));

function workflow(type: string, parameters: IDataObject, items: IDataObject[]): WorkflowFile {
	const node: INode = {
		id: 'node',
		name: 'Node',
		type,
		typeVersion: 1,
		position: [220, 0],
		parameters: parameters as INodeParameters,
		credentials: { ubidotsApi: { id: 'ubidots', name: 'ubidots' } },
	};
	return pinnedWorkflow('bench', node, items);
}

/** `withParameters`: it reads the two values by expressions, as a node of n8n has to. */
export const bareUpdate = (baseUrl: string, items: IDataObject[], withParameters: boolean) =>
	workflow(
		'bench.bare',
		{
			baseUrl,
			inFlight: IN_FLIGHT,
			userKey: withParameters ? '={{ $json.id }}' : '',
			firstName: withParameters ? '={{ $json.firstName }}' : '',
		},
		items,
	);

const updateWith = (items: IDataObject[], options: IDataObject) =>
	workflow(
		`${PACKAGE}.ubidots`,
		{
			resource: 'user',
			operation: 'update',
			userKey: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			updateFields: { firstName: '={{ $json.firstName }}' },
			options,
		},
		items,
	);

export const update = (items: IDataObject[]) =>
	updateWith(items, { maxConcurrentRequests: IN_FLIGHT });

/** As many in flight as the account's pace needs, which is the default. */
export const updateByPace = (items: IDataObject[]) => updateWith(items, {});

/** The operations that send many users at once, with the column that names a user. */
const MATCH = { bulkUpdate: 'id', sync: 'username' };
export type Many = keyof typeof MATCH;

export const many = (operation: Many, items: IDataObject[], options: IDataObject = {}) =>
	workflow(
		`${PACKAGE}.ubidots`,
		{
			resource: 'user',
			operation,
			...(operation === 'sync' && { dryRun: false }),
			columns: {
				mappingMode: 'autoMapInputData',
				value: null,
				matchingColumns: [MATCH[operation]],
				schema: [],
			},
			options,
		},
		items,
	);

export const bulkUpdate = (items: IDataObject[], options: IDataObject = {}) =>
	many('bulkUpdate', items, options);

/** What one run of the node took. */
export interface Cost {
	/** Milliseconds by the clock. */
	ms: number;
	/** Milliseconds of this process's own computing. */
	cpuMs: number;
}

/** A run in which anything failed is no measurement. */
export async function measured(engine: Engine, file: WorkflowFile): Promise<Cost> {
	const before = process.cpuUsage();
	const execution = await engine.run(file);
	const { user, system } = process.cpuUsage(before);
	throwIfFailed(execution);
	return { ms: execution.timeOf('Node'), cpuMs: (user + system) / 1000 };
}

export function throwIfFailed({ error }: Execution): void {
	if (error) throw new Error(`The run failed: ${error.message} ${error.description ?? ''}`);
}
