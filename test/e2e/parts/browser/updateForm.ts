import { assert } from '../../checks';
import { openSheet } from './people';
import type { World } from './index';

export async function checkUpdateForm(world: World) {
	const { editor, browser, rest, sandbox, see } = world;
	await see('both nodes are found in the nodes panel', async () => {
		await openSheet(world, 'One person', 1);
		await editor.searchNode('Upsun');
		await editor.foundNode('Upsun').waitFor();
		await editor.page.getByTestId('node-creator-search-bar').fill('Ubidots');
		await editor.foundNode('Ubidots').waitFor();
	});
	await see('the details of the Ubidots node list its actions', async () => {
		await editor.foundNode('Ubidots').click();
		await editor.page.getByText('Actions (10)').waitFor();
		await editor.settle();
		await browser.shot('nodes-panel');
	});
	await see(
		'an action puts the node into the workflow, with the only credential chosen',
		async () => {
			await editor.addAction('Update user');
			const chosen = editor.panel.getByTestId('node-credentials-select').locator('input');
			assert.equal(await chosen.inputValue(), 'Ubidots account');
		},
	);
	await see(
		'a step without a user is not executed, and the form says what is missing',
		async () => {
			await editor.executeStep();
			await editor.page.getByText('Parameter "User" is required').first().waitFor();
			await editor.closeMessages();
		},
	);
	await see('a user is searched and picked from the list', async () => {
		await editor.pickFromList('userKey', 'amara', 'amara.okafor@example.com');
		const picked = editor.panel.getByTestId('resource-locator-userKey').getByTestId('rlc-input');
		assert.match(await picked.inputValue(), /^Amara Okafor/);
	});
	await see('the form is filled, by hand and by dragging from the input', async () => {
		await editor.addTo('fields', 'First Name');
		await editor.drag('firstName', 'firstName');
		await editor.addTo('fields', 'Tags');
		await editor.fill('tags', 'field, night shift');
		await editor.addTo('fields', 'Time Zone');
		await editor.pickFromList('timezone', 'bogota', 'America/Bogota');
	});
	await see(
		'the step is executed, and its output is the user as Ubidots holds it now',
		async () => {
			await editor.executeStep();
			await editor.outputItems('1 item');
			await editor.showOutputAs('json');
			await editor.output.getByText('America/Bogota').first().waitFor();
			assert.deepEqual((await sandbox.user('amara-okafor')).tags, ['field', 'night shift']);
		},
	);
	await see('a wrong value is refused with a sentence that names the field', async () => {
		await editor.addTo('fields', 'Email');
		await editor.fill('email', '   ');
		await sandbox.clearJournal();
		await editor.executeStep();
		await editor.output
			.getByText(/'Email' is nothing but white space/)
			.first()
			.waitFor();
		assert.deepEqual(await sandbox.journal(), []);
		await editor.closeMessages();
		await browser.shot('update-form', editor.panel);
	});
	await see('what was clicked is what is saved', async () => {
		await editor.closeNode();
		const id = editor.page.url().split('/workflow/')[1].split(/[/?]/)[0];
		// The editor saves by itself, a moment after the last change.
		await editor.page.waitForTimeout(3000);
		const { nodes } = await rest.get(`/workflows/${id}`);
		const { parameters } = nodes.at(-1);
		assert.equal(parameters.userKey.value, '64a1f0c2b7e4d90013aa0002');
		assert.equal(parameters.updateFields.firstName, '={{ $json.firstName }}');
		assert.equal(parameters.updateFields.timezone.value, 'America/Bogota');
	});
}
