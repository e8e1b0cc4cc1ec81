import { part } from '../../../../tools/n8n/checks.mjs';
import { emptyUserFolder, startServer, startWorker } from '../../../../tools/n8n/n8n.mjs';
import { packProject, placePackage } from '../../../../tools/n8n/package.mjs';
import { sandboxCredentials, startSandbox } from '../../../../tools/n8n/sandbox.mjs';
import { startPostgres, startRedis } from '../../../../tools/n8n/services.mjs';
import { checkKilledWorker } from './killedWorker.mjs';
import { checkManyExecutions } from './manyExecutions.mjs';
import { checkSharedLimit } from './sharedLimit.mjs';

/** @typedef {import('../../../../tools/n8n/processes.mjs').Running} Running */
/**
 * @typedef {object} World
 * @property {import('../../../../tools/n8n/rest.mjs').Rest} rest
 * @property {import('../../../../tools/n8n/sandbox.mjs').Sandbox} sandbox
 * @property {Running[]} workers
 * @property {{ ubidots: import('../../../../tools/n8n/workflows.mjs').Credential, upsun: import('../../../../tools/n8n/workflows.mjs').Credential }} credentials
 */

/** The queue then notices a lost worker within seconds; its defaults are a minute and half a minute. */
const IMPATIENT = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/**
 * n8n as larger companies run it: PostgreSQL, Redis, one main and three workers.
 * @param {import('../../main.mjs').RunOptions} options
 */
export async function run({ quick }) {
	part('Queue mode: PostgreSQL, Redis, one main, three workers');
	const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
	const sandbox = await startSandbox('queue-sandbox');
	const tarball = packProject();
	const folder = (/** @type {string} */ name) => {
		const userFolder = emptyUserFolder(`queue-${name}`);
		placePackage(tarball, userFolder);
		return userFolder;
	};
	const extra = {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: postgres.port,
		DB_POSTGRESDB_DATABASE: 'n8n',
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_PASSWORD: 'n8n',
		N8N_ENCRYPTION_KEY: 'for-this-run-only',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		...(quick && IMPATIENT),
	};
	const main = await startServer('queue-main', { userFolder: folder('main'), extra });
	const workers = await Promise.all(
		['worker-1', 'worker-2', 'worker-3'].map((name) =>
			startWorker(`queue-${name}`, { userFolder: folder(name), extra }),
		),
	);
	const { rest } = main;
	await rest.signIn();
	const [ubidots, upsun] = await Promise.all(
		sandboxCredentials(sandbox).map((credential) => rest.post('/credentials', credential)),
	);
	const world = { rest, sandbox, workers, credentials: { ubidots, upsun } };
	await checkManyExecutions(world);
	await checkSharedLimit(world, { quick });
	await checkKilledWorker(world);
	await Promise.all([main, ...workers].map((one) => one.stop()));
	await Promise.all([sandbox.stop(), redis.stop(), postgres.stop()]);
}
