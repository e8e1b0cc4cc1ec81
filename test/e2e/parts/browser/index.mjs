import { openBrowser } from '../../../../tools/n8n/browser.mjs';
import { assert, check, part } from '../../../../tools/n8n/checks.mjs';
import { emptyUserFolder, startServer } from '../../../../tools/n8n/n8n.mjs';
import { npmShim, packProject, startRegistry } from '../../../../tools/n8n/package.mjs';
import { OWNER } from '../../../../tools/n8n/rest.mjs';
import { startSandbox } from '../../../../tools/n8n/sandbox.mjs';
import { checkBulkForm } from './bulkForm.mjs';
import { checkCredentialForm } from './credentialForm.mjs';
import { editorOf } from './editor.mjs';
import { checkErrorBranch } from './errorBranch.mjs';
import { checkInstalling } from './installing.mjs';
import { checkSyncForm } from './syncForm.mjs';
import { checkUpdateForm } from './updateForm.mjs';
import { checkUpsunForm } from './upsunForm.mjs';

/**
 * @typedef {object} World
 * @property {import('./editor.mjs').Editor} editor
 * @property {import('../../../../tools/n8n/browser.mjs').Browser} browser
 * @property {import('../../../../tools/n8n/rest.mjs').Rest} rest
 * @property {import('../../../../tools/n8n/sandbox.mjs').Sandbox} sandbox
 * @property {(sentence: string, work: () => Promise<void>) => Promise<void>} see a check, with a picture when it fails
 */

/**
 * The editor in a browser, with real clicks.
 * @param {import('../../main.mjs').RunOptions} options
 */
export async function run({ images }) {
	part('The editor in a browser');
	const registry = await startRegistry(packProject());
	const sandbox = await startSandbox('browser-sandbox');
	const server = await startServer('browser', {
		userFolder: emptyUserFolder('browser'),
		extra: { pathFirst: npmShim(registry.url) },
	});
	await server.rest.signIn();
	const browser = await openBrowser(images);
	try {
		const editor = editorOf(browser.page, server.url);
		await editor.signIn(OWNER);
		let failures = 0;
		/** @type {World['see']} */
		const see = async (sentence, work) => {
			await check(sentence, async () => {
				await work().catch(async (error) => {
					await browser.evidence(`browser-failure-${++failures}`);
					throw error;
				});
			});
		};
		const world = { editor, browser, rest: server.rest, sandbox, see };
		await checkInstalling(world);
		await checkCredentialForm(world);
		await checkUpdateForm(world);
		await checkBulkForm(world);
		await checkSyncForm(world);
		await checkUpsunForm(world);
		await checkErrorBranch(world);
		await check('the browser had nothing to complain of', () => {
			assert.deepEqual([...new Set(browser.problems())], []);
		});
	} finally {
		await browser.close();
		registry.close();
		await Promise.all([server.stop(), sandbox.stop()]);
	}
}
