import type { AnyOperation } from '../../shared/run/operation';
import type { Place } from './places/place';
import { applyChangesOf } from './applyChanges';
import { syncOf } from './sync';

/** The operations on the people of a place: written once for any of them. */
export const peopleOperations = (place: Place): readonly AnyOperation[] => [
	...(place.permissions ? [applyChangesOf(place)] : []),
	syncOf(place),
];
