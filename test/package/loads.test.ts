import type { ICredentialType, IDataObject, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { Engine, type LoadedPackage, loadPackage } from '../../tools/engine';
import { type Sandbox, startSandbox } from '../../tools/sandbox';
import { packAndUnpack, type Unpacked } from './pack';
import { ME, TESTT } from '../support/people';
import { requestCount } from '../support/requests';
import { bulkUpdate, byId, updateOf, upsunUpdateOf } from '../support/setups';
import { type NodeSetup, workflowOf, workingCredentials } from '../support/world';

/** The unpacked tarball, loaded by n8n-core's own loader. */
let packed: Unpacked;
let loaded: LoadedPackage;
let sandbox: Sandbox;

beforeAll(async () => {
	packed = await packAndUnpack();
	loaded = await loadPackage(packed.directory);
	sandbox = await startSandbox({ ubidotsRequestsPerSecond: 0, taskDelayMs: 0 });
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
	await sandbox.close();
	await packed.remove();
});

const descriptionOf = (name: string) =>
	(loaded.nodes.get(`n8n-nodes-ubidots-upsun.${name}`) as INodeType)
		.description as INodeTypeDescription & {
		iconUrl?: { light: string; dark: string };
		codex?: { categories?: string[]; resources?: { primaryDocumentation?: unknown[] } };
	};

const engine = () => new Engine(loaded, workingCredentials(sandbox));

describe('n8n loads from the tarball', () => {
	it('both nodes and both credentials, by the names that workflows are saved with', () => {
		expect([...loaded.nodes.keys()].sort()).toEqual([
			'n8n-nodes-ubidots-upsun.ubidots',
			'n8n-nodes-ubidots-upsun.upsun',
		]);
		expect([...loaded.credentials.keys()].sort()).toEqual(['ubidotsApi', 'upsunApi']);
	});

	it.each(['ubidots', 'upsun'])('%s with its icons for light and dark', (name) => {
		const { iconUrl } = descriptionOf(name);
		for (const url of [iconUrl?.light, iconUrl?.dark]) {
			const file = url?.replace('icons/n8n-nodes-ubidots-upsun/', '');
			expect(packed.files).toContain(file);
		}
		expect(iconUrl?.light).not.toBe(iconUrl?.dark);
	});

	it.each(['ubidots', 'upsun'])('%s with its codex', (name) => {
		const { codex } = descriptionOf(name);
		expect(codex?.categories?.length).toBeGreaterThan(0);
		expect(codex?.resources?.primaryDocumentation).toHaveLength(1);
	});

	it.each(['ubidotsApi', 'upsunApi'])('%s with its icons', (name) => {
		const { iconUrl } = loaded.credentials.get(name) as ICredentialType;
		const { light, dark } = iconUrl as { light: string; dark: string };
		for (const url of [light, dark]) {
			expect(packed.files).toContain(url.replace('icons/n8n-nodes-ubidots-upsun/', ''));
		}
	});
});

describe('the nodes from the tarball work', () => {
	const run = async (setup: NodeSetup, items: IDataObject[] = [{}]) =>
		await engine().run(workflowOf(setup, items));

	it('a user of Ubidots is updated', async () => {
		const { output } = await run(
			updateOf(byId(TESTT), { firstName: 'first', lastName: 'Ubidots' }),
		);
		expect(output('Node')[0].json).toMatchObject({ id: TESTT, lastName: 'Ubidots' });
	});

	it('users of Ubidots are updated in bulk', async () => {
		const { output } = await run(bulkUpdate(), [{ id: TESTT, firstName: 'A' }]);
		expect(output('Node')[0].json).toMatchObject({ id: TESTT, status: 'accepted' });
	});

	it('a user of Upsun is updated, with a token exchanged on the way', async () => {
		const { output } = await run(upsunUpdateOf(byId(ME), { country: 'de' }));
		expect(output('Node')[0].json).toMatchObject({ id: ME, country: 'DE' });
	});

	it('a wrong value is refused with a sentence', async () => {
		const { error } = await run(upsunUpdateOf(byId(ME), { country: 'X1' }));
		expect(error?.message).toContain("'Country' is ");
		expect(requestCount({ sandbox })).toBe(0);
	});
});
