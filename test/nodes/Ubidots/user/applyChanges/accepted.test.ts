import { type IDataObject, sleep } from 'n8n-workflow';

import { column } from '../../../../support/outputs';
import { AMARA, people } from '../../../../support/people';
import { patches, rowsSent } from '../../../../support/requests';
import { applyChanges, bulkUpdate, undoChanges } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';
import type { NodeSetup } from '../../../../support/world';
import { allUsers, changedSince, writtenItems } from '../../../../support/written';

/** A row that was only accepted, or is pending, is of a run that may still be carried out. */
const world = useWorld({ users: 20 });

async function run(setup: NodeSetup, rows: IDataObject[]) {
	const { items, hints, status } = await world.run(setup, rows);
	expect(status).toBe('success');
	return {
		items,
		rows: items.map(({ json }) => json),
		hints: hints('Node').map(({ message }) => message),
	};
}

const untilCarriedOut = async () => await sleep(5000);

const BY_STATUS: Array<[string, IDataObject]> = [
	['accepted', { skipUnchanged: true }],
	['pending', { skipUnchanged: true, confirm: true, confirmTimeout: 0.5 }],
];

describe.each(BY_STATUS)('a run that is %s', (status, options) => {
	it('can be undone at once, and everybody is as before when both were carried out', async () => {
		world.sandbox.options.taskDelayMs = 2000;
		const before = allUsers(world);
		await inVirtualTime(async () => {
			const done = await run(bulkUpdate(options), people(3));
			expect(column(done.items, 'status')).toEqual([status, status, status]);
			expect(changedSince(world, before)).toEqual([]);
			const undone = await run(undoChanges(), done.rows);
			expect(column(undone.items, 'status')).toEqual(['accepted', 'accepted', 'accepted']);
			expect(undone.hints).toEqual([
				'3 of 3 users had the old values already, and were written all the same: the run that the rows come from was only accepted, and may still be carried out. Confirm cannot see it',
			]);
			await untilCarriedOut();
			expect(changedSince(world, before)).toEqual([]);
		});
	});

	it('gives what can be taken back again', async () => {
		world.sandbox.options.taskDelayMs = 2000;
		await inVirtualTime(async () => {
			const done = await run(bulkUpdate(options), people(2));
			const undone = await run(undoChanges(), done.rows);
			expect(undone.rows[0].changes).toEqual({
				firstName: {
					from: 'New 1',
					to: (done.rows[0].changes as { firstName: { from: string } }).firstName.from,
				},
			});
			await untilCarriedOut();
			await run(undoChanges(), undone.rows);
			await untilCarriedOut();
			expect(writtenItems(world, people(2))).toEqual([0, 1]);
		});
	});
});

const row = (more: IDataObject = {}): IDataObject => ({
	id: AMARA,
	changes: { firstName: { from: 'Amara', to: 'Zoe' }, lastName: { from: 'Okafor', to: 'Zed' } },
	...more,
});

it.each([{ status: 'accepted' }, { error: 'Could not update it. It may have been carried out' }])(
	'all fields of the row are written, also those that are there already: %j',
	async (more) => {
		world.sandbox.ubidots.put({ id: AMARA, lastName: 'Zed' });
		await run(undoChanges(), [row(more)]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Amara', lastName: 'Okafor' }]);
	},
);

it('the same counts for what is applied', async () => {
	world.sandbox.ubidots.put({ id: AMARA, firstName: 'Zoe', lastName: 'Zed' });
	const { hints } = await run(applyChanges(), [row({ status: 'accepted' })]);
	expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'Zoe', lastName: 'Zed' }]);
	expect(hints[0]).toMatch(/^1 of 1 user had the new values already, and was written/);
});

it('Confirm does not take for written what was there before', async () => {
	const setup = undoChanges({ confirm: true });
	const { items } = await run(setup, [row({ status: 'pending' })]);
	expect(items[0].json.status).toBe('accepted');
});

it('a dry run says what would be written', async () => {
	const { items, hints } = await run(undoChanges({ dryRun: true }), [row({ status: 'accepted' })]);
	expect(items[0].json.status).toBe('planned');
	expect(hints[1]).toContain('and would be written all the same');
	expect(patches(world)).toEqual([]);
});

it.each([{}, { status: 'applied' }, { status: 'planned' }, { status: 'active' }])(
	'another status is none of that: %j',
	async (status) => {
		const { items, hints } = await run(undoChanges(), [row(status)]);
		expect(items[0].json.status).toBe('unchanged');
		expect(hints[0]).toBe(
			'All users have the old values already: the run was undone before, or never written. If it ended just now, it may still be carried out: look again in a minute',
		);
		expect(patches(world)).toEqual([]);
	},
);

it('a user who was changed since is left alone all the same', async () => {
	world.sandbox.ubidots.put({ id: AMARA, firstName: 'Bob' });
	const { message } = await world.run(undoChanges(), [row({ status: 'accepted' })]);
	expect(message).toContain("'First Name' should be 'Zoe' but is 'Bob'");
	expect(patches(world)).toEqual([]);
});
