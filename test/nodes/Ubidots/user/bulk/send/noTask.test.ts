import { PASSWORD, people } from '../../../../../support/people';
import { patches } from '../../../../../support/requests';
import { bulkUpdate } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';

const world = useWorld({ users: 5 });

const answer = (status: number, body: object) =>
	world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: { status, body } });

it.each([{}, { task: null }, { task: {} }, { task: { id: '' } }, { task: { id: 5 } }])(
	'an answer %j names no task: it says that the users may have been updated, and does not go on',
	async (body) => {
		answer(200, body);
		const { message } = await world.run(bulkUpdate(), people(2));
		expect(message).toBe(
			'Could not update 2 users (request 1 of 1): the response has no task ID. It may have been carried out anyway → run it again, a bulk update can be repeated',
		);
		expect(patches(world)).toHaveLength(1);
	},
);

it('no password of any row is shown when the answer repeats it', async () => {
	answer(403, { detail: `Not ${PASSWORD}-1, nor ${PASSWORD}-2.` });
	const rows = people(2).map((person, n) => ({ ...person, password: `${PASSWORD}-${n + 1}` }));
	const { message } = await world.run(bulkUpdate(), rows);
	expect(message).toContain('answered 403: Not •••, nor •••.');
});
