/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- looks at the files of the project; never shipped */
import { join } from 'node:path';

import { reachableSources } from '../../../tools/packages/sources';

const ROOT = join(__dirname, '..', '..', '..');

describe('the sources of a single-service package', () => {
	const sources = reachableSources(ROOT, [
		'nodes/Upsun/Upsun.node.ts',
		'credentials/UpsunApi.credentials.ts',
	]);

	it('are what its node and its credential reach by imports', () => {
		expect(sources).toContain('nodes/Upsun/user/update.ts');
		expect(sources).toContain('nodes/shared/http/client.ts');
		expect(sources).toContain('nodes/shared/credentials/exchange.ts');
	});

	it('are nothing of the other service', () => {
		expect(sources.filter((path) => path.includes('Ubidots'))).toEqual([]);
	});

	it('cannot lack a file that is imported', () => {
		expect(() => reachableSources(ROOT, ['test/tools/packages/imports-nothing.ts'])).toThrow(
			/ENOENT/,
		);
	});
});
