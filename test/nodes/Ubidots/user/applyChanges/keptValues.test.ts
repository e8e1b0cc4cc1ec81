import type { IDataObject } from 'n8n-workflow';

import { failedItems } from '../../../../support/outputs';
import { AMARA, JOSE } from '../../../../support/people';
import { rowsSent } from '../../../../support/requests';
import { applyChanges, bulkUpdate, CONTINUE, undoChanges } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** The service may have had what the form would refuse: it is written back as it was. */
const world = useWorld();

const KEPT: Array<[string, IDataObject, IDataObject]> = [
	['a name with a line break', { firstName: 'Ada\nZoe' }, { firstName: 'Bob' }],
	['a name with an invisible character', { firstName: 'a\u200bb' }, { firstName: 'Bob' }],
	['a label with a line break', { defaultRole: 'a\nb' }, { defaultRole: 'viewer' }],
	['half a decimal place', { decimalPlaces: 2.5 }, { decimalPlaces: 2 }],
	['a word that is a failure elsewhere', { lastName: '#N/A' }, { lastName: 'Bob' }],
	['many tags', { tags: Array.from({ length: 25 }, (_, n) => `t${n}`) }, { tags: ['x'] }],
	['a long tag', { tags: ['t'.repeat(60)] }, { tags: ['x'] }],
	['a tag with a comma or a line break', { tags: ['a, b', 'c\nd'] }, { tags: ['x'] }],
	[
		'a contact method of another type',
		{ contactMethods: [{ type: 'fax', values: ['1, 2', '3'] }] },
		{ contactMethods: [] },
	],
];

const changesOf = (from: IDataObject, to: IDataObject): IDataObject => {
	const [name] = Object.keys(from);
	return { [name]: { from: from[name], to: to[name] } };
};

describe.each(KEPT)('%s', (_, before, after) => {
	it('is written back', async () => {
		world.sandbox.ubidots.put({ id: AMARA, ...after });
		await world.run(undoChanges(), [{ id: AMARA, changes: changesOf(before, after) }]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, ...before }]);
	});

	it('is written by a plan to do so, which may come from an undo', async () => {
		world.sandbox.ubidots.put({ id: AMARA, ...after });
		const changes = JSON.stringify(changesOf(after, before));
		await world.run(applyChanges(), [{ id: AMARA, changes }]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, ...before }]);
	});
});

it.each([
	['undo', undoChanges({}, CONTINUE), { from: ['Jos\ufffd'], to: ['x'] }],
	['apply', applyChanges({}, CONTINUE), { from: [], to: ['Jos\ufffd'] }],
])('what was lost in a file is not written, by %s', async (_, setup, tags) => {
	const { items } = await world.run(setup, [{ id: AMARA, changes: { tags } }]);
	expect(items[0].json.error).toBe(
		"'Changes' has 'tags', which has a character that was lost when the file was read (U+FFFD): set 'Encoding' in the node that reads it, for example to latin1 [item 0]",
	);
	expect(rowsSent(world)).toEqual([]);
});

it('what Ubidots refuses is named, and the other rows are written', async () => {
	world.sandbox.ubidots.put({ id: AMARA, tags: ['t'.repeat(60)] });
	const rows = [
		{ id: AMARA, tags: 'x' },
		{ id: JOSE, firstName: 'Joe' },
	];
	const { items: done } = await world.run(bulkUpdate({ skipUnchanged: true }), rows);
	const { items } = await world.run(
		undoChanges({}, CONTINUE),
		done.map(({ json }) => json),
	);
	expect(failedItems(items)).toEqual([0]);
	expect(items[0].json.error).toContain('no tag has more than 50 characters');
	expect(world.sandbox.ubidots.user(JOSE)?.firstName).toBe('José');
});
