import { Failure } from '../../shared/errors';
import type { Row } from '../../shared/run/operation';
import { shown } from '../../shared/shown';
import type { Place } from './places/place';
import type { PlaceKey } from './roster';

/** Fails rows of another place than the first one: a list, or a plan, is that of one place. */
export function refuseOtherPlaces(
	place: Place,
	rows: ReadonlyArray<Row<{ readonly where: PlaceKey }>>,
): void {
	const [first] = rows;
	if (!first) return;
	const { where } = first.requested;
	for (const row of rows) {
		const { by, value } = row.requested.where;
		if (by === where.by && value === where.value) continue;
		row.result = new Failure(
			`The ${place.kind} is ${shown(where.value)} for item ${first.item} and ${shown(value)} for this one: the list is that of one ${place.kind}, so give it one value`,
		);
	}
}
