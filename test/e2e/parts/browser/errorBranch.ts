import { CALLER, VISITOR } from '../../../../tools/n8n/sandbox';
import { examples } from '../../../../tools/n8n/workflows';
import type { World } from './index';

const FILE = 'single-update-webhook.json';

export async function checkErrorBranch({ editor, browser, rest, sandbox, see }: World) {
	await see(
		'an example runs in the editor: two people are updated, one leaves by the error branch',
		async () => {
			await sandbox.reset();
			await rest.post('/credentials', CALLER);
			const credentials = await rest.get('/credentials');
			const example = examples(credentials).find(({ file }) => file === FILE);
			const { id } = await rest.save(example?.workflow);
			await editor.open(id);
			await editor.page.getByTestId('execute-workflow-button').click();
			const { page } = editor;
			await page.getByTestId('canvas-node-status-success').nth(2).waitFor();
			await editor.closeMessages();
			await page.getByText('2 items', { exact: true }).first().waitFor();
			await browser.shot('error-branch');
		},
	);
	await see('every example opens without an issue that a person would have to mend', async () => {
		await rest.post('/credentials', VISITOR);
		const credentials = await rest.get('/credentials');
		for (const { file, workflow } of examples(credentials)) {
			const { id } = await rest.save({
				...workflow,
				name: `${workflow.name} (opened)`,
			});
			await editor.open(id);
			const issues = await editor.page.getByTestId('node-issues').count();
			// The model of the agent needs a credential that nobody but the user has.
			if (issues > (file === 'agent-tool.json' ? 1 : 0))
				throw new Error(`${file}: ${issues} nodes with issues`);
		}
	});
}
