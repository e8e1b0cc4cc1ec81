import { generatedUserId } from '../../../../../tools/sandbox';
import { setLatency } from '../../../../support/answers';
import { people } from '../../../../support/people';
import { patches, requestBodies } from '../../../../support/requests';
import {
	byUsername,
	organizations,
	ubidots,
	update,
	updateOf,
	upsunUpdateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';
import { allUsers } from '../../../../support/written';

const world = useWorld({ users: 5 });

const ID = generatedUserId(1);
const FIRST_NAME = { firstName: '={{ $json.firstName }}' };

describe('one user that is named in two ways', () => {
	/** The first request is sent again after a moment, in which the second could overtake it. */
	const slowFirst = (method: string) =>
		world.sandbox.faults.add({ match: { method }, times: 1, answer: { status: 429 } });

	it('ends as the last item says', async () => {
		slowFirst('PATCH');
		const setup = updateOf('={{ $json.key }}', FIRST_NAME);
		const { username } = world.sandbox.ubidots.user(ID) ?? {};
		await world.run(setup, [
			{ key: ID, firstName: 'First' },
			{ key: `~${String(username)}`, firstName: 'Second' },
		]);
		expect(world.sandbox.ubidots.user(ID)?.firstName).toBe('Second');
	});

	it('is compared with what an earlier item wrote', async () => {
		const { username, firstName } = world.sandbox.ubidots.user(ID) ?? {};
		const setup = updateOf('={{ $json.key }}', FIRST_NAME, { skipUnchanged: true });
		const { items } = await world.run(setup, [
			{ key: ID, firstName: 'Changed' },
			{ key: `~${String(username)}`, firstName },
		]);
		expect(world.sandbox.ubidots.user(ID)?.firstName).toBe(firstName);
		expect(items[1].json.changes).toEqual({ firstName: { from: 'Changed', to: firstName } });
	});

	it('is compared with what an earlier item would write, in a dry run', async () => {
		const { firstName } = world.sandbox.ubidots.user(ID) ?? {};
		const { items } = await world.run(update({ dryRun: true }), [
			{ id: ID, firstName: 'Changed' },
			{ id: ID, firstName },
		]);
		expect(items.map(({ json }) => json.status)).toEqual(['planned', 'planned']);
		expect(patches(world)).toEqual([]);
	});

	it('is the same for Upsun: me, an ID and an email address', async () => {
		const me = world.sandbox.upsun.users()[0];
		slowFirst('PATCH');
		const keys = ['me', me.id, me.email];
		const rows = keys.map((key, index) => ({ key, company: `Company ${index}` }));
		await world.run(upsunUpdateOf('={{ $json.key }}', { company: '={{ $json.company }}' }), rows);
		expect(world.sandbox.upsun.users()[0].company).toBe('Company 2');
	});

	it('gets the last of two roles in one organization', async () => {
		slowFirst('POST');
		const setup = ubidots('assignOrganizations', {
			userKey: byUsername('amara-okafor'),
			organizations: organizations('acme-energy', '={{ $json.role }}'),
		});
		const { message } = await world.run(setup, [{ role: 'operator' }, { role: 'viewer' }]);
		expect(message).toBeUndefined();
		const bodies = requestBodies(world).map((body) => JSON.stringify(body));
		expect(bodies.map((body) => /operator|viewer/.exec(body)?.[0])).toEqual([
			'operator',
			'operator',
			'viewer',
		]);
	});
});

it('rows for one user in update are written one after the other, in the order of the items', async () => {
	// The later a request comes, the sooner it is answered.
	let left = 6;
	setLatency(world, () => 15 * Math.max(0, left--));
	const [{ id }, { id: other }] = people(2);
	const rows = ['first', 'second', 'third', 'fourth'].map((firstName) => ({ id, firstName }));
	rows.splice(2, 0, { id: other, firstName: 'beside' });
	const { items, message, description } = await inVirtualTime(
		async () => await world.run(update({ maxConcurrentRequests: 5 }), rows),
	);
	expect([message, description]).toEqual([undefined, undefined]);
	expect(items.map(({ json }) => json.firstName)).toEqual(rows.map(({ firstName }) => firstName));
	expect(allUsers(world).get(id)?.firstName).toBe('fourth');
	const ofOne = patches(world).filter(({ path }) => path.endsWith(id));
	expect(ofOne.map(({ body }) => (body as { firstName: string }).firstName)).toEqual([
		'first',
		'second',
		'third',
		'fourth',
	]);
});
