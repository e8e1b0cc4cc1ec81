import { AMARA } from '../../../../support/people';
import { byId, byUsername, organizations, ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const assign = async (userKey: unknown, body: object) => {
	world.sandbox.faults.add({ match: { method: 'POST' }, answer: { status: 200, body } });
	const assigned = organizations('city-lights', 'viewer');
	return await world.run(ubidots('assignOrganizations', { userKey, organizations: assigned }));
};

describe('the output', () => {
	const results = [{ label: 'city-lights' }];

	it('names the user as the item did, with the organizations of the answer', async () => {
		const [byItsId] = (await assign(byId(AMARA), { results })).items;
		expect(byItsId.json).toEqual({ id: AMARA, organizations: results });
		const [byItsName] = (await assign(byUsername('amara-okafor'), { results })).items;
		expect(byItsName.json).toEqual({ username: 'amara-okafor', organizations: results });
	});

	it.each([{}, { results: null }, { results: 'all' }])(
		'has no organizations where the answer %j has none',
		async (body) => {
			const { items } = await assign(byId(AMARA), body);
			expect(items[0].json.organizations).toEqual([]);
		},
	);
});
