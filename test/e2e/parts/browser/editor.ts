/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs in a real n8n, never shipped */
import type { Locator, Page } from 'playwright-core';

export type Editor = ReturnType<typeof editorOf>;

/** n8n moves panels and boxes for a moment after a click. */
const SETTLE_MS = 600;
/** Steps of a drag: the editor only sees a drag when the pointer is on its way for a while. */
const DRAG_STEPS = 10;
/** n8n's messages go by themselves after some seconds. */
const MESSAGE_GOES_MS = 8000;
/** A list opens at once; its entries may come from the sandbox. */
const OPEN_MS = 5000;
const ATTEMPTS = 6;

/** n8n's editor by what a person does in it. Everything is found by n8n's own `data-test-id`s and by visible text. */
export function editorOf(page: Page, url: string) {
	const byId = (id: string) => page.getByTestId(id);
	const panel = byId('ndv');
	const settle = () => page.waitForTimeout(SETTLE_MS);
	/** The entry of an open drop-down list. */
	const entry = (text: string) =>
		page.locator('.el-select-dropdown__item:visible').filter({ hasText: text }).first();
	/** Closes hints that lie over the form, by clicking on something harmless. */
	const elsewhere = async () => {
		await panel.getByText('Resource', { exact: true }).click();
		await settle();
	};
	/**
	 * Clicks as often as needed: a form that is just being drawn anew swallows the click, or closes the list.
	 * @param outcome waits for what the click leads to
	 * @param before what makes the click possible again
	 */
	const insist = async (
		click: () => Promise<void>,
		outcome: () => Promise<void>,
		before?: () => Promise<void>,
	) => {
		for (let attempt = 1; ; attempt++) {
			try {
				// What can no longer be clicked may have led there already.
				await click().catch(() => undefined);
				return await outcome();
			} catch (error) {
				if (attempt === ATTEMPTS) throw error;
				await before?.();
			}
		}
	};
	/** @param shown what is visible once the list is open */
	const openList = async (opener: Locator, shown: Locator) =>
		insist(
			() => opener.click({ timeout: OPEN_MS }),
			() => shown.waitFor({ timeout: OPEN_MS }),
			elsewhere,
		);
	const chooseFrom = async (opener: Locator, chosen: Locator) => {
		await openList(opener, chosen);
		await chosen.click();
		await settle();
	};

	return {
		page,
		panel,
		settle,
		insist,
		output: byId('output-panel'),

		async signIn({ email, password }: { email: string; password: string }) {
			await page.goto(`${url}/signin`);
			await page.locator('input[name="emailOrLdapLoginId"]').fill(email);
			await page.locator('input[name="password"]').fill(password);
			await byId('form-submit-button').click();
			await page.waitForURL((address) => !address.pathname.includes('signin'));
		},

		async open(workflowId: string) {
			await page.goto(`${url}/workflow/${workflowId}`);
			await byId('canvas-node').first().waitFor();
			await settle();
		},

		/** The nodes panel, opened by the plus behind the last node, with a search. */
		async searchNode(text: string) {
			await byId('canvas-handle-plus').last().click();
			await byId('node-creator-search-bar').fill(text);
			await byId('item-iterator-item').first().waitFor();
			await settle();
		},
		foundNode: (name: string) => byId('item-iterator-item').filter({ hasText: name }).first(),
		/** A community node shows its details and actions first; an action puts it into the workflow. */
		async addAction(action: string) {
			await page.getByText(action, { exact: true }).first().click();
			await panel.waitFor();
			await settle();
		},
		async openNode(name: string) {
			await byId('canvas-node').filter({ hasText: name }).first().dblclick();
			await panel.waitFor();
			await settle();
		},
		async closeNode() {
			await byId('ndv-close-button').click();
			await panel.waitFor({ state: 'hidden' });
		},

		async choose(parameter: string, text: string) {
			await chooseFrom(byId(parameter), entry(text));
		},
		async pickFromList(parameter: string, search: string, text: string) {
			await openList(byId(`resource-locator-${parameter}`), byId('rlc-search'));
			await byId('rlc-search').fill(search);
			await byId('rlc-item').filter({ hasText: text }).first().click();
			await settle();
		},
		async fill(parameter: string, text: string) {
			await byId(`parameter-input-${parameter}`).locator('input, textarea').first().fill(text);
			await elsewhere();
		},
		/** "Add field" and "Add option" are the first and the last such button of the form. */
		async addTo(collection: 'fields' | 'options', title: string) {
			const buttons = panel.getByTestId('collection-parameter-add');
			const option = byId('collection-parameter-option').filter({ hasText: title });
			await chooseFrom(
				collection === 'fields' ? buttons.first() : buttons.last(),
				option.locator('visible=true').first(),
			);
		},
		async toggle(parameter: string) {
			await byId(`parameter-input-${parameter}`)
				.locator('.el-switch, [role="switch"]')
				.first()
				.click();
			await settle();
		},
		async addColumn(title: string) {
			await chooseFrom(
				byId('add-fields-select').getByText('Add field to send'),
				page.getByRole('menuitem', { name: title, exact: true }),
			);
		},
		/** Drags a field of the input onto a parameter, which makes an expression of it. */
		async drag(field: string, parameter: string) {
			const target = byId(`parameter-input-${parameter}`);
			await target.scrollIntoViewIfNeeded();
			await byId('ndv-input-panel')
				.getByTestId('run-data-schema-node-name')
				.getByText(field, { exact: true })
				.hover();
			await page.mouse.down();
			const box = await target.boundingBox();
			if (!box) throw new Error(`${parameter} is not on the page`);
			await page.mouse.move(box.x + 20, box.y + box.height / 2, { steps: DRAG_STEPS });
			await settle();
			await page.mouse.up();
			await settle();
			// The expression has the focus now, and its preview lies over the buttons below.
			await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
			await settle();
		},

		async executeStep() {
			await byId('node-execute-button').click();
		},
		/** Waits for the output of an executed step. */
		async outputItems(count: string) {
			await byId('output-panel').getByText(count).first().waitFor();
			await settle();
		},
		async showOutputAs(form: 'json' | 'table') {
			await byId('output-panel').getByTestId(`radio-button-${form}`).click();
			await settle();
		},
		/** Closes the messages that slide in at the corner. */
		async closeMessages() {
			for (const close of await page.locator('.el-notification__closeBtn').all()) {
				await close.click({ timeout: 1000 }).catch(() => undefined);
			}
			// A message that does not go by itself is only in the way of the picture.
			await page
				.locator('.el-notification')
				.first()
				.waitFor({ state: 'hidden', timeout: MESSAGE_GOES_MS })
				.catch(() =>
					page.addStyleTag({ content: '.el-notification { display: none !important; }' }),
				);
			await settle();
		},
	};
}
