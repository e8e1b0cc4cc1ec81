import type { IDataObject } from 'n8n-workflow';

import { column } from '../../../../support/outputs';
import { members, people } from '../../../../support/people';
import { patches } from '../../../../support/requests';
import { update, upsunUpdate } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld({ users: 3, upsunAdmin: true });

describe.each([
	{ name: 'Update', setup: update, rows: people },
	{ name: 'Upsun Update', setup: upsunUpdate, rows: members },
])('Max Changes of $name, with several items for one user', ({ setup, rows }) => {
	const [a, b] = rows(2);
	const list = [a, { ...a, firstName: 'Other' }, a, b];

	it('counts users', async () => {
		const { message } = await world.run(setup({ maxChanges: 1 }), list);
		expect(message).toContain('2 users would change: more');
		expect(message).toContain('(1, for 4 input items)');
		expect(patches(world)).toEqual([]);
	});

	it('writes them in order, each compared with what the one before has left', async () => {
		const { items } = await world.run(setup({ maxChanges: 2 }), list);
		expect(patches(world)).toHaveLength(4);
		const changes = column(items, 'changes') as Array<Record<string, IDataObject>>;
		const names = changes.slice(1, 3).map((one) => Object.values(one)[0]);
		expect(names).toEqual([
			{ from: a.firstName, to: 'Other' },
			{ from: 'Other', to: a.firstName },
		]);
	});
});
