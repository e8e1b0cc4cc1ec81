import type { IDataObject } from 'n8n-workflow';

import { ME, TESTT } from '../../support/people';
import { patches, rowsSent } from '../../support/requests';
import { bulkUpdate, byId, updateOf, upsunUpdateOf } from '../../support/setups';
import { useWorld } from '../../support/useWorld';

/** A field that a response does not hold is unknown, not empty. */
const world = useWorld();

const leaveOut = (...fields: string[]) => {
	world.sandbox.options.omittedFields = fields;
};

describe('rows that empty a field which the service does not show', () => {
	const row = { id: TESTT, tags: '', firstName: '' };
	beforeEach(() => {
		world.sandbox.ubidots.put({ id: TESTT, firstName: '', tags: ['tag1'] });
		leaveOut('tags');
	});

	it('are sent by Bulk Update with Skip Unchanged', async () => {
		const { items } = await world.run(bulkUpdate({ skipUnchanged: true }), [row]);
		expect(rowsSent(world)).toEqual([{ id: TESTT, tags: [] }]);
		expect(items[0].json).toMatchObject({ status: 'accepted', changes: { tags: { to: [] } } });
		expect(world.sandbox.ubidots.user(TESTT)?.tags).toEqual([]);
	});

	it('are planned by a dry run, without a value they would change from', async () => {
		const { items } = await world.run(bulkUpdate({ dryRun: true }), [row]);
		expect(items[0].json).toEqual({
			status: 'planned',
			summary: 'Tags: empty',
			id: TESTT,
			changes: { tags: { to: [] } },
		});
	});

	it('are sent by Update with Skip Unchanged', async () => {
		const fields = { tags: '={{ $json.tags }}', firstName: '' };
		await world.run(updateOf(byId(TESTT), fields, { skipUnchanged: true }), [row]);
		expect(patches(world).map(({ body }) => body)).toEqual([{ tags: [] }]);
	});
});

describe('Confirm, where the service does not show a field', () => {
	const confirm = async (row: IDataObject) =>
		await world.run(bulkUpdate({ confirm: true, confirmTimeout: 0.7 }), [row]);

	it('says applied for what it saw, and names what it could not see', async () => {
		leaveOut('tags');
		const { items } = await confirm({ id: TESTT, firstName: 'New', tags: '' });
		expect(items[0].json).toMatchObject({ status: 'applied', notVisible: ['tags'] });
	});

	it('leaves a row of which nothing is shown accepted', async () => {
		leaveOut('tags', 'language');
		world.sandbox.options.taskDelayMs = Infinity;
		const { items } = await confirm({ id: TESTT, tags: '', language: '' });
		expect(items[0].json).toMatchObject({
			status: 'accepted',
			notVisible: ['language', 'tags'],
		});
	});

	it('says pending for a field that is shown and has not changed', async () => {
		leaveOut('tags');
		world.sandbox.options.taskDelayMs = Infinity;
		const { items } = await confirm({ id: TESTT, firstName: 'New', tags: '' });
		expect(items[0].json).toMatchObject({ status: 'pending', notVisible: ['firstName'] });
	});
});

it('Upsun Update with Skip Unchanged sends a field that the profile does not show', async () => {
	leaveOut('company');
	const fields = { company: '', first_name: 'Robin' };
	await world.run(upsunUpdateOf(byId(ME), fields, { skipUnchanged: true }));
	expect(patches(world).map(({ body }) => body)).toEqual([{ company: '' }]);
});
