import { people, PASSWORD } from '../../../../support/people';
import { bulkUpdate, BY_ID_OF_ITEM, CONTINUE, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld({ users: 3 });

describe.each([
	{ name: 'Bulk Update', setup: (options: object) => bulkUpdate({ ...options }, CONTINUE) },
	{
		name: 'Update',
		setup: (options: object) =>
			updateOf(BY_ID_OF_ITEM, { password: '={{ $json.password }}' }, { ...options }, CONTINUE),
	},
])('a password in $name with Max Changes', ({ setup }) => {
	const rows = people(2).map(({ id }) => ({ id, password: PASSWORD }));

	it.each([
		['over the limit', { maxChanges: 1 }],
		['over the limit in a dry run', { maxChanges: 1, dryRun: true }],
		['below the limit', { maxChanges: 2 }],
	])('is always a change, and never shown: %s', async (_, options) => {
		const { items, hints } = await world.run(setup(options), rows);
		const shown = JSON.stringify([items, hints('Node')]);
		expect(shown).toMatch(/2 users would change|•••/);
		expect(shown).not.toContain(PASSWORD);
	});
});
