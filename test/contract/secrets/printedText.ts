/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- listens to what the process prints */
const heard: string[] = [];

// Where test files share n8n, it may have loaded long ago.
if (Symbol.for('n8n-nodes-ubidots-upsun.requireShared') in globalThis) {
	throw new Error('A test file that hears n8n needs "@jest-environment node"');
}

// To be imported before the engine: n8n's logger reads the level, and takes hold of the console, while it loads.
process.env.N8N_LOG_LEVEL = 'debug';
for (const method of ['debug', 'error', 'info', 'log', 'warn'] as const) {
	console[method] = (...said: unknown[]) => {
		heard.push(said.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' '));
	};
}

/** Everything that is printed or logged during a test, n8n's debug log included. */
export function usePrintedText(): () => string {
	beforeEach(() => {
		heard.length = 0;
		// winston, which n8n logs with, writes to the stream behind the console, and Jest puts its own there.
		const { _stdout, _stderr } = console as Console & Record<string, NodeJS.WriteStream>;
		for (const stream of new Set([process.stdout, process.stderr, _stdout, _stderr])) {
			jest.spyOn(stream, 'write').mockImplementation((text) => {
				heard.push(String(text));
				return true;
			});
		}
	});
	afterEach(() => jest.restoreAllMocks());
	return () => heard.join('\n');
}
