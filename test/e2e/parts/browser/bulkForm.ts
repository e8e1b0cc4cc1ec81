import { assert } from '../../checks';
import { openSheet } from './people';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** A column of every type that the mapper has. They are added and not touched. */
const LEFT_ALONE = ['Is Active', 'Decimal Places', 'Contact Methods', 'Properties', 'First Name'];

export async function checkBulkForm(world: World) {
	const { editor, browser, sandbox, see } = world;
	await see('columns are mapped by hand in the resource mapper, by dragging', async () => {
		await sandbox.reset();
		await openSheet(world, 'Many people', 3);
		await editor.searchNode('Ubidots');
		await editor.foundNode('Ubidots').click();
		await editor.addAction('Bulk update users');
		await editor.choose('mapping-mode-select', 'Manually');
		await editor.drag('email', 'email');
		for (const title of ['Last Name', 'Tags']) await editor.addColumn(title);
		for (const title of LEFT_ALONE) await editor.addColumn(title);
		await editor.drag('lastName', 'lastName');
		await editor.drag('team', 'tags');
		await editor.closeMessages();
		await editor.panel.getByText('Values to Update').click();
		await editor.panel.getByText('Operation', { exact: true }).scrollIntoViewIfNeeded();
		await browser.shot('bulk-mapper', editor.panel);
	});
	await see('a dry run shows for each person what would change', async () => {
		await editor.toggle('dryRun');
		await editor.executeStep();
		await editor.outputItems('3 items');
		await editor.showOutputAs('json');
		await editor.output.getByText('Okafor-Bello').first().waitFor();
		await editor.closeMessages();
		await browser.shot('dry-run', editor.panel);
		assert.equal((await sandbox.user('amara-okafor')).lastName, 'Okafor');
	});
	await see('with the dry run off the people are updated', async () => {
		await editor.toggle('dryRun');
		await editor.executeStep();
		await editor.output.getByText('accepted').first().waitFor();
		await editor.page.waitForTimeout(1000);
		assert.equal((await sandbox.user('amara-okafor')).lastName, 'Okafor-Bello');
	});
	await see('columns that were added and left alone are not written', async () => {
		const { body } = (await sandbox.journal()).findLast(({ method }: Json) => method === 'PATCH');
		const names = new Set(body.flatMap((row: Json) => Object.keys(row)));
		assert.deepEqual([...names].sort(), ['id', 'lastName', 'tags']);
		assert.equal((await sandbox.user('amara-okafor')).isActive, true);
		await editor.closeNode();
	});
}
