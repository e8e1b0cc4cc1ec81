import type { IDataObject } from 'n8n-workflow';

import { asText, isRecord } from '../../shared/objects';
import { idSegment, path } from '../../shared/path';
import { shown } from '../../shared/shown';
import type { Api } from '../pagination';
import { CANNOT_SEE, CANNOT_WRITE } from './advice';
import { placeText } from './list';
import { fromRoles } from './places/permissions';
import type { Invitation, Place } from './places/place';

/** Of one request; the documented maximum. */
const PAGE_SIZE = 100;

/** Still to be answered. */
const OPEN_STATES = ['pending', 'processing'];

export interface InvitationList {
	invitations: Invitation[];
	/** Why there may be others, as a clause. */
	gap?: string;
}

function toInvitation(entry: IDataObject): Invitation[] {
	const [id, email, state, since] = ['id', 'email', 'state', 'created_at'].map((name) =>
		asText(entry[name]),
	);
	if (id === '' || email === '') return [];
	const permissions = fromRoles(entry);
	return [
		{
			...{ id, email, state },
			...(permissions && { permissions }),
			...(since !== '' && { created_at: since }),
		},
	];
}

/** Why somebody may have an open invitation that cannot be told. */
function gapOf(entries: readonly IDataObject[]): string | undefined {
	const lacking = ['id', 'email', 'state'].filter((name) =>
		entries.some((entry) => asText(entry[name]) === ''),
	);
	return lacking.length > 0
		? `Upsun does not show the ${lacking.join(' and ')} of some`
		: undefined;
}

/**
 * The invitations of a place in these states, as Upsun shows them; none where nobody is invited. Their list is bare, without a link to a
 * next page: where a page is full, the list is read from its other end as well.
 * @throws Failure when they cannot be fetched
 */
export async function fetchInvitations(
	{ request }: Pick<Api, 'request'>,
	place: Place,
	id: string,
	states: readonly string[],
): Promise<{ entries: IDataObject[]; gap?: string }> {
	const { invitations } = place;
	if (!invitations) return { entries: [] };
	const fetchFrom = async (sort: string): Promise<IDataObject[]> => {
		const { body } = await request({
			method: 'GET',
			path: invitations(idSegment(id)).list,
			query: { 'filter[state][in]': states.join(','), 'page[size]': PAGE_SIZE, sort },
			idempotent: true,
			responseIsList: true,
			purpose: `list the invitations of ${placeText(place, id)}`,
			advice: CANNOT_SEE,
		});
		return (body.items as unknown[]).filter(isRecord);
	};
	// A filter that was ignored must not make an invitation that was accepted, or cancelled, one that was asked for.
	const isAsked = ({ state }: IDataObject) => states.includes(asText(state));
	const oldest = await fetchFrom('updated_at');
	const newest = oldest.length < PAGE_SIZE ? [] : await fetchFrom('-updated_at');
	const byId = new Map([...oldest, ...newest].map((entry) => [entry.id, entry]));
	const isWhole = newest.length === 0 || byId.size < oldest.length + newest.length;
	// Those without an ID would be one.
	const entries = newest.length === 0 ? oldest : [...byId.values()];
	const gap = isWhole ? gapOf(entries) : `only ${byId.size} invitations can be listed`;
	return {
		entries: entries.filter(isAsked),
		...(gap !== undefined && { gap }),
	};
}

/**
 * The open invitations of a place.
 * @throws Failure when they cannot be fetched
 */
export async function listInvitations(
	api: Pick<Api, 'request'>,
	place: Place,
	id: string,
): Promise<InvitationList> {
	const { entries, gap } = await fetchInvitations(api, place, id, OPEN_STATES);
	return { invitations: entries.flatMap(toInvitation), ...(gap !== undefined && { gap }) };
}

/**
 * Takes an invitation back; one that is gone already is no error.
 * @returns whether it was there; `isNotFound` where Upsun does not say that it took it back: it may have been accepted
 */
export async function cancel(
	{ request }: Pick<Api, 'request'>,
	place: Place,
	id: string,
	invitation: Pick<Invitation, 'id' | 'email'>,
): Promise<{ cancelled: boolean; isNotFound: boolean }> {
	if (!place.invitations) return { cancelled: false, isNotFound: true };
	const { status, maybeApplied } = await request({
		method: 'DELETE',
		path: path`${place.invitations(idSegment(id)).list}/${idSegment(invitation.id)}`,
		idempotent: true,
		expected: [404],
		responseIsEmpty: true,
		purpose: `cancel the invitation of ${shown(invitation.email)} to ${placeText(place, id)}`,
		advice: CANNOT_WRITE,
	});
	const isNotFound = status === 404;
	return { cancelled: !isNotFound || maybeApplied, isNotFound };
}
