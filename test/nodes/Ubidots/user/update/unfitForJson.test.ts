import type { IDataObject } from 'n8n-workflow';

import { TESTT } from '../../../../support/people';
import { patches, requestLines } from '../../../../support/requests';
import { byId, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const update = async (updateFields: IDataObject, item: IDataObject = {}) =>
	await world.run(updateOf(byId(TESTT), updateFields), [item]);

describe('values that JSON or the HTTP client would change without a word', () => {
	it('keys such as "constructor" in Properties are written', async () => {
		const properties = { prototype: true, constructor: 'ACME', a: { constructor: 1 }, ok: 1 };
		const { message } = await update({ properties: JSON.stringify(properties) });
		expect(message).toBeUndefined();
		expect(patches(world)[0].body).toEqual({ properties });
	});

	it.each<[string, IDataObject, string]>([
		[
			'NaN as text',
			{ firstName: '={{ Number("x") }}' },
			"'First Name' is NaN, which is not a number",
		],
		['Infinity as text', { firstName: '={{ 1 / 0 }}' }, "'First Name' is Infinity"],
		['NaN as a password', { password: '={{ Number("x") }}' }, "'Password' is not text"],
		[
			'a long number',
			{ lastName: '={{ 633124712471234712341234 }}' },
			'has lost its last digits: enter it as text',
		],
		['a Map', { properties: '={{ new Map([["a", 1]]) }}' }, "'Properties' is"],
		['a number inside', { properties: '={{ ({ a: { b: NaN } }) }}' }, "has NaN at 'a.b'"],
		['nothing inside', { properties: '={{ ({ a: [1, undefined] }) }}' }, "undefined at 'a.1'"],
		['a function', { properties: '={{ ({ a: () => 1 }) }}' }, "at 'a', which JSON cannot hold"],
	])('%s is refused', async (_, fields, text) => {
		expect((await update(fields)).message).toContain(text);
		expect(requestLines(world)).toEqual([]);
	});

	it('an object that is nested without end is refused', async () => {
		const deep = (levels: number): IDataObject => (levels === 0 ? {} : { a: deep(levels - 1) });
		const { message } = await update({ properties: '={{ $json.deep }}' }, { deep: deep(500) });
		expect(message).toContain("'Properties' is nested too deeply");
	});
});
