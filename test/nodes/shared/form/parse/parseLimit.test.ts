import { parseLimit, WrongValue } from '../../../../../nodes/shared/form/parse';

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
