import { part } from '../../../../tools/n8n/checks.mjs';
import { saveCredentials, startSandbox } from '../../../../tools/n8n/sandbox.mjs';
import { checkKilledWorker } from './killedWorker.mjs';
import { checkManyExecutions } from './manyExecutions.mjs';
import { checkSharedLimit } from './sharedLimit.mjs';
import { IMPATIENT, startQueueMode } from './world.mjs';

/** @typedef {import('../../../../tools/n8n/processes.mjs').Running} Running */
/**
 * @typedef {object} World
 * @property {import('../../../../tools/n8n/rest.mjs').Rest} rest
 * @property {import('../../../../tools/n8n/sandbox.mjs').Sandbox} sandbox
 * @property {Running[]} workers
 * @property {{ ubidots: import('../../../../tools/n8n/workflows.mjs').Credential, upsun: import('../../../../tools/n8n/workflows.mjs').Credential }} credentials
 */

/**
 * @param {import('../../main.mjs').RunOptions} options
 */
export async function run({ quick }) {
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
