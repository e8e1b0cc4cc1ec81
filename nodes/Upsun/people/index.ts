import type { AnyOperation } from '../../shared/run/operation';
import { addTo } from './add';
import { applyChangesOf } from './applyChanges';
import { getAllOf } from './getAll';
import type { Place } from './places/place';
import { removeFrom } from './remove';
import { syncOf } from './sync';
import { updateIn } from './update';

/** The operations on the people of a place: written once for any of them. */
export const peopleOperations = (place: Place): readonly AnyOperation[] => [
	addTo(place),
	getAllOf(place),
	removeFrom(place),
	syncOf(place),
	...(place.permissions ? [applyChangesOf(place), updateIn(place)] : []),
];
