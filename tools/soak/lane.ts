/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the soak runs as a program of its own and is never shipped */
import type { IExecuteFunctions, INodeExecutionData, INode, INodeType } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { getEventListeners } from 'node:events';

import { Engine, type Execution, type LoadedPackage, pinnedWorkflow } from '../engine';
import { nodeOf } from '../engine/nodeSetup';
import { type Account, credentialOf } from './accounts';
import type { Job } from './job';
import { type Plan, REGULARS } from './plans';
import type { SoakSandbox } from './sandbox';
import type { Tally } from './tally';

const listenersOf = (signal?: AbortSignal) =>
	signal ? getEventListeners(signal, 'abort').length : 0;

/** Runs one plan after the other. A soak has several, so that executions overlap. */
export class Lane {
	private readonly engine: Engine;
	/** The node's own end, which comes after that of a canceled execution. */
	private nodeEnd: Promise<unknown> = Promise.resolve();

	constructor(
		loaded: LoadedPackage,
		private readonly sandbox: SoakSandbox,
		private readonly tally: Tally,
	) {
		const nodes = [...loaded.nodes].map(
			([name, node]) => [name, this.watched(node as INodeType)] as const,
		);
		this.engine = new Engine({ ...loaded, nodes: new Map(nodes) }, []);
	}

	/** The node type, with a look at the listeners on n8n's signal before and after it runs. */
	private watched(node: INodeType): INodeType {
		const { execute } = node;
		const started = (end: Promise<unknown>) => (this.nodeEnd = end.catch(() => undefined));
		const { tally } = this;
		return Object.assign(Object.create(node) as INodeType, {
			async execute(this: IExecuteFunctions) {
				const signal = this.getExecutionCancelSignal();
				const before = listenersOf(signal);
				const running = execute?.call(this) as Promise<INodeExecutionData[][]>;
				const counted = running.finally(
					() => (tally.abortListenersLeft += listenersOf(signal) - before),
				);
				void started(counted);
				return await counted;
			},
		});
	}

	async perform(plan: Plan): Promise<void> {
		const { job, fault } = plan;
		const credential = this.useCredential({ ...plan.account, service: job.service });
		if (fault) await this.sandbox.addFault(fault);
		const node: INode = {
			...nodeOf({ ...job, onError: plan.onError }),
			credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		};
		this.tally.executions++;
		if (job.picker) await this.pick(node, job.picker);
		else this.tally.note(plan, await this.execute(node, plan));
		await this.nodeEnd;
		if (plan.account.number >= REGULARS) this.engine.credentials.pop();
	}

	private useCredential(account: Account) {
		const { credentials } = this.engine;
		const made = credentialOf(account, this.sandbox.port, this.sandbox.secrets);
		const known = credentials.find(({ id }) => id === made.id);
		if (!known) credentials.push(made);
		return known ?? made;
	}

	private async execute(node: INode, { job, cancelAfterMs }: Plan): Promise<Execution> {
		const { result, cancel } = this.engine.start(pinnedWorkflow('soak', node, job.items));
		if (cancelAfterMs === undefined) return await result;
		const ended = new AbortController();
		const canceling = sleep(cancelAfterMs, ended.signal).then(cancel, () => undefined);
		return await result.finally(async () => {
			ended.abort();
			await canceling;
		});
	}

	private async pick(node: INode, { kind, method, filter }: NonNullable<Job['picker']>) {
		await this.engine.callMethod(node, kind, method, filter).catch((error: Error) => {
			this.tally.failures++;
			this.tally.judge(error);
		});
	}
}
