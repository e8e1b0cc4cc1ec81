import type { IDataObject } from 'n8n-workflow';

import { type Difference, differenceOf, isNothing } from '../form/compare';
import type { Field } from '../form/fields';
import type { Row } from '../run/operation';
import { isFailed } from '../run/summary';
import { asSent, driftOf } from './drift';
import type { Direction } from './format';
import type { RequestedChanges } from './plan';

/** What is to be written to the user of a row. */
export interface Wanted extends Difference {
	/** The user had all of it before, so that seeing it there does not prove that it was written. */
	wasThere?: boolean;
}

export const asksForChanges = ({ requested }: Row<RequestedChanges>) =>
	Object.keys(requested.patch.set).length > 0;

/** Whether the user of a row was changed since. */
export const hasDrifted = (row: Row) => isFailed(row) && row.result.details.code === 'changed';

/** All that a row wants, also what is there already: its run may still be carried out, and would write over it. */
function whole(
	fields: readonly Field[],
	{ patch: { set }, expected }: RequestedChanges,
	{ changes }: Difference,
): Difference {
	const all: Difference['changes'] = {};
	for (const field of fields) {
		const { name } = field;
		if (!(name in set)) continue;
		const from = name in expected && { from: asSent(field, expected[name]) };
		all[name] = changes[name] ?? { ...from, to: set[name] };
	}
	return { body: set, changes: all };
}

/**
 * What of the changes is not there yet.
 * @param user as it is now
 * @throws Failure when the user was changed since
 */
export function wantedOf(
	fields: readonly Field[],
	requested: RequestedChanges,
	user: IDataObject,
	direction: Direction,
): Wanted {
	const difference = differenceOf(fields, requested.patch.set, user);
	const drift = driftOf(fields, requested, difference.changes, direction);
	if (drift) throw drift;
	if (!requested.mayStillCome) return difference;
	return { ...whole(fields, requested, difference), wasThere: isNothing(difference) };
}
