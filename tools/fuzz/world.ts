import type { IDataObject } from 'n8n-workflow';

import { Engine, type LoadedPackage, type StoredCredential, type WorkflowFile } from '../engine';
import type { RunningExecution } from '../engine/types';
import { asResult, type NodeSetup, type Result, workflowOf } from '../engine/nodeSetup';
import { type Sandbox, startSandbox } from '../sandbox';
import { GENERATED } from './people';

/** A sandbox of both services, and an engine that runs one node against it. */
export interface FuzzWorld {
	sandbox: Sandbox;
	/** Puts this in place of what the credentials of both services have for it. */
	setCredentials(ubidots: IDataObject, upsun: IDataObject): void;
	run(setup: NodeSetup, items: IDataObject[]): Promise<Result>;
	/** Starts a workflow, so that it can be canceled. */
	start(file: WorkflowFile): RunningExecution;
	close(): Promise<void>;
}

/** @param loaded the nodes under test: built, or from their sources */
export async function startFuzzWorld(loaded: LoadedPackage): Promise<FuzzWorld> {
	const sandbox = await startSandbox({ users: GENERATED, ubidotsRequestsPerSecond: 0 });
	const { url } = sandbox;
	const addresses: Record<string, StoredCredential['data']> = {
		ubidots: { baseUrl: url, requestsPerSecond: 0 },
		upsun: { apiUrl: url, authUrl: url },
	};
	const credentials = Object.entries(addresses).map(
		([id, data]): StoredCredential => ({ id, name: id, type: `${id}Api`, data: { ...data } }),
	);
	const engine = new Engine(loaded, credentials);
	return {
		sandbox,
		setCredentials(ubidots, upsun) {
			const given: Record<string, IDataObject> = { ubidots, upsun };
			for (const credential of credentials) {
				const data = { ...addresses[credential.id], ...given[credential.id] };
				credential.data = data as StoredCredential['data'];
			}
		},
		start: (file) => engine.start(file),
		run: async (setup, items) => asResult(await engine.run(workflowOf(setup, items))),
		close: async () => await sandbox.close(),
	};
}
