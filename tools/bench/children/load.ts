/* eslint-disable no-console -- the benchmark runs as a program of its own and is never shipped */
export interface Load {
	/** Milliseconds until n8n-core was there. */
	coreMs: number;
	/** Milliseconds that n8n-core's loader then took for the built package. */
	packageMs: number;
}

/** In a process of its own: what was loaded once is not loaded again. */
async function main(): Promise<void> {
	const started = performance.now();
	const { loadPackage } = await import('../../engine');
	const core = performance.now();
	const { nodes, credentials } = await loadPackage('.');
	const done = performance.now();
	if (nodes.size === 0 || credentials.size === 0) throw new Error('The package did not load');
	const load: Load = { coreMs: core - started, packageMs: done - core };
	console.log(JSON.stringify(load));
}

void main();
