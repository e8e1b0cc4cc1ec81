import type { JournalEntry } from '../sandbox';

/** The sandbox in a process of its own, so that its time and memory are not measured along. */
export interface SandboxProcess {
	url: string;
	token: string;
	/** Back to the people it started with, an empty journal, and this limit; 0 = none. */
	reset(requestsPerSecond?: number): Promise<void>;
	/** Changes options of the sandbox until the next reset. */
	options(options: object): Promise<void>;
	journal(): Promise<JournalEntry[]>;
	close(): Promise<void>;
}

/** Starts it with this many generated users. */
export async function startSandboxProcess(users: number): Promise<SandboxProcess> {
	// Imported here: what is compiled to CommonJS cannot require all that this one needs.
	const { startSandbox } = await import('../n8n/sandbox');
	const sandbox = await startSandbox('bench-sandbox', { users });
	return {
		url: sandbox.url,
		token: sandbox.secrets.ubidotsToken,
		async reset(requestsPerSecond = 0) {
			await sandbox.reset(users);
			await sandbox.options({ ubidotsRequestsPerSecond: requestsPerSecond });
		},
		options: async (options) => void (await sandbox.options(options)),
		journal: sandbox.journal,
		close: async () => await sandbox.stop(),
	};
}
