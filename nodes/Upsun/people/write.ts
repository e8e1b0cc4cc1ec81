import { apiFailure, Failure } from '../../shared/errors';
import type { RequestApi } from '../../shared/http/service';
import { idSegment, path } from '../../shared/path';
import { shown } from '../../shared/shown';
import { CANNOT_WRITE } from './advice';
import { nameOf } from './directory';
import { samePermissions } from './places/permissions';
import type { Person } from './places/place';
import type { Roster } from './roster';

const pathOf = async (roster: Roster, { user_id }: Person) =>
	path`${roster.place.people(idSegment(await roster.id()))}/${idSegment(user_id)}`;

/** @throws Failure for the owner, and for the user of the token */
export async function refuseProtected(roster: Roster, person: Person): Promise<void> {
	const protection = await roster.protection(person);
	if (protection === undefined) return;
	throw new Failure(
		protection === 'owner'
			? `${nameOf(person)} owns ${roster.text}, and is never changed or removed: Upsun's support can transfer the ownership first`
			: `${nameOf(person)} is the account behind the token, which never changes or removes itself: use the token of another administrator`,
	);
}

/**
 * Replaces the permissions of somebody who is there.
 * @returns the permissions as Upsun shows them afterwards
 * @throws Failure, also before any request for the owner and one's own account
 */
export async function change(
	request: RequestApi,
	roster: Roster,
	person: Person,
	permissions: string[],
): Promise<string[]> {
	await refuseProtected(roster, person);
	const who = `${nameOf(person)} in ${roster.text}`;
	const target = { path: await pathOf(roster, person), idempotent: true, advice: CANNOT_WRITE };
	const { body } = await request({
		...target,
		method: 'PATCH',
		body: { permissions },
		responseIsEmpty: true,
		purpose: `change the permissions of ${who}`,
	});
	const shows = Array.isArray(body.permissions)
		? body
		: (await request({ ...target, method: 'GET', purpose: `read the permissions of ${who}` })).body;
	const left = shows.permissions;
	if (!samePermissions(left, permissions)) {
		throw apiFailure(
			`Upsun accepted the permissions of ${who}, but shows others: ${shown(left)}. Check them in the Console`,
		);
	}
	person.permissions = left as string[];
	return person.permissions;
}

/**
 * Takes somebody out of a place; in an organization, out of all its projects too (Upsun's documentation).
 * @returns whether the person was there; `isNotFound` where Upsun does not say that it removed anybody
 * @throws Failure, also before any request for the owner and one's own account
 */
export async function remove(
	request: RequestApi,
	roster: Roster,
	person: Person,
): Promise<{ removed: boolean; isNotFound: boolean }> {
	await refuseProtected(roster, person);
	const { status, maybeApplied } = await request({
		method: 'DELETE',
		path: await pathOf(roster, person),
		idempotent: true,
		expected: [404],
		responseIsEmpty: true,
		purpose: `remove ${nameOf(person)} from ${roster.text}`,
		advice: CANNOT_WRITE,
	});
	await roster.drop(person);
	const isNotFound = status === 404;
	return { removed: !isNotFound || maybeApplied, isNotFound };
}
