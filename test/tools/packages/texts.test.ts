import { PACKAGES } from '../../../tools/packages/services';
import { linesAbout, manifestFrom, readmeFrom } from '../../../tools/packages/texts';

const [ubidots, upsun] = PACKAGES;

describe('the README of a single-service package', () => {
	const page =
		'# The Ubidots node\n\nWhat for.\n\n![A](images/a.png)\n\nContents: [Credential](#credential)\n\n## Credential\n\nSee [b](../examples/b.json) and [faults](faults-ubidots.md).\n';

	it('is the page of the service, with the title, the installation and the links of a README', () => {
		const readme = readmeFrom(page, ubidots);
		expect(readme.startsWith('# n8n-nodes-ubidots\n\nWhat for.')).toBe(true);
		expect(readme).toContain('(docs/images/a.png)');
		expect(readme).toContain('(examples/b.json)');
		expect(readme).toContain('(docs/faults-ubidots.md)');
		expect(readme).toContain('Contents: [Install](#install) · [Credential](#credential)');
		expect(readme.indexOf('## Install')).toBeLessThan(readme.indexOf('## Credential'));
		expect(readme).toContain('enter `n8n-nodes-ubidots`');
	});
});

describe('the changelog of a single-service package', () => {
	const changelog = '# Changelog\n\n- Ubidots: sync users.\n- Upsun: get.\n- Retries.\n';

	it('has what concerns its service, without naming it', () => {
		expect(linesAbout(changelog, ubidots)).toBe('# Changelog\n\n- Sync users.\n- Retries.\n');
		expect(linesAbout(changelog, upsun)).toBe('# Changelog\n\n- Get.\n- Retries.\n');
	});
});

describe('the package.json of a single-service package', () => {
	const combined = {
		name: 'n8n-nodes-ubidots-upsun',
		version: '1.2.3',
		homepage: 'https://example.com/n8n-nodes-ubidots-upsun#readme',
		files: ['dist'],
		peerDependencies: { 'n8n-workflow': '*' },
		scripts: { build: 'gulp build', bench: 'tsx bench' },
		devDependencies: { typescript: '5.9.3', jest: '30.5.2' },
	};

	it('has its own name, one node, one credential, and only what it needs to be built', () => {
		const manifest = manifestFrom(combined, upsun);
		expect(manifest).toMatchObject({
			name: 'n8n-nodes-upsun',
			version: '1.2.3',
			homepage: 'https://example.com/n8n-nodes-upsun#readme',
			n8n: {
				strict: true,
				credentials: ['dist/credentials/UpsunApi.credentials.js'],
				nodes: ['dist/nodes/Upsun/Upsun.node.js'],
			},
			peerDependencies: { 'n8n-workflow': '*' },
		});
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.scripts).not.toHaveProperty('bench');
		expect(manifest.devDependencies).toMatchObject({ typescript: '5.9.3' });
		expect(manifest.devDependencies).not.toHaveProperty('jest');
		expect(manifest).not.toHaveProperty('dependencies');
	});
});
