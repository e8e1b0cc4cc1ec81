import type { IDataObject } from 'n8n-workflow';

import { generatedUserId } from '../../../../../tools/sandbox';
import { AMARA, KAI, ME, NOBODY, people, TESTT } from '../../../../support/people';
import { patches, reads } from '../../../../support/requests';
import {
	bulkUpdate,
	BY_ID_OF_ITEM,
	byId,
	byUsername,
	CONTINUE,
	type OnError,
	update,
	updateOf,
	upsunUpdateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers } from '../../../../support/written';

const world = useWorld({ users: 320, upsunAdmin: true });

const TYPED = 'Very-long-secret-9';
const FIRST = generatedUserId(1);

const DRY = { dryRun: true };
const fields = (updateFields: IDataObject) => updateOf(BY_ID_OF_ITEM, updateFields, DRY);
const me = (updateFields: IDataObject) => upsunUpdateOf(byId('me'), updateFields, DRY);

/** Nothing is written, neither on the wire nor on the server. */
async function withoutWriting<T>(run: () => Promise<T>): Promise<T> {
	const before = [allUsers(world), world.sandbox.upsun.users()];
	const result = await run();
	expect(patches(world).length).toBe(0);
	expect([allUsers(world), world.sandbox.upsun.users()]).toEqual(before);
	return result;
}

describe.each([
	{
		node: 'bulkUpdate',
		setup: (onError?: OnError) => bulkUpdate(DRY, onError),
		atTheEnd: `No update was sent.\nFailed: item 1 (1): No user has the ID '${NOBODY}'`,
	},
	{
		node: 'update',
		setup: (onError?: OnError) => update(DRY, onError),
		atTheEnd: 'Compared: item 0 (1)\nFailed: item 1 (1)\nNot sent: no item',
	},
])('a dry run of $node', ({ setup, atTheEnd }) => {
	it('writes nothing and tells of each user what would change', async () => {
		const before = world.sandbox.ubidots.user(FIRST);
		const rows = [{ id: FIRST, firstName: 'Zoe' }];
		const { items } = await withoutWriting(async () => world.run(setup(), rows));
		expect(items[0].json).toMatchObject({
			status: 'planned',
			summary: `First Name: ${before?.firstName} → Zoe`,
			id: FIRST,
			changes: { firstName: { from: before?.firstName, to: 'Zoe' } },
		});
	});

	it('tells who needs no change', async () => {
		world.sandbox.ubidots.put({ id: FIRST, firstName: 'Zoe' });
		const rows = [{ id: FIRST, firstName: 'Zoe' }, people(1, 2)[0]];
		const { items, hints } = await withoutWriting(async () => world.run(setup(), rows));
		expect(items[0].json).toMatchObject({
			status: 'unchanged',
			summary: 'no change',
			id: FIRST,
			changes: {},
		});
		expect(items[1].json.status).toBe('planned');
		expect(hints('Node').map(({ message }) => message)).toContain(
			'Dry run: nothing was written. 1 would change, 1 is up to date',
		);
	});

	it('reads many users at a time', async () => {
		const { items } = await withoutWriting(async () => world.run(setup(), people(310)));
		expect(items).toHaveLength(310);
		expect(items.map(({ json }) => json.id)).toEqual(people(310).map(({ id }) => id));
		expect(reads(world).length).toBe(4);
	});

	it('names a user that there is not, and compares the others', async () => {
		const rows = [people(1)[0], { id: NOBODY, firstName: 'X' }, people(1, 2)[0]];
		const { items } = await withoutWriting(async () => world.run(setup(CONTINUE), rows));
		expect(items.map(({ json }) => json.status)).toEqual(['planned', undefined, 'planned']);
		expect(items[1].json.error).toContain(`No user has the ID '${NOBODY}'`);
		expect(items[1].json.details).toEqual({ httpCode: '404' });
	});

	it('says what was compared and what was not when a user is not there', async () => {
		const rows = [people(1)[0], { id: NOBODY, firstName: 'X' }];
		const { message, description } = await withoutWriting(async () => world.run(setup(), rows));
		expect(message).toContain(`No user has the ID '${NOBODY}'`);
		expect(description).toBe(atTheEnd);
	});

	it('finds all users in a list that does not honour the filter', async () => {
		world.sandbox.options.honourInFilters = 'ignored';
		const rows = people(3, 200);
		const { items } = await withoutWriting(async () => world.run(setup(), rows));
		expect(items.map(({ json }) => json.id)).toEqual(rows.map(({ id }) => id));
	});
});

it('shows a password only as •••, in both nodes and the stored run', async () => {
	const rows = [{ id: FIRST, password: TYPED }];
	const { items } = await withoutWriting(async () => world.run(bulkUpdate(DRY), rows));
	expect(items[0].json.changes).toEqual({ password: { from: '•••', to: '•••' } });
	const setup = fields({ password: TYPED });
	const one = await withoutWriting(async () => world.run(setup, [{ id: FIRST }]));
	expect(one.items[0].json).toMatchObject({
		status: 'planned',
		changes: { password: { from: '•••', to: '•••' } },
	});
	expect(one.stored()).not.toContain(TYPED);
});

it('finds users by username too, and names them by their id', async () => {
	const setup = updateOf(byUsername('={{ $json.username }}'), { lastName: 'Zed' }, DRY);
	const rows = [{ username: 'kai-makoa' }, { username: 'testt' }];
	const { items } = await withoutWriting(async () => world.run(setup, rows));
	expect(items.map(({ json }) => json.id)).toEqual([KAI, TESTT]);
});

it('compares references, tags and cleared fields as they are meant', async () => {
	const id = AMARA;
	const setup = fields({
		defaultOrganization: 'acme-energy',
		defaultRole: 'operator',
		tags: 'shift-a, field',
		decimalPlaces: 2,
		language: 'en-US',
	});
	setup.parameters.fieldsToClear = ['website', 'contactMethods'];
	const { items } = await withoutWriting(async () => world.run(setup, [{ id }]));
	expect(Object.keys(items[0].json.changes as object).sort()).toEqual([
		'contactMethods',
		'language',
	]);
	expect(items[0].json.changes).toMatchObject({
		contactMethods: { to: [] },
		language: { from: null, to: 'en-US' },
	});
});

describe('a dry run of Upsun', () => {
	it('reads, compares and writes nothing', async () => {
		const setup = me({ first_name: 'Zoe', country: 'co' });
		const { items } = await withoutWriting(async () => world.run(setup));
		const { username, email } = world.sandbox.upsun.user(ME) ?? {};
		expect(items[0].json).toEqual({
			username,
			email,
			status: 'planned',
			summary: 'First Name: Robin → Zoe',
			id: ME,
			changes: { first_name: { from: 'Robin', to: 'Zoe' } },
		});
	});

	it('tells that nothing would change', async () => {
		const { items } = await withoutWriting(async () => world.run(me({ last_name: 'Salgado' })));
		expect(items[0].json).toMatchObject({
			status: 'unchanged',
			summary: 'no change',
			id: ME,
			changes: {},
		});
	});

	it('asks only once for a user that several items name', async () => {
		const rows = [{}, {}, {}];
		await withoutWriting(async () => world.run(me({ first_name: 'Zoe' }), rows));
		expect(reads(world).filter(({ status }) => status === 200)).toHaveLength(1);
	});
});
