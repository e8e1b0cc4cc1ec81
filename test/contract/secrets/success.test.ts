import { HIDDEN } from '../../../nodes/shared/redact';
import { PASSWORD, TESTT } from '../../support/people';
import { patches } from '../../support/requests';
import { applyChanges, byId, ubidots, updateOf } from '../../support/setups';
import { useWorld } from '../../support/useWorld';

/** What a service says is searched for secrets where it leaves the node, and nothing is written back as it is shown. */
const world = useWorld();

const answer = (body: object) =>
	world.sandbox.faults.add({ match: { path: TESTT }, answer: { status: 200, body } });

it.each([
	['update', () => updateOf(byId(TESTT), { firstName: 'Ada', password: PASSWORD })],
	['get', () => ubidots('get', { userKey: byId(TESTT), simplify: false })],
])('a user in the output of %s has no password, and no secret', async (_, setup) => {
	const { ubidotsToken } = world.sandbox.secrets;
	answer({
		id: TESTT,
		password: 'a new one',
		url: `http://example.com/users/1?token=${ubidotsToken}`,
		debug: { [`x-${ubidotsToken}`]: [`Token ${ubidotsToken.toLowerCase()}`] },
	});
	const { items } = await world.run(setup());
	expect(items[0].json).toEqual({
		id: TESTT,
		url: `http://example.com/users/1?token=${HIDDEN}`,
		debug: { [`x-${HIDDEN}`]: [`Token ${HIDDEN}`] },
	});
});

it('a tag that is the same as a password of the run is shown hidden, and kept as it is', async () => {
	const id = TESTT;
	const tag = 'night-shift-0815';
	await world.run(updateOf(byId(id), { tags: tag }));
	const fields = { tagsToAdd: 'north', password: tag };
	const { items, message } = await world.run(updateOf(byId(id), fields));
	expect(message).toBeUndefined();
	expect(items[0].json.tags).toEqual([HIDDEN, 'north']);
	expect(world.sandbox.ubidots.user(id)?.tags).toEqual([tag, 'north']);
});

it('a plan with something hidden in it is refused', async () => {
	const changes = { tags: { from: ['south'], to: [`x${HIDDEN}`, 'north'] } };
	const { message } = await world.run(applyChanges(), [{ id: TESTT, changes }]);
	expect(message).toContain("has 'tags', a part of which was hidden");
	expect(patches(world)).toEqual([]);
});
