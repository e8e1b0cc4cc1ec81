import { MAYBE_APPLIED } from '../../../../../nodes/shared/http/errors';
import { byUsername, CONTINUE, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

describe('a user who is renamed by the old username', () => {
	const rename = async (username: string) =>
		await world.run(updateOf(byUsername(username), { username: 'renamed' }, {}, CONTINUE));

	it('is reported as renamed when the answer was lost on the way', async () => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, when: 'after', answer: 'reset' });
		const { items } = await rename('testt');
		expect(world.sandbox.ubidots.user('renamed')).toBeDefined();
		// The repeat meets a 404: the old name is gone, because the first attempt worked.
		expect(items[0].json).toMatchObject({ username: 'renamed' });
	});

	it('is simply not found when no such user was there at first', async () => {
		const { items } = await rename('nobody');
		expect(items[0].json.error).toMatch(/no such user|answered 404/);
		expect(items[0].json.details).toMatchObject({ httpCode: '404' });
		expect(items[0].json.error).not.toContain(MAYBE_APPLIED);
	});
});
