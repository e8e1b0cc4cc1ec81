import { asText } from '../../shared/objects';
import { idSegment } from '../../shared/path';
import type { Api } from '../pagination';
import { cancelInvitation, fetchInvitations, type Inviting } from '../invitations';
import { CANNOT_SEE } from './advice';
import { placeText } from './list';
import { fromRoles } from './places/permissions';
import type { Invitation, Place } from './places/place';

export interface InvitationList {
	invitations: Invitation[];
	/** Why there may be others, as a clause. */
	gap?: string;
}

const inviting = (place: Place, id: string): Inviting => ({
	path: place.path(idSegment(id)),
	name: placeText(place, id),
});

/**
 * The open invitations of a place; none where nobody is invited.
 * @throws Failure when they cannot be fetched
 */
export async function listInvitations(
	{ request }: Pick<Api, 'request'>,
	place: Place,
	id: string,
): Promise<InvitationList> {
	if (!place.invitations) return { invitations: [] };
	const { entries, gap } = await fetchInvitations(
		request,
		inviting(place, id),
		undefined,
		CANNOT_SEE,
	);
	const invitations = entries.flatMap((entry): Invitation[] => {
		const [key, email, state, since] = ['id', 'email', 'state', 'created_at'].map((name) =>
			asText(entry[name]),
		);
		if (key === '' || email === '') return [];
		const permissions = fromRoles(entry);
		return [
			{
				...{ id: key, email, state },
				...(permissions && { permissions }),
				...(since !== '' && { created_at: since }),
			},
		];
	});
	return { invitations, ...(gap !== undefined && { gap }) };
}

/**
 * Takes an invitation back; one that is gone already is no error.
 * @returns whether it was there
 */
export async function cancel(
	{ request }: Pick<Api, 'request'>,
	place: Place,
	id: string,
	invitation: Pick<Invitation, 'id' | 'email'>,
): Promise<{ cancelled: boolean }> {
	if (!place.invitations) return { cancelled: false };
	const { id: key, email } = invitation;
	return {
		cancelled: await cancelInvitation(request, inviting(place, id), key, email),
	};
}
