import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure, NotSent, orFailure } from '../../../shared/errors';
import type { RequestApi } from '../../../shared/http/service';
import { path } from '../../../shared/path';
import { shown, shownList } from '../../../shared/shown';
import { noId, type PathKey, userPath } from '../locator';
import { hasId } from '../userObject';
import type { Assignment } from './form';
import {
	type Membership,
	membershipsOf,
	membershipText,
	rolesOf,
	type ShownMembership,
} from './memberships';

/** Organizations of a user, as they are compared, and as Ubidots shows them. */
interface Shown {
	memberships: ShownMembership[];
	organizations: IDataObject[];
}

/**
 * The organizations of a user as they are now.
 * @throws Failure also when the service does not show them
 */
export async function fetchMemberships(
	request: RequestApi,
	key: PathKey,
	name: string,
): Promise<Shown> {
	const { body } = await request({
		method: 'GET',
		path: userPath(key),
		query: { fields: 'id,organizations' },
		idempotent: true,
		responseHas: 'id',
		purpose: `read the organizations of the user ${shown(name)}`,
	});
	const memberships = membershipsOf(body);
	if (memberships) {
		return { memberships, organizations: (body.organizations ?? []) as IDataObject[] };
	}
	throw apiFailure(`Ubidots does not show the organizations of the user ${shown(name)}`);
}

/**
 * What an assignment was answered with; an answer that shows no organization proves nothing, and the user is read.
 * @throws Failure when it cannot be seen
 */
async function fetchAssigned(
	request: RequestApi,
	key: PathKey,
	name: string,
	results: unknown,
): Promise<Shown> {
	const memberships = membershipsOf({ organizations: results } as IDataObject) ?? [];
	if (memberships.length > 0) return { memberships, organizations: results as IDataObject[] };
	const now = await orFailure(async () => await fetchMemberships(request, key, name));
	if (!(now instanceof Failure)) return now;
	throw apiFailure(
		`Organizations were assigned, but Ubidots did not answer with them. Could not see whether the user ${shown(name)} is in them: ${now.message}`,
		now.details,
	);
}

/**
 * Gives a user roles in organizations; an earlier role in one of them is replaced.
 * @param name of the user in error texts
 * @returns these organizations, or all of the user, as Ubidots shows them
 * @throws Failure also when the user is not in them, or that cannot be seen
 */
export async function assign(
	request: RequestApi,
	key: PathKey,
	assignments: readonly Assignment[],
	name: string,
): Promise<IDataObject[]> {
	const { body } = await request({
		method: 'POST',
		path: path`${userPath(key)}/_/assign_organizations/`,
		body: [...assignments],
		// A retry could send an invitation twice.
		idempotent: assignments.every(({ invitation }) => invitation === undefined),
		// The user is read then.
		responseIsEmpty: true,
		purpose: `assign organizations to the user ${shown(name)}`,
	});
	const { memberships, organizations } = await fetchAssigned(request, key, name, body.results);
	const has = rolesOf(memberships);
	const missed = assignments.filter(
		({ label, role }) => (has.get(label) ?? role) !== role || !has.has(label),
	);
	if (missed.length === 0) return organizations;
	throw apiFailure(
		`Could not assign organizations to the user ${shown(name)}: Ubidots answered without ${shownList(missed.map(membershipText))}`,
	);
}

/**
 * Gives a user who was just created roles in organizations. To be sent even where the run has ended: the user is there.
 * @throws Failure that says so, with the ID and how to finish
 */
export async function assignToNew(
	request: RequestApi,
	user: IDataObject,
	memberships: readonly Membership[],
	name: string,
): Promise<IDataObject[]> {
	const assigned = await orFailure(async () => {
		if (!hasId(user)) throw noId('username', name, user.id);
		return await assign(request, { by: 'id', value: user.id }, memberships, name);
	});
	if (!(assigned instanceof Failure)) return assigned;
	const { message, kind, details } = assigned;
	const id = hasId(user) ? { id: user.id } : undefined;
	throw new Failure(
		`The user ${shown(name)} was created${id ? ` (ID ${id.id})` : ''}, but is not in its organizations (${memberships.map(membershipText).join(', ')}): ${message}. Do not create the user again: assign them to ${id ? 'this ID' : 'the user'} with 'Assign Organizations'`,
		{ kind, details: { ...details, ...id } },
	);
}

/**
 * Takes a user out of organizations, and reads the user again: the endpoint is known from one public application, which takes any 2xx
 * for a success, and is in no documentation.
 * @returns the organizations that are left, as Ubidots shows them
 * @throws Failure that says which of them the user still has, or that it cannot be told
 */
export async function removeFrom(
	request: RequestApi,
	key: PathKey,
	removals: readonly Membership[],
	name: string,
): Promise<IDataObject[]> {
	const purpose = `take the user ${shown(name)} out of organizations`;
	const sent = await orFailure(
		async () =>
			await request({
				method: 'POST',
				path: path`${userPath(key)}/_/remove_organizations/`,
				body: removals.map(({ label, role }) => ({ label, role })),
				// Whoever is out already stays so.
				idempotent: true,
				responseIsEmpty: true,
				purpose,
			}),
	);
	if (sent instanceof NotSent) throw sent;
	const now = await orFailure(async () => await fetchMemberships(request, key, name));
	const refusal = sent instanceof Failure ? sent : undefined;
	if (now instanceof Failure) {
		throw apiFailure(
			`${refusal?.message ?? `Could not see whether the user ${shown(name)} is out of the organizations: ${now.message}`}. The user may still have ${shownList(removals.map(({ label }) => label))}`,
			(refusal ?? now).details,
		);
	}
	const has = rolesOf(now.memberships);
	const still = removals.filter(({ label }) => has.has(label)).map(({ label }) => label);
	if (still.length === 0) return now.organizations;
	const why = refusal?.message ?? `Could not ${purpose}: Ubidots said that it was done`;
	throw apiFailure(
		`${why}${refusal ? '. The' : ', but the'} user still has ${shownList(still)}`,
		refusal?.details,
	);
}
