import { assert } from '../../checks';
import { PACKAGE } from '../../../../tools/n8n/paths';
import type { World } from './index';

/** Settings, Community nodes, Install: as the README says. */
export async function checkInstalling({ editor, rest, see }: World) {
	const { page } = editor;
	const { name, version } = PACKAGE;
	await see('the package is installed in Settings by its name', async () => {
		await page.goto(`${rest.url}/settings/community-nodes`);
		await page.getByRole('button', { name: 'Install a community node' }).click();
		await page.locator('input[name="packageNameInput"]').fill(`${name}@${version}`);
		await page.getByTestId('user-agreement-checkbox').click();
		await page.getByTestId('install-community-package-button').click();
		await page.getByText(name).first().waitFor();
		await page.getByTestId('install-community-package-button').waitFor({ state: 'hidden' });
		const [installed] = await rest.get('/community-packages');
		assert.deepEqual([installed.packageName, installed.installedVersion], [name, version]);
	});
}
