import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest, RequestApi } from '../shared/http/service';
import { isRecord } from '../shared/objects';
import { idSegment, type Path, path } from '../shared/path';
import { shown } from '../shared/shown';

/** Where people are invited to. */
export interface Inviting {
	/** Of the place, without its invitations. */
	path: Path;
	/** What texts call it: "the project 'Website'". */
	name: string;
}

/** Of one request; the documented maximum. */
const PAGE_SIZE = 100;

/** All that an invitation can be; `pending` and `processing` are open. */
export const INVITATION_STATES = ['pending', 'processing', 'accepted', 'cancelled', 'error'];
export const OPEN_STATES = ['pending', 'processing'];

/**
 * The invitations of a place in these states. Their list is bare, without a link to a next page: where a page is full, the list is read
 * from its other end as well.
 * @returns with a `gap` where there are more than both ends show
 * @throws Failure
 */
export async function fetchInvitations(
	request: RequestApi,
	place: Inviting,
	states: readonly string[] = OPEN_STATES,
	advice?: ApiRequest['advice'],
): Promise<{ entries: IDataObject[]; gap?: string }> {
	const fetchFrom = async (sort: string): Promise<IDataObject[]> => {
		const { body } = await request({
			method: 'GET',
			path: path`${place.path}/invitations`,
			query: { 'filter[state][in]': states.join(','), 'page[size]': PAGE_SIZE, sort },
			idempotent: true,
			responseIsList: true,
			purpose: `list the invitations of ${place.name}`,
			advice,
		});
		return (body.items as unknown[]).filter(isRecord);
	};
	// A filter that was ignored makes nothing pending.
	const isAsked = ({ state }: IDataObject) => states.includes(String(state));
	const oldest = await fetchFrom('updated_at');
	if (oldest.length < PAGE_SIZE) return { entries: oldest.filter(isAsked) };
	const newest = await fetchFrom('-updated_at');
	const byId = new Map([...oldest, ...newest].map((entry) => [entry.id, entry]));
	const isWhole = byId.size < oldest.length + newest.length;
	const entries = [...byId.values()].filter(isAsked);
	return isWhole
		? { entries }
		: { entries, gap: `Upsun shows only ${byId.size} of the invitations of ${place.name}` };
}

/**
 * Cancels a pending invitation.
 * @param name what texts call it: the address, where that is known
 * @returns false for one that is not there any more: it was accepted or cancelled
 * @throws Failure
 */
export async function cancelInvitation(
	request: RequestApi,
	place: Inviting,
	id: string,
	name = id,
): Promise<boolean> {
	const { status, maybeApplied } = await request({
		method: 'DELETE',
		path: path`${place.path}/invitations/${idSegment(id)}`,
		idempotent: true,
		expected: [404],
		responseIsEmpty: true,
		purpose: `cancel the invitation ${shown(name)} of ${place.name}`,
	});
	return status !== 404 || maybeApplied;
}
