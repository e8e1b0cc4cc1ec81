import type { IDataObject, INode } from 'n8n-workflow';

import type { NodeSetup, Result } from '../../test/support/world';
import { Engine, type LoadedPackage, pinnedWorkflow, type StoredCredential } from '../engine';
import { type Sandbox, startSandbox } from '../sandbox';
import { GENERATED } from './people';

const PACKAGE = 'n8n-nodes-ubidots-upsun';

/** A sandbox of both services, and an engine that runs one node against it. */
export interface FuzzWorld {
	sandbox: Sandbox;
	/** Puts this in place of what the credentials of both services have for it. */
	setCredentials(ubidots: IDataObject, upsun: IDataObject): void;
	run(setup: NodeSetup, items: IDataObject[]): Promise<Result>;
	close(): Promise<void>;
}

function nodeOf({ service, parameters, onError }: NodeSetup): INode {
	return {
		id: 'node',
		name: 'Node',
		type: `${PACKAGE}.${service}`,
		typeVersion: 1,
		position: [220, 0],
		parameters: { resource: 'user', ...parameters },
		credentials: { [`${service}Api`]: { id: service, name: service } },
		...(onError && { onError }),
	};
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
		async run(setup, items) {
			const execution = await engine.run(pinnedWorkflow('fuzz', nodeOf(setup), items));
			return {
				...execution,
				items: execution.output('Node'),
				errorItems: execution.output('Node', 1),
				message: execution.error?.message,
				description: execution.error?.description ?? undefined,
			};
		},
		close: async () => await sandbox.close(),
	};
}
