import { assert } from '../../checks';
import { openSheet } from './people';
import type { World } from './index';

export async function checkSyncForm(world: World) {
	const { editor, browser, sandbox, see } = world;
	const shown = (title: string) => editor.panel.getByText(title, { exact: true });
	await see('a sync asks for its scope only when leavers are not kept', async () => {
		await sandbox.reset();
		await openSheet(world, 'Who there shall be', 3);
		await editor.searchNode('Ubidots');
		await editor.foundNode('Ubidots').click();
		await editor.addAction('Sync users with list');
		assert.deepEqual([await shown('Scope').count(), await shown('Except Users').count()], [0, 0]);
		await editor.choose('parameter-input-leavers', 'Deactivate');
		await shown('Scope').waitFor();
		await shown('Except Users').waitFor();
	});
	await see('the dry run of a sync reads like a plan: action, who, changes', async () => {
		await editor.addTo('fields', 'Email Ends With');
		await editor.fill('emailEndsWith', '@example.com');
		await sandbox.clearJournal();
		await editor.executeStep();
		await editor.output.getByText('deactivate').first().waitFor();
		await editor.output.getByText('Okafor-Bello').first().waitFor();
		await editor.output
			.getByText(/Dry run: nothing was written\. \d+ to update, \d+ to deactivate, \d+ up to date/)
			.first()
			.waitFor();
		await editor.closeMessages();
		await browser.shot('sync-plan', editor.panel);
		const methods = (await sandbox.journal()).map(({ method }) => method);
		assert.deepEqual([...new Set(methods)], ['GET']);
		await editor.closeNode();
	});
	await see('a plan is applied or undone by a node that needs no filling in', async () => {
		await editor.searchNode('Ubidots');
		await editor.foundNode('Ubidots').click();
		await editor.addAction('Apply or undo planned changes to users');
		for (const text of ['{{ $json.id }}', '{{ $json.changes }}'])
			await editor.panel.getByText(text).first().waitFor();
		await editor.choose('parameter-input-direction', 'Undo');
		await editor.closeNode();
	});
}
