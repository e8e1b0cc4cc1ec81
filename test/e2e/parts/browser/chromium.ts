/* eslint-disable @n8n/community-nodes/no-restricted-imports -- part of the driver of a real n8n, never shipped */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

import { findBrowser } from '../../debian';
import { LOGS, requireInstalled } from '../../../../tools/n8n/paths';

const SIZE = { width: 1280, height: 800 };
/** Pages of n8n load slowly on a busy machine with two cores. */
const PATIENCE_MS = 120_000;

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

export type Browser = Awaited<ReturnType<typeof openBrowser>>;

/**
 * Headless Chromium with one page, that reaches nothing but this machine.
 * @param images the folder for pictures
 */
export async function openBrowser(images: string) {
	const { chromium, selectors } = requireInstalled('playwright-core');
	selectors.setTestIdAttribute('data-test-id');
	const profile = mkdtempSync(join(tmpdir(), 'n8n-e2e-chromium-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: findBrowser(),
		headless: true,
		viewport: SIZE,
		args: FLAGS,
	});
	const page: Page = context.pages()[0] ?? (await context.newPage());
	page.setDefaultTimeout(PATIENCE_MS);
	await page.route(
		(url: URL) => url.protocol.startsWith('http') && url.hostname !== '127.0.0.1',
		(route) => route.abort(),
	);
	const problems: string[] = [];
	page.on('console', (message) => {
		const { url } = message.location();
		if (message.type() === 'error') problems.push(`${message.text()} ${url}`.trim());
	});
	page.on('pageerror', (error) => problems.push(String(error)));

	/** Of the whole page, or of one part of it. */
	const picture = async (folder: string, name: string, of: Page | Locator = page) => {
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
		shot: (name: string, of: Page | Locator = page) => picture(images, name, of),
		/** A picture of what went wrong, beside the logs. */
		evidence: (name: string) => picture(LOGS, name),
		async close() {
			await context.close();
			rmSync(profile, { recursive: true, force: true });
		},
	};
}
