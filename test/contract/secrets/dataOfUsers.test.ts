import { HIDDEN } from '../../../nodes/shared/redact';
import { AMARA, INES, JOSE, PASSWORD, TESTT } from '../../support/people';
import { column } from '../../support/outputs';
import { patches, rowsSent } from '../../support/requests';
import {
	applyChanges,
	bulkUpdate,
	BY_ID_OF_ITEM,
	byId,
	CONTINUE,
	sync,
	ubidots,
	undoChanges,
	updateOf,
} from '../../support/setups';
import { useWorld } from '../../support/useWorld';
import {
	crewEmail,
	crewId,
	crewRows,
	fateOf,
	putCrew,
	syncCrew,
} from '../../nodes/Ubidots/user/sync/crew';

/** Data of users may have words in common with a password: they are hidden where they are shown, and nowhere else. */
const world = useWorld();

/** A password, and a tag, and a word in other fields. */
const WORD = 'nightshift-north';

describe('a user whose data hold the password of another row', () => {
	it('keeps its tags when one is added', async () => {
		world.sandbox.ubidots.put({ id: AMARA, tags: [`${WORD}-7`] });
		const fields = {
			password: `={{ $json.password ?? "${WORD}" }}`,
			tagsToAdd: '={{ $json.add ?? "" }}',
		};
		const { items } = await world.run(updateOf(BY_ID_OF_ITEM, fields), [
			{ id: AMARA, add: 'new', password: PASSWORD },
			{ id: INES },
		]);
		expect(world.sandbox.ubidots.user(AMARA)?.tags).toEqual([`${WORD}-7`, 'new']);
		expect(JSON.stringify(items)).not.toContain(WORD);
		expect(items[0].json.tags).toEqual(['•••-7', 'new']);
	});

	it('is found by its username, also where that is the password', async () => {
		putCrew(world, 2);
		world.sandbox.ubidots.put({ id: crewId(1), username: WORD });
		const { items } = await world.run(sync({ options: { retryTimeout: 0 } }), [
			{ username: WORD, email: crewEmail(1), firstName: 'Crew', password: WORD },
		]);
		expect(column(items, 'status')).toEqual(['unchanged']);
	});

	it('stays an exception of a sync', async () => {
		putCrew(world, 3);
		world.sandbox.ubidots.put({ id: crewId(2), username: WORD });
		const [row] = crewRows(1);
		await world.run(syncCrew({ exceptUsers: WORD }), [{ ...row, password: WORD }]);
		expect(fateOf(world, 1, 2, 3)).toEqual(['on', 'on', 'off']);
	});

	it('can be confirmed', async () => {
		const row = { id: AMARA, password: WORD, firstName: `Ada ${WORD}` };
		const { items } = await world.run(bulkUpdate({ confirm: true }), [row]);
		expect(column(items, 'status')).toEqual(['applied']);
	});
});

describe('a hidden word in a plan', () => {
	it('is written neither when the plan is applied nor when it is undone', async () => {
		world.sandbox.ubidots.put({ id: AMARA, firstName: `Ada ${WORD}`, properties: { a: [WORD] } });
		const rows = [
			{ id: AMARA, firstName: 'Ada', properties: { a: 1 } },
			{ id: JOSE, firstName: 'José II', password: WORD },
		];
		const { items } = await world.run(bulkUpdate({ skipUnchanged: true, output: 'users' }), rows);
		const [{ json }] = items;
		expect(json.changes).toMatchObject({ firstName: { from: 'Ada •••', to: 'Ada' } });
		const sent = rowsSent(world).length;
		for (const setup of [applyChanges({}, CONTINUE), undoChanges({}, CONTINUE)]) {
			const [{ json: refused }] = (await world.run(setup, [json])).items;
			expect(refused.error).toBe(
				"'Changes' has 'firstName', a part of which was hidden because it is the same as a password or token: remove it from the changes, and set the field with Update [item 0]",
			);
		}
		expect(rowsSent(world)).toHaveLength(sent);
	});
});

describe('a secret in what a user has', () => {
	it('is hidden too where it has a sign of HTML, which is shown as another', async () => {
		const password = 'Night<shift>0815';
		world.sandbox.ubidots.put({ id: AMARA, username: password, email: 'a@b.example' });
		const row = { username: 'other', email: 'a@b.example', password };
		const { message, description } = await world.run(sync(), [row]);
		expect(description).toContain("is that of the user '•••'");
		expect(`${message} ${description}`).not.toContain('shift');
	});

	it('is hidden too where a text about it was cut inside the secret', async () => {
		const { ubidotsToken } = world.sandbox.secrets;
		const firstName = `${'x'.repeat(85)} ${ubidotsToken}`;
		world.sandbox.ubidots.put({ id: AMARA, firstName });
		const changes = { firstName: { from: 'Ada', to: 'Zoe' } };
		const { items } = await world.run(applyChanges({}, CONTINUE), [{ id: AMARA, changes }]);
		expect(items[0].json.error).toContain("'First Name' should be 'Ada' but is 'xxx");
		expect(JSON.stringify(items)).not.toContain(ubidotsToken.slice(0, 8));
	});
});

describe('a property that is called like a field of secrets', () => {
	it('is data, and shown', async () => {
		const properties = { wifi: { password: 'guest' }, password: 'guest' };
		world.sandbox.ubidots.put({ id: AMARA, properties });
		const { items } = await world.run(ubidots('get', { userKey: BY_ID_OF_ITEM, simplify: false }), [
			{ id: AMARA },
		]);
		expect(items[0].json.properties).toEqual(properties);
	});

	it('is compared', async () => {
		const properties = { password: 'guest' };
		world.sandbox.ubidots.put({ id: AMARA, properties });
		const setup = updateOf(BY_ID_OF_ITEM, { properties }, { skipUnchanged: true });
		await world.run(setup, [{ id: AMARA }]);
		expect(patches(world)).toEqual([]);
	});
});

/** What a service says is searched for secrets where it leaves the node, and nothing is written back as it is shown. */
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
