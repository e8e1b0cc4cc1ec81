import type { IExecuteFunctions } from 'n8n-workflow';

import { ItemParameters } from '../../../../nodes/shared/form/itemParameters';

/** The second item of a node whose parameters are these, and how they were asked for. */
function secondItem(values: Record<string, unknown>) {
	const asked: unknown[] = [];
	const context = {
		getInputData: () => [{ json: { n: 0 } }, { json: { n: 1 } }],
		getTimezone: () => 'America/Bogota',
		getNodeParameter(name: string, index: number, fallback: unknown, how: object) {
			asked.push([name, index, how]);
			return values[name] ?? fallback;
		},
	} as unknown as IExecuteFunctions;
	return { item: new ItemParameters(context, 1), asked };
}

it('an item has its own data, and the time zone of the workflow', () => {
	const { item } = secondItem({});
	expect([item.itemIndex, item.json, item.timezone]).toEqual([1, { n: 1 }, 'America/Bogota']);
});

it('a parameter is evaluated for the item, without n8n’s validation, which changes values', () => {
	const { item, asked } = secondItem({ name: 'Ada' });
	expect([item.get('name'), item.get('other', 'none')]).toEqual(['Ada', 'none']);
	expect(asked[0]).toEqual(['name', 1, { skipValidation: true }]);
});

it('a parameter can be had as it is stored, with its expressions', () => {
	const { item, asked } = secondItem({ name: '={{ $json.n }}' });
	expect([item.raw('name'), item.raw('other', 'none')]).toEqual(['={{ $json.n }}', 'none']);
	expect(asked[0]).toEqual(['name', 1, { rawExpressions: true }]);
});

it('a switch is on or off, also as text, and refused by its title otherwise', () => {
	const { item } = secondItem({ on: 'true', off: false, odd: 'perhaps' });
	expect([item.isOn('on', 'On', false), item.isOn('off', 'Off', true)]).toEqual([true, false]);
	expect(item.isOn('none', 'None', true)).toBe(true);
	expect(() => item.isOn('odd', 'Odd', true)).toThrow("'Odd' is 'perhaps'");
});
