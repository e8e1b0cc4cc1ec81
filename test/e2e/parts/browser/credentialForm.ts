import { assert } from '../../checks';
import { chain, manual } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** n8n tries a credential before it says that it is saved. */
const SAVE_MS = 10_000;

/** The two credentials, made from a node as a newcomer does. */
export async function checkCredentialForm({ editor, rest, sandbox, see }: World) {
	const { page } = editor;
	const modal = page.getByTestId('editCredential-modal');
	const fill = (name: string, text: string) =>
		modal.getByTestId(`parameter-input-${name}`).locator('input').fill(text);
	/** Saves, as often as needed: a form that is just being drawn anew swallows the click. */
	const saveUntil = async (outcome: () => Promise<void>) =>
		editor.insist(
			() => modal.getByTestId('credential-save-button').click({ timeout: SAVE_MS }),
			outcome,
		);
	const closed = () => modal.waitFor({ state: 'hidden', timeout: SAVE_MS });
	const openForm = async (search: string, action: string) => {
		const { id } = await rest.save(chain(`credential of ${search}`, [manual()]));
		await editor.open(id);
		await editor.searchNode(search);
		await editor.foundNode(search).click();
		await editor.addAction(action);
		await editor.panel.getByRole('button', { name: `Connect to ${search}` }).click();
		await modal.waitFor();
		await editor.settle();
	};
	const saved = async (type: string) => {
		const all = await rest.get('/credentials');
		return all.filter((one: Json) => one.type === type).length;
	};

	await see(
		'a Ubidots credential with a wrong token is refused in the form, with the reason',
		async () => {
			await openForm('Ubidots', 'Update user');
			await fill('token', 'not-the-token');
			await fill('baseUrl', sandbox.url);
			const refused = modal.getByText('Couldn’t connect with these settings');
			await saveUntil(() => refused.waitFor({ timeout: SAVE_MS }));
			await modal.getByText('More details').click();
			await modal.getByText('Ubidots refused the token').waitFor();
		},
	);
	await see('and with the right one it is saved', async () => {
		await fill('token', sandbox.secrets.ubidotsToken);
		await saveUntil(closed);
		assert.equal(await saved('ubidotsApi'), 1);
	});
	await see('an Upsun credential is made from an API token', async () => {
		await openForm('Upsun', 'Update user');
		await fill('apiToken', sandbox.secrets.upsunApiToken);
		await fill('apiUrl', sandbox.url);
		await fill('authUrl', sandbox.url);
		await saveUntil(closed);
		assert.equal(await saved('upsunApi'), 1);
	});
}
