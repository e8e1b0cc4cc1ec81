import { pairsOf } from './claims';
import { about, type Check } from './seen';

/** Each row is in exactly one output item, in order; or the error accounts for every row. */
export const everyRowOnce: Check = ({ run: { given, result }, claims }) => {
	const missing = given.rows.flatMap((_, row) =>
		claims[row] ? [] : [about('every row once', row, 'nothing is said of this row')],
	);
	if (result.status === 'error') {
		return given.onError
			? [{ rule: 'every row once', text: `the run ended: ${result.message}` }]
			: missing;
	}
	const outputs = [result.items, result.errorItems].map((items) => items.map(pairsOf));
	const all = outputs.flat(2);
	const isOrdered = outputs.every((items) =>
		items.every(([first], index) => index === 0 || items[index - 1][0] < first),
	);
	const isOnce = new Set(all).size === all.length;
	const isSplit =
		given.onError !== 'continueErrorOutput' ||
		result.items.every((item) => !('error' in item.json));
	if (isOrdered && isOnce && isSplit) return missing;
	return [...missing, { rule: 'every row once', text: `pairs are ${JSON.stringify(outputs)}` }];
};

/** An item for a batch names the users of its rows, and counts them. */
export const batchesAreTrue: Check = ({ run: { expected, result } }) =>
	result.items.flatMap((item) => {
		if (!('users' in item.json)) return [];
		const { users, ids } = item.json;
		const rows = pairsOf(item);
		// Of several with one address, the node may have found one.
		const isOf = (id: string, row: number) =>
			expected[row].user === undefined ? expected[row].ids.includes(id) : expected[row].user === id;
		const list = ids as string[];
		const isTrue =
			[users, list.length].every((count) => count === rows.length) &&
			rows.every((row, index) => isOf(list[index], row));
		return isTrue ? [] : [about('batches are true', rows[0], JSON.stringify(item.json))];
	});
