import { apiFailure, Failure, orFailure } from '../../shared/errors';
import { mayBeApplied } from '../../shared/http/errors';
import type { ApiResponse, RequestApi } from '../../shared/http/service';
import { nameKey } from '../../shared/nameKey';
import { asText } from '../../shared/objects';
import { idSegment } from '../../shared/path';
import { shown } from '../../shared/shown';
import { CANNOT_WRITE } from './advice';
import { nameOf, theOne, type Who } from './directory';
import { samePermissions } from './places/permissions';
import type { Added, Invitation, Person } from './places/place';
import type { Roster } from './roster';

/** Somebody who shall be in a place, with these permissions where people have some there. */
export interface Wished extends Who {
	permissions: string[];
}

/** Where somebody is. */
interface Found {
	person?: Person;
	/** Of the organization, who can be added by ID. */
	candidate?: Person;
	invitation?: Invitation;
}

/** @throws Failure when it cannot be known whether somebody is there */
async function find(roster: Roster, who: Who): Promise<Found> {
	const { directory, gap } = await roster.people();
	const person = theOne(directory, who);
	if (person) return { person };
	if (gap !== undefined)
		throw apiFailure(`Could not tell whether ${nameOf(who)} is in ${roster.text} already: ${gap}`);
	const candidate = await findCandidate(roster, who);
	if (candidate) return { candidate };
	const invited = await roster.invitations();
	return { invitation: invited.directory.find({ email: who.email })[0] };
}

/** @throws Failure where somebody has to be a member of the organization, and is none */
export async function findCandidate(roster: Roster, who: Who): Promise<Person | undefined> {
	const { grant, invitations } = roster.place;
	if (!grant) return undefined;
	const list = await orFailure(async () => await roster.candidates());
	if (list instanceof Failure) {
		// Who cannot see the organization can still invite by mail.
		if (invitations && list.details.httpCode === '403') return undefined;
		throw list;
	}
	const candidate = theOne(list.directory, who);
	if (!candidate && list.gap !== undefined) {
		throw apiFailure(
			`Could not tell whether ${nameOf(who)} is a member of the organization that ${roster.text} belongs to: ${list.gap}`,
		);
	}
	if (candidate ?? (invitations && who.email !== undefined)) return candidate;
	throw new Failure(
		`${nameOf(who)} is not a member of the organization that ${roster.text} belongs to: add the person there first, with the resource Organization Member`,
	);
}

/** Grants access at once where the ID is known, else sends an invitation. A conflict is a result: somebody, or an invitation, is there. */
async function send(
	request: RequestApi,
	roster: Roster,
	{ permissions, ...who }: Wished,
	{ candidate }: Found,
	force: boolean,
): Promise<ApiResponse> {
	const { place } = roster;
	const id = idSegment(await roster.id());
	const shared = {
		method: 'POST' as const,
		// An answer may be lost: see `add`.
		idempotent: false,
		expected: [409],
		responseIsEmpty: true,
		purpose: `add ${nameOf(who)} to ${roster.text}`,
		advice: CANNOT_WRITE,
	};
	if (candidate && place.grant) {
		const body = place.grant(candidate.user_id, permissions);
		return await request({ ...shared, path: place.people(id), body });
	}
	if (!place.invitations || who.email === undefined) {
		throw new Failure(
			`${nameOf(who)} is not in ${roster.text}: somebody new is invited, which takes an email address`,
		);
	}
	const { list, body } = place.invitations(id);
	return await request({ ...shared, path: list, body: body(who.email, permissions, force) });
}

/** @throws Failure for an invitation that came to nothing */
function resultOf({ candidate }: Found, { body }: ApiResponse, who: Who, roster: Roster): Added {
	if (candidate) return { status: 'added', user_id: candidate.user_id };
	const { state, id } = body;
	if (state === 'cancelled' || state === 'error') {
		throw apiFailure(
			`Could not add ${nameOf(who)} to ${roster.text}: Upsun answered with an invitation in the state ${shown(state)}`,
		);
	}
	const invitation_id = asText(id);
	return {
		status: state === 'accepted' ? 'added' : 'invited',
		...(invitation_id !== '' && { invitation_id }),
	};
}

const addressOf = ({ email = '' }: Who) => nameKey(email);

/** What is there already; undefined for nothing. */
function present({ person, invitation }: Found): Added | undefined {
	if (person) return { status: 'unchanged', user_id: person.user_id, person };
	return invitation && { status: 'unchanged', invitation_id: invitation.id };
}

/**
 * After a conflict, which says that somebody is there, or invited, already.
 * @throws Failure where all are shown, and that one is not among them
 */
async function inConflict(roster: Roster, who: Who): Promise<Added> {
	roster.forget();
	const there = present(await find(roster, who));
	if (there) return there;
	const [{ people }, { gap }] = await Promise.all([roster.people(), roster.invitations()]);
	if (gap !== undefined || people.some(({ email = '' }) => email === ''))
		return { status: 'unchanged' };
	throw apiFailure(
		`Could not add ${nameOf(who)} to ${roster.text}: Upsun says that the person is there, or invited, already, but shows neither. Check it in the Console`,
	);
}

/**
 * Adds somebody to a place: at once where that is possible, else by an invitation. Nobody gets a second mail unless `resend` is on: who
 * is there, or has a pending invitation, is left alone, and after a lost answer it is looked first what became of the request.
 * @throws Failure
 */
export async function add(
	request: RequestApi,
	roster: Roster,
	wished: Wished,
	resend = false,
): Promise<Added> {
	const mailed = roster.mailed.get(addressOf(wished));
	if (mailed) return { ...mailed, status: 'unchanged' };
	const before = await find(roster, wished);
	const { person, candidate, invitation } = before;
	const there = present(before);
	if (there && (person || !resend)) return there;
	const force = invitation !== undefined;
	const answer = await orFailure(async () => await send(request, roster, wished, before, force));
	if (!(answer instanceof Failure) && answer.status === 409)
		return await inConflict(roster, wished);
	const added =
		answer instanceof Failure
			? await lookAfter(answer, request, roster, wished, invitation)
			: resultOf(before, answer, wished, roster);
	// Later rows of the run are of somebody who is there, or was mailed.
	const { permissions } = wished;
	if (candidate) await roster.put({ ...candidate, permissions });
	else roster.mailed.set(addressOf(wished), added);
	return added;
}

/**
 * After a request whose answer was lost: what became of it. What was not carried out is sent again, but no mail that may be on its way.
 * @param pending the invitation that was to be sent anew
 * @throws the failure where that is not known
 */
async function lookAfter(
	failure: Failure,
	request: RequestApi,
	roster: Roster,
	wished: Wished,
	pending: Invitation | undefined,
): Promise<Added> {
	if (!mayBeApplied(failure)) throw failure;
	roster.forget();
	const now = await find(roster, wished);
	if (now.person) {
		const isAsWished =
			!roster.place.permissions || samePermissions(now.person.permissions, wished.permissions);
		// Else it was somebody else, with other permissions.
		if (!isAsWished)
			return { status: 'unchanged', user_id: now.person.user_id, person: now.person };
		return { status: 'added', user_id: now.person.user_id };
	}
	if (now.invitation && now.invitation.id !== pending?.id)
		return { status: 'invited', invitation_id: now.invitation.id };
	if (pending) throw failure;
	const again = await send(request, roster, wished, now, false);
	return again.status === 409
		? await inConflict(roster, wished)
		: resultOf(now, again, wished, roster);
}
