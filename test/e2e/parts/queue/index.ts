import { part } from '../../checks';
import { type Sandbox, saveCredentials, startSandbox } from '../../../../tools/n8n/sandbox';
import { checkKilledWorker } from './killedWorker';
import { checkManyExecutions } from './manyExecutions';
import { checkSharedLimit } from './sharedLimit';
import { IMPATIENT, startQueueMode } from './world';
import type { Running } from '../../../../tools/n8n/processes';
import type { Rest } from '../../../../tools/n8n/rest';
import type { Credential } from '../../../../tools/n8n/workflows';
import type { RunOptions } from '../../main';

export interface World {
	rest: Rest;
	sandbox: Sandbox;
	workers: Running[];
	credentials: { ubidots: Credential; upsun: Credential };
}

export async function run({ quick }: RunOptions) {
	part('Queue mode: PostgreSQL, Redis, one main, three workers');
	const sandbox = await startSandbox('queue-sandbox');
	const { rest, workers, stop } = await startQueueMode('queue', 3, quick ? IMPATIENT : {});
	const credentials = await saveCredentials(rest, sandbox);
	const world = { rest, sandbox, workers, credentials };
	await checkManyExecutions(world);
	await checkSharedLimit(world, { quick });
	await checkKilledWorker(world);
	await stop();
	await sandbox.stop();
}
