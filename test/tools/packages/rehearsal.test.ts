import { jobsOf } from '../../../tools/packages/rehearsal/steps';
import { startPublishRegistry } from '../../../tools/packages/rehearsal/registry';

const WORKFLOW = `
permissions:
  contents: read
jobs:
  pack:
    steps:
      - uses: actions/checkout@v4
      - name: Guard
        run: |
          test one
          test two
      - run: npm pack
  publish:
    needs: pack
    environment: npm
    permissions:
      id-token: write
    steps:
      - run: npm publish
`;

describe('a publishing workflow', () => {
	const { pack, publish } = jobsOf(WORKFLOW);

	it('is read as its jobs, with the commands that each runs, in order', () => {
		expect(pack.commands).toEqual(['test one\ntest two\n', 'npm pack']);
		expect(publish).toMatchObject({ needs: ['pack'], environment: 'npm' });
	});

	it("gives a job the workflow's permissions, unless it has its own", () => {
		expect(pack.permissions).toEqual({ contents: 'read' });
		expect(publish.permissions).toEqual({ 'id-token': 'write' });
	});
});

describe('the registry on loopback', () => {
	it('has no package, and keeps what is published to it', async () => {
		const { url, published, close } = await startPublishRegistry();
		try {
			expect((await fetch(`${url}/n8n-nodes-upsun`)).status).toBe(404);
			const body = JSON.stringify({
				name: 'n8n-nodes-upsun',
				'dist-tags': { latest: '1.2.3' },
				_attachments: { 'n8n-nodes-upsun-1.2.3.tgz': { data: 'aGVsbG8=' } },
			});
			const response = await fetch(`${url}/n8n-nodes-upsun`, { method: 'PUT', body });
			expect(response.status).toBe(201);
			expect(published).toMatchObject([{ name: 'n8n-nodes-upsun', tags: { latest: '1.2.3' } }]);
			expect(published[0].tarball.toString()).toBe('hello');
		} finally {
			close();
		}
	});

	it('refuses what is no publication', async () => {
		const { url, published, close } = await startPublishRegistry();
		try {
			const response = await fetch(`${url}/n8n-nodes-upsun`, { method: 'PUT', body: '{}' });
			expect(response.status).toBe(400);
			expect(published).toEqual([]);
		} finally {
			close();
		}
	});
});
