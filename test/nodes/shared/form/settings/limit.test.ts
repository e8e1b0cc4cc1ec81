import type { IDataObject } from 'n8n-workflow';

import { parseLimit, WrongValue } from '../../../../../nodes/shared/form/parse';
import { members, people } from '../../../../support/people';
import { patches, reads, requestLines } from '../../../../support/requests';
import {
	bulkUpdate,
	CONTINUE,
	type OnError,
	update,
	upsunUpdate,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** Max Changes as it is entered: a guard must never be taken away by a slip. */
const world = useWorld({ users: 5, upsunAdmin: true });

const MUST_BE = 'it has to be a whole number like 50, or a share like 20%';

describe.each([
	{ name: 'Update', setup: update, rows: people },
	{ name: 'Bulk Update', setup: bulkUpdate, rows: people },
	{ name: 'Upsun Update', setup: upsunUpdate, rows: members },
])('Max Changes of $name', ({ setup, rows }) => {
	const run = async (options: IDataObject, more: IDataObject = {}, onError?: OnError) =>
		await world.run(
			setup(options, onError),
			rows(2).map((row) => ({ ...row, ...more })),
		);

	it.each([
		['-1', "'-1'"],
		['abc', "'abc'"],
		['200%', "'200%'"],
		[0.2, '0.2'],
		['={{ NaN }}', 'NaN'],
		['={{ [5] }}', '[5]'],
	])('cannot be %j', async (maxChanges, shown) => {
		const { message, description } = await run({ maxChanges });
		expect(message).toBe(`The option 'Max Changes' is ${shown}: ${MUST_BE}`);
		expect(description).toBe('No request was sent.');
		expect(requestLines(world)).toEqual([]);
	});

	it('that is wrong fails every item with Continue On Fail', async () => {
		const { items } = await run({ maxChanges: '200%' }, {}, CONTINUE);
		expect(items.map(({ json }) => json.error)).toEqual([
			`The option 'Max Changes' is '200%': ${MUST_BE} [item 0]`,
			`The option 'Max Changes' is '200%': ${MUST_BE} [item 1]`,
		]);
		expect(requestLines(world)).toEqual([]);
	});

	it.each(['', ' ', null])(
		'added and left blank (%j) is refused, not taken for none',
		async (maxChanges) => {
			// n8n itself makes blank text of null.
			const { message } = await run({ maxChanges });
			expect(message).toBe(`The option 'Max Changes' is '${maxChanges ?? ''}': ${MUST_BE}`);
			expect(requestLines(world)).toEqual([]);
		},
	);

	it('that is not added is no limit: nobody is read or compared', async () => {
		const { items, message } = await run({});
		expect(message).toBeUndefined();
		expect(patches(world).length).toBeGreaterThan(0);
		expect(reads(world).filter(({ path }) => path.includes('users'))).toEqual([]);
		for (const { json } of items) expect(json).not.toHaveProperty('changes');
	});

	it.each([
		[undefined, 'undefined'],
		[null, 'null'],
		['', 'empty'],
		['  ', 'empty'],
	])('from an expression that gives %j is refused, not taken for none', async (limit, what) => {
		const { message } = await run({ maxChanges: '={{ $json.limit }}' }, { limit });
		expect(message).toBe(
			`The option 'Max Changes' is ${what}: its expression returned nothing. Fix the expression, or remove it`,
		);
		expect(requestLines(world)).toEqual([]);
	});

	it.each(['={{ 2 }}', '={{ "2" }}', '={{ "100%" }}', '={{ $json.limit }}', '2', 2])(
		'may be %j',
		async (maxChanges) => {
			const { message, items } = await run({ maxChanges }, { limit: '100 %' });
			expect(message).toBeUndefined();
			for (const { json } of items) expect(json).toHaveProperty('changes');
		},
	);

	it('is one for the whole run', async () => {
		const { message } = await run({ maxChanges: '={{ $itemIndex + 1 }}' });
		expect(message).toContain("The option 'Max Changes' is 1 for item 0 and 2 for item 1");
		expect(requestLines(world)).toEqual([]);
	});
});

describe('a limit', () => {
	it.each([
		['50', 50],
		['0', 0],
		['007', 7],
		[' 50 ', 50],
		[50, 50],
		[0, 0],
		[-0, 0],
		['999999999999999', 999_999_999_999_999],
	])('%j is a number of users', (value, most) => {
		expect(parseLimit(value)).toEqual({ most: most + 0, isShare: false });
	});

	it.each([
		['20%', 20],
		['20 %', 20],
		['20\u00A0%', 20],
		[' 20% ', 20],
		['12.5%', 12.5],
		['0%', 0],
		['0.1%', 0.1],
		['100%', 100],
		['100.0%', 100],
	])('%j is a share', (value, most) => {
		expect(parseLimit(value)).toEqual({ most, isShare: true });
	});

	it.each([
		['', "''"],
		['  ', "'  '"],
		['abc', "'abc'"],
		['%', "'%'"],
		['-1', "'-1'"],
		[-1, '-1'],
		['+5', "'+5'"],
		['-20%', "'-20%'"],
		['200%', "'200%'"],
		['100.1%', "'100.1%'"],
		['20%%', "'20%%'"],
		['20 percent', "'20 percent'"],
		['12,5%', "'12,5%'"],
		['.5%', "'.5%'"],
		['5.%', "'5.%'"],
		// A share as n8n's own functions might give it, which must not be taken for no user or one.
		[0.2, '0.2'],
		['0.2', "'0.2'"],
		['12.5', "'12.5'"],
		['50.0', "'50.0'"],
		// A thousand in some countries, one in others.
		['1.000', "'1.000'"],
		['1,000', "'1,000'"],
		['1 000', "'1 000'"],
		['1e3', "'1e3'"],
		[1e21, '1e+21'],
		['0x10', "'0x10'"],
		['5\n0', "'5\n0'"],
		['٢٠', "'٢٠'"],
		['２０％', "'２０％'"],
		['50 or 20%', "'50 or 20%'"],
		[NaN, 'NaN'],
		[Infinity, 'Infinity'],
		[null, 'null'],
		[undefined, 'undefined'],
		[true, 'true'],
		[{ most: 5 }, '{"most":5}'],
		[['20%'], '["20%"]'],
	])('%j is none', (value, text) => {
		const parse = () => parseLimit(value);
		expect(parse).toThrow(WrongValue);
		expect(parse).toThrow(`is ${text}: it has to be a whole number like 50, or a share like 20%`);
	});
});
