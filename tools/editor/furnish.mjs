import { CALLER, sandboxCredentials } from '../n8n/sandbox.mjs';
import { examples } from '../n8n/workflows.mjs';

/** @typedef {any} Json */

/** What calls a webhook of this n8n does so by its address, which has another port when n8n's own is in use. */
const atThisPort = (/** @type {Json} */ workflow, /** @type {string} */ url) =>
	JSON.parse(JSON.stringify(workflow).replaceAll('http://localhost:5678', url));

/**
 * Puts the credentials and the example workflows into n8n, unless they are there already.
 * @param {import('../n8n/rest.mjs').Rest} rest
 * @param {import('../n8n/sandbox.mjs').Sandbox} sandbox
 * @returns {Promise<number>} how many examples there are
 */
export async function furnish(rest, sandbox) {
	await rest.signIn();
	const held = await rest.get('/credentials');
	const credentials = await Promise.all(
		[...sandboxCredentials(sandbox), CALLER].map(async (wanted) => {
			const own = held.find((/** @type {Json} */ one) => one.name === wanted.name);
			// The sandbox may have another port than the last time.
			return own
				? await rest.patch(`/credentials/${own.id}`, wanted)
				: await rest.post('/credentials', wanted);
		}),
	);
	const kept = await rest.get('/workflows');
	const names = new Set(kept.map((/** @type {Json} */ { name }) => name));
	const all = examples(credentials);
	for (const { workflow } of all) {
		if (!names.has(workflow.name)) await rest.save(atThisPort(workflow, rest.url));
	}
	return all.length;
}
