import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest, RequestApi } from '../shared/http/service';
import { asText, isRecord } from '../shared/objects';
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
	const oldest = await fetchFrom('updated_at');
	const newest = oldest.length < PAGE_SIZE ? [] : await fetchFrom('-updated_at');
	const byId = new Map([...oldest, ...newest].map((entry) => [entry.id, entry]));
	const isWhole = newest.length === 0 || byId.size < oldest.length + newest.length;
	const all = newest.length === 0 ? oldest : [...byId.values()];
	// A filter that was ignored makes nothing pending.
	const entries = all.filter(({ state }) => states.includes(String(state)));
	const gap = isWhole
		? gapOf(all)
		: `Upsun shows only ${byId.size} of the invitations of ${place.name}`;
	return { entries, ...(gap !== undefined && { gap }) };
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
