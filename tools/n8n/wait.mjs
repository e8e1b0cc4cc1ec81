import net from 'node:net';

/** @param {number} ms */
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const HOST = '127.0.0.1';

/**
 * Whether nobody listens on this loopback port.
 * @param {number} port
 */
export const portIsFree = (port) =>
	new Promise((tell) => {
		const server = net.createServer();
		server.once('error', () => tell(false));
		server.listen(port, HOST, () => server.close(() => tell(true)));
	});

/**
 * Whether somebody answers on this loopback port.
 * @param {number} port
 */
export const portAnswers = (port) =>
	new Promise((tell) => {
		const socket = net.connect(port, HOST, () => {
			socket.destroy();
			tell(true);
		});
		socket.once('error', () => tell(false));
	});

/** @returns {Promise<number>} a loopback port that is free now */
export const freePort = () =>
	new Promise((tell, fail) => {
		const server = net.createServer().once('error', fail);
		server.listen(0, HOST, () => {
			const { port } = /** @type {net.AddressInfo} */ (server.address());
			server.close(() => tell(port));
		});
	});

/** Generous, because CI machines have two cores and share them. */
const PATIENCE_MS = 180_000;

/**
 * Asks until there is an answer. What `ask` throws counts as no answer yet, and is told when time is over.
 * @template T
 * @param {string} what
 * @param {() => Promise<T | null | undefined | false> | T | null | undefined | false} ask
 * @param {{ timeoutMs?: number, everyMs?: number, process?: import('./processes.mjs').Running }} [options]
 * @returns {Promise<T>}
 */
export async function until(what, ask, { timeoutMs = PATIENCE_MS, everyMs = 100, process } = {}) {
	const end = Date.now() + timeoutMs;
	let last = '';
	for (;;) {
		if (process?.ended) {
			throw new Error(
				`${process.name} ended (${process.ended}) before ${what}; see ${process.log}`,
			);
		}
		try {
			const answer = await ask();
			if (answer) return answer;
		} catch (error) {
			last = error instanceof Error ? ` (${error.message})` : '';
		}
		if (Date.now() > end) throw new Error(`Timed out waiting until ${what}${last}`);
		await sleep(everyMs);
	}
}
