import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Case } from './types';

const VALUES = [0, 1, 2, 3, 5, '2', '10', '0%', '20%', '50 %', '33.3%', '100%'];
const WRONG = [-1, 0.5, 'abc', '200%', '1e1', ''];

/** The options, some of them with Max Changes, and a few of those with a wrong one. */
export const withMaxChanges = (options: fc.Arbitrary<IDataObject>): fc.Arbitrary<IDataObject> =>
	fc.oneof(
		{ weight: 70, arbitrary: options },
		{ weight: 27, arbitrary: limited(options, VALUES) },
		{ weight: 3, arbitrary: limited(options, WRONG) },
	);

const limited = (options: fc.Arbitrary<IDataObject>, values: Array<number | string>) =>
	fc
		.record({ options, maxChanges: fc.constantFrom(...values) })
		.map(({ options: others, maxChanges }): IDataObject => ({ ...others, maxChanges }));

export const isWrongLimit = ({ options: { maxChanges } }: Case) =>
	WRONG.includes(maxChanges as string);

/**
 * How many users a run may write; undefined where there is no limit.
 * @param rows of which a share is: those that have not failed when the users are compared
 */
export function mostChanges(
	{ options: { maxChanges }, rows: all }: Case,
	rows = all.length,
): number | undefined {
	if (maxChanges === undefined) return undefined;
	const share = /^([\d.]+) ?%$/.exec(String(maxChanges))?.[1];
	return share === undefined ? Number(maxChanges) : Math.floor((Number(share) * 10 * rows) / 1000);
}
