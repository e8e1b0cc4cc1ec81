/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads a page of the repository, never shipped */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PACKAGES } from '../../tools/packages/services';
import { linesAbout } from '../../tools/packages/texts';
import { callTool, fromAi } from '../contract/tool/tool';
import { AMARA, JOSE } from '../support/people';
import { byId, byUsername, updateOf } from '../support/setups';
import { useWorld } from '../support/useWorld';

const page = readFileSync(join(__dirname, '..', '..', 'SECURITY.md'), 'utf8');
const world = useWorld();
const firstNames = () =>
	[AMARA, JOSE].map((user) => String(world.sandbox.ubidots.user(user)?.firstName));

describe('SECURITY.md', () => {
	it('names one way to report, which takes what is sent there', () => {
		expect(page).toContain('"Security", then "Report a vulnerability"');
		expect(page).not.toMatch(/@|mail to|address in/);
	});

	it.each(PACKAGES)('for $name names only $service', (single) => {
		const own = linesAbout(page, single);
		expect(own).toMatch(/^- Never without review: /m);
		expect(own).not.toMatch(new RegExp(single.other, 'i'));
	});
});

describe('not protected, as SECURITY.md says,', () => {
	it('is a password that comes with an item: n8n copies the item into the error output', async () => {
		const canary = 'Canary-77-word';
		const update = updateOf(byUsername('={{ $json.who }}'), { password: '={{ $json.password }}' });
		const item = { who: 'nobody-here', password: canary };
		const result = await world.run({ ...update, onError: 'continueErrorOutput' }, [item]);
		const [{ json }] = result.errorItems;
		expect(json).toMatchObject(item);
		expect(JSON.stringify([json.error, json.details])).not.toContain(canary);
	});

	it.each([
		['given as one expression', '={{ { maxChanges: 1 } }}'],
		['misspelled', { maxchanges: 1 }],
	])('is a limit that was %s: n8n drops it before the node sees it', async (_, options) => {
		const update = updateOf(byId('={{ $json.id }}'), { firstName: 'Renamed' });
		const parameters = { ...update.parameters, options };
		await world.run({ ...update, parameters }, [{ id: AMARA }, { id: JOSE }]);
		expect(firstNames()).toEqual(['Renamed', 'Renamed']);
	});

	it('is an account from many calls of a tool: a limit is one of each call', async () => {
		const tool = {
			operation: 'update',
			userKey: byId(fromAi('user_id')),
			updateFields: { firstName: 'Renamed' },
			options: { maxChanges: 1 },
		};
		for (const user of [AMARA, JOSE]) await callTool(world, 'ubidots', tool, { user_id: user });
		expect(firstNames()).toEqual(['Renamed', 'Renamed']);
	});
});
