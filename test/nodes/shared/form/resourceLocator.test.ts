import { locatorMode, locatorValue } from '../../../../nodes/shared/form/resourceLocator';
import { byId, fromList } from '../../../support/setups';

describe('what a picker holds', () => {
	it('is its value, and the mode in which it was entered', () => {
		expect([locatorValue(byId('a')), locatorMode(byId('a'))]).toEqual(['a', 'id']);
		expect([locatorValue(fromList('')), locatorMode(fromList(''))]).toEqual(['', 'list']);
	});

	it.each(['a', 7, null, undefined, ['a'], { value: 'a' }, { __rl: true }])(
		'may be %j, which an expression gave: it is taken as it is, in no mode',
		(value) => {
			expect(locatorValue(value)).toBe(value);
			expect(locatorMode(value)).toBeUndefined();
		},
	);
});
