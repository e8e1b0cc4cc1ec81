import { people } from '../../../support/people';
import { patches } from '../../../support/requests';
import { CONTINUE, update } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld({ users: 5 });

it('a service that stays busy is given up within retryTimeout, with the number of attempts', async () => {
	world.sandbox.faults.add({
		match: { method: 'PATCH' },
		times: Infinity,
		answer: { status: 503, headers: { 'retry-after': '0.2' } },
	});
	const { message } = await world.run(update({ retryTimeout: 0.7 }), people(1));
	const attempts = patches(world).length;
	expect(attempts).toBeGreaterThanOrEqual(2);
	expect(attempts).toBeLessThanOrEqual(4);
	expect(message).toContain(`after ${attempts} attempts`);
});

it('a retryTimeout of 0 means that nothing is sent twice', async () => {
	world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: { status: 503 } });
	const { items } = await world.run(update({ retryTimeout: 0 }, CONTINUE), people(2));
	expect(items[0].json.error).toContain('answered 503');
	expect(items[1].json.firstName).toBe('New 2');
	expect(patches(world).length).toBe(2);
});

it.each([429, 400, 403])(
	'a write whose response was lost says so also when its repeat is answered %i',
	async (status) => {
		const match = { method: 'PATCH' };
		world.sandbox.faults.add({ match, answer: 'reset', when: 'after' });
		world.sandbox.faults.add({ match, times: 99, answer: { status } });
		const [row] = people(1);
		const { message } = await world.run(update({ retryTimeout: 1 }), [row]);
		expect(message).toContain(`answered ${status}`);
		expect(message).toContain('It may have been carried out anyway');
		expect(world.sandbox.ubidots.user(row.id)?.firstName).toBe(row.firstName);
	},
);
