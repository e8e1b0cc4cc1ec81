import { type Browser, openBrowser } from './chromium';
import { assert, check, part } from '../../checks';
import { emptyUserFolder, startServer } from '../../../../tools/n8n/n8n';
import { npmShim, packProject, startRegistry } from '../../../../tools/n8n/package';
import { OWNER, type Rest } from '../../../../tools/n8n/rest';
import { type Sandbox, startSandbox } from '../../../../tools/n8n/sandbox';
import { checkBulkForm } from './bulkForm';
import { checkCredentialForm } from './credentialForm';
import { type Editor, editorOf } from './editor';
import { checkErrorBranch } from './errorBranch';
import { checkInstalling } from './installing';
import { checkSyncForm } from './syncForm';
import { checkUpdateForm } from './updateForm';
import { checkUpsunForm } from './upsunForm';
import type { RunOptions } from '../../main';

export interface World {
	editor: Editor;
	browser: Browser;
	rest: Rest;
	sandbox: Sandbox;
	/** A check, with a picture when it fails. */
	see: (sentence: string, work: () => Promise<void>) => Promise<void>;
}

/** The editor in a browser, with real clicks. */
export async function run({ images }: RunOptions) {
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
		const see: World['see'] = async (sentence, work) => {
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
