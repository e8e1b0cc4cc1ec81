import { assert } from '../../checks';
import { openSheet } from './people';
import type { World } from './index';

export async function checkUpsunForm(world: World) {
	const { editor, sandbox, see } = world;
	await see('the Upsun node offers Me first, and takes a country by its name', async () => {
		await openSheet(world, 'My profile', 1);
		await editor.searchNode('Upsun');
		await editor.foundNode('Upsun').click();
		await editor.addAction('Update user');
		await editor.panel.getByTestId('resource-locator-userId').click();
		const first = editor.page.getByTestId('rlc-item').first();
		await first.waitFor();
		assert.match((await first.textContent()) ?? '', /Me/);
		await first.click();
		await editor.addTo('fields', 'Country');
		await editor.pickFromList('country', 'swed', 'Sweden');
	});
	await see('and updates the profile', async () => {
		await editor.executeStep();
		await editor.outputItems('1 item');
		const { upsun } = await sandbox.state();
		assert.equal(upsun.users[0].country, 'SE');
		await editor.closeNode();
	});
}
