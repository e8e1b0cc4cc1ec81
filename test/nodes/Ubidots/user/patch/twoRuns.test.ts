import type { IDataObject } from 'n8n-workflow';

import { column } from '../../../../support/outputs';
import { AMARA, OTTO } from '../../../../support/people';
import { applyChanges, autoMap, bulkUpdate, CONTINUE, sync } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';

/** Two runs in a row: the second starts from the tags that the first has left. */
const world = useWorld({ taskDelayMs: 2000 });
beforeEach(() => world.sandbox.ubidots.put({ id: AMARA, tags: ['a'] }));

const tags = () => world.sandbox.ubidots.user(AMARA)?.tags;
const AMARA_BY_NAME = { username: 'amara-okafor' };

it.each([
	['Bulk Update', bulkUpdate(), { id: AMARA }, { id: OTTO, firstName: 'New' }],
	[
		'Bulk Update by username',
		bulkUpdate({}, undefined, autoMap('username')),
		AMARA_BY_NAME,
		{ username: 'otto-berg', firstName: 'New' },
	],
	['Sync', sync(), AMARA_BY_NAME, { username: 'otto-berg', firstName: 'New' }],
])(
	'%s waits for the rows that change single tags, and for no others',
	async (_, setup, who, other) => {
		await inVirtualTime(async () => {
			const { items } = await world.run(setup, [{ ...who, tagsToAdd: 'north' }, other]);
			expect(column(items, 'status')).toEqual(['applied', 'accepted']);
			await world.run(setup, [{ ...who, tagsToAdd: 'south', tagsToRemove: 'a' }]);
		});
		expect(tags()).toEqual(['north', 'south']);
	},
);

it('Apply Changes waits for tags, so that a plan that was made before is refused', async () => {
	await inVirtualTime(async () => {
		const plan = async (tagsToAdd: string): Promise<IDataObject> => {
			const { items } = await world.run(bulkUpdate({ dryRun: true }), [{ id: AMARA, tagsToAdd }]);
			return items[0].json;
		};
		const plans = [await plan('north'), await plan('south')];
		await world.run(applyChanges(), [plans[0]]);
		const { items } = await world.run(applyChanges({}, CONTINUE), [plans[1]]);
		expect(items[0].json.details).toMatchObject({ code: 'changed' });
	});
	expect(tags()).toEqual(['a', 'north']);
});
