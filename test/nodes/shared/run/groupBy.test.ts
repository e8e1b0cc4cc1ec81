import { groupBy } from '../../../../nodes/shared/run/groupBy';

it('entries with the same key come together, keys and entries in the order in which they came', () => {
	const groups = groupBy(['b1', 'a1', 'b2', 'c1', 'a2', 'b3'], (entry) => entry[0]);
	expect([...groups]).toEqual([
		['b', ['b1', 'b2', 'b3']],
		['a', ['a1', 'a2']],
		['c', ['c1']],
	]);
});
