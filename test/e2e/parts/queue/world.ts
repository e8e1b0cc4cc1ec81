import {
	emptyUserFolder,
	type Environment,
	startServer,
	startWorker,
} from '../../../../tools/n8n/n8n';
import { packProject, placePackage } from '../../../../tools/n8n/package';
import { startPostgres, startRedis } from './services';

/** The queue then notices a lost worker within seconds; its defaults are a minute and half a minute. */
export const IMPATIENT = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/**
 * n8n as larger companies run it: PostgreSQL, Redis, one main and some workers, with the package.
 * @param name for logs and folders
 */
export async function startQueueMode(name: string, workerCount: number, more: Environment = {}) {
	const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
	const tarball = packProject();
	const folder = (process: string) => {
		const userFolder = emptyUserFolder(process);
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
		...more,
	};
	const mainName = `${name}-main`;
	const main = await startServer(mainName, { userFolder: folder(mainName), extra });
	const startOne = async (number: number) => {
		const worker = `${name}-worker-${number}`;
		return await startWorker(worker, { userFolder: folder(worker), extra });
	};
	const workers = await Promise.all(Array.from({ length: workerCount }, (_, n) => startOne(n + 1)));
	await main.rest.signIn();
	return {
		main,
		rest: main.rest,
		workers,
		/** In the place of one that was killed. */
		async addWorker() {
			workers.push(await startOne(workers.length + 1));
		},
		async stop() {
			await Promise.all([main, ...workers].map((one) => one.stop()));
			await Promise.all([redis.stop(), postgres.stop()]);
		},
	};
}
