import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findBrowser } from './debian.mjs';
import { LOGS, requireInstalled } from './paths.mjs';

const SIZE = { width: 1280, height: 800 };
/** Pages of n8n load slowly on a busy machine with two cores. */
const PATIENCE_MS = 30_000;

const FADE_MS = 500;

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The editor asks the public registry about community nodes, and is signed out at first: none of that is ours. */
const EXPECTED = [
	/net::ERR_/,
	/status of 401/,
	/Can't connect to n8n.*CommunityNodesView/s,
	// Behind a node that was not executed, n8n looks for a preview of its output.
	/status of 404.*\/schemas\//,
];

/** @typedef {Awaited<ReturnType<typeof openBrowser>>} Browser */

/**
 * Headless Chromium with one page, that reaches nothing but this machine.
 * @param {string} images the folder for pictures
 */
export async function openBrowser(images) {
	const { chromium, selectors } = requireInstalled('playwright-core');
	selectors.setTestIdAttribute('data-test-id');
	const profile = mkdtempSync(join(tmpdir(), 'n8n-e2e-chromium-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: findBrowser(),
		headless: true,
		viewport: SIZE,
		args: FLAGS,
	});
	/** @type {import('playwright-core').Page} */
	const page = context.pages()[0] ?? (await context.newPage());
	page.setDefaultTimeout(PATIENCE_MS);
	await page.route(
		(/** @type {URL} */ url) => url.protocol.startsWith('http') && url.hostname !== '127.0.0.1',
		(/** @type {any} */ route) => route.abort(),
	);
	/** @type {string[]} */
	const problems = [];
	page.on('console', (message) => {
		const { url } = message.location();
		if (message.type() === 'error') problems.push(`${message.text()} ${url}`.trim());
	});
	page.on('pageerror', (error) => problems.push(String(error)));

	/** Of the whole page, or of one part of it. */
	const picture = async (
		/** @type {string} */ folder,
		/** @type {string} */ name,
		/** @type {any} */ of = page,
	) => {
		mkdirSync(folder, { recursive: true });
		// Controls that show under the pointer fade away.
		await page.mouse.move(SIZE.width / 2, SIZE.height - 2);
		await page.waitForTimeout(FADE_MS);
		await of.screenshot({ path: join(folder, `${name}.png`) });
	};
	return {
		page,
		/** What the page complained of, without what n8n itself always complains of here. */
		problems: () => problems.filter((text) => !EXPECTED.some((pattern) => pattern.test(text))),
		/** A picture for the README. */
		shot: (/** @type {string} */ name, /** @type {any} */ of = page) => picture(images, name, of),
		/** A picture of what went wrong, beside the logs. */
		evidence: (/** @type {string} */ name) => picture(LOGS, name),
		async close() {
			await context.close();
			rmSync(profile, { recursive: true, force: true });
		},
	};
}
