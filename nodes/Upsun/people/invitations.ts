import { asText } from '../../shared/objects';
import { idSegment, path } from '../../shared/path';
import type { Api } from '../pagination';
import { CANNOT_SEE, CANNOT_WRITE } from './advice';
import { placeText } from './list';
import { fromRoles } from './places/permissions';
import type { Invitation, Place } from './places/place';

/** The list of invitations has no links to further pages, so one that is full may be cut. */
const PAGE_SIZE = 100;

export interface InvitationList {
	invitations: Invitation[];
	/** Why there may be others, as a clause. */
	gap?: string;
}

/**
 * The pending invitations of a place; none where nobody is invited.
 * @throws Failure when they cannot be fetched
 */
export async function listInvitations(
	{ request }: Pick<Api, 'request'>,
	place: Place,
	id: string,
): Promise<InvitationList> {
	if (!place.invitations) return { invitations: [] };
	const { body } = await request({
		method: 'GET',
		path: place.invitations(idSegment(id)).list,
		query: { 'filter[state]': 'pending', 'page[size]': PAGE_SIZE },
		idempotent: true,
		responseIsList: true,
		purpose: `list the invitations of ${placeText(place, id)}`,
		advice: CANNOT_SEE,
	});
	const items = body.items as Invitation[];
	const invitations = items.flatMap((entry): Invitation[] => {
		const { id: key, email, state, created_at } = entry;
		// A filter that was ignored must not make an invitation that was accepted, or cancelled, a pending one.
		if (state !== 'pending' || asText(key) === '' || asText(email) === '') return [];
		const permissions = fromRoles({ ...entry });
		return [{ id: key, email, state, ...(permissions && { permissions }), created_at }];
	});
	const isFull = items.length >= PAGE_SIZE;
	return {
		invitations,
		...(isFull && { gap: `only the first ${PAGE_SIZE} invitations can be listed` }),
	};
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
	const { status, maybeApplied } = await request({
		method: 'DELETE',
		path: path`${place.invitations(idSegment(id)).list}/${idSegment(invitation.id)}`,
		idempotent: true,
		expected: [404],
		responseIsEmpty: true,
		purpose: `cancel the invitation of '${invitation.email}' to ${placeText(place, id)}`,
		advice: CANNOT_WRITE,
	});
	return { cancelled: status !== 404 || maybeApplied };
}
