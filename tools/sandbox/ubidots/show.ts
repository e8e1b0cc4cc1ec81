import { asShown } from '../doubts/normalisations';
import { withoutOmitted } from '../doubts/omittedFields';
import type { Place } from '../doubts/omittedFields';
import type { UserRecord } from './model';
import { presentUser } from './present';
import type { UserContext } from './context';

/** A user as an answer shows it, with every doubt about answers; direct access shows the truth. */
export function showUser(
	user: UserRecord,
	place: Place,
	{ catalog, apiUrl, options }: UserContext,
): object {
	return withoutOmitted(asShown(presentUser(user, catalog, apiUrl), options), place, options);
}
