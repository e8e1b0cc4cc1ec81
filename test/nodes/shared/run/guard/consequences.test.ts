import { members, people } from '../../../../support/people';
import { bulkUpdate, update, upsunUpdate } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld({ users: 10, upsunAdmin: true });

describe('what would become of the users', () => {
	const NAMED = { ...people(1)[0], username: 'renamed-one' };

	it('is told apart in Bulk Update', async () => {
		const list = people(6).map(({ id }, n) => ({
			id,
			...(n < 4 && { isActive: false }),
		}));
		const rows = list.map((row, n) =>
			n === 5 ? { ...row, firstName: '' } : { ...row, lastName: 'Z' },
		);
		const { message } = await world.run(bulkUpdate({ maxChanges: '50%' }), [
			{ ...NAMED, id: people(1, 7)[0].id },
			...rows,
		]);
		expect(message).toContain(
			"7 users would change, 4 of them deactivated, 1 renamed and 1 with an emptied field: more than 'Max Changes' allows (50% of 7 input items).",
		);
	});

	it('is told apart in Update', async () => {
		const setup = update({ maxChanges: 1 });
		setup.parameters.updateFields = { isActive: false, username: '={{ $json.firstName }}' };
		setup.parameters.fieldsToClear = ['tags', 'website'];
		world.sandbox.ubidots.put({ id: people(1)[0].id, tags: ['a'] });
		const { message } = await world.run(setup, people(2));
		expect(message).toContain(
			'2 users would change, 2 of them renamed, 2 deactivated and 1 with an emptied field: more',
		);
	});

	it('is told apart for tags that are taken away', async () => {
		world.sandbox.ubidots.put({ id: NAMED.id, tags: ['a'] });
		const { message } = await world.run(bulkUpdate({ maxChanges: 0 }), [
			{ id: NAMED.id, tagsToRemove: 'a' },
		]);
		expect(message).toContain('1 user would change, 1 of them with an emptied field: more');
	});

	it('is told apart in Upsun Update', async () => {
		const setup = upsunUpdate({ maxChanges: 1 });
		setup.parameters.updateFields = { username: '={{ $json.firstName }}', company: '' };
		members(2).forEach(({ id }) => world.sandbox.upsun.put({ id, company: 'Acme' }));
		const { message } = await world.run(setup, members(2));
		expect(message).toContain(
			'2 users would change, 2 of them renamed and 2 with an emptied field: more',
		);
	});
});
