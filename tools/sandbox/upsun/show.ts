import { asShown } from '../doubts/normalisations';
import { withoutOmitted } from '../doubts/omittedFields';
import type { Place } from '../doubts/omittedFields';
import type { ResolvedOptions } from '../types';
import { idIn } from './memberDoubts';
import type { UpsunUser } from './model';

/** A user as an answer shows it, with every doubt about answers; direct access shows the truth. */
export function showUser(user: UpsunUser, place: Place, options: ResolvedOptions): object {
	const shown = { ...user, id: idIn('user', user.id, options) };
	return withoutOmitted(asShown(shown, options), place, options);
}
