import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../../../shared/errors';
import { shown, shownList } from '../../../shared/shown';
import type { UbidotsUser } from '../userObject';
import { type Membership, membershipsOf, rolesOf, type ShownMembership } from './memberships';

/** What has to be requested so that a user is in other organizations, or with other roles. */
export interface MembershipChange {
	readonly assign: readonly Membership[];
	readonly remove: readonly Membership[];
}

/** `add`: those that the user lacks are assigned; `exact`: the others are removed. */
export type OrganizationsMode = 'add' | 'exact';

/** A user with the organizations as they are written, which take less memory; without them where they are not shown. */
export function withMemberships<U extends IDataObject>(user: U): U {
	if (!('organizations' in user)) return user;
	const { organizations: shown, ...others } = user;
	const organizations = membershipsOf({ organizations: shown });
	return { ...others, ...(organizations && { organizations }) } as unknown as U;
}

/** The current ones in their order, with the wanted roles, and new ones behind them. */
function added(
	wanted: readonly ShownMembership[],
	current: readonly ShownMembership[],
): ShownMembership[] {
	return [...new Map([...current, ...wanted].map((one) => [one.label, one])).values()];
}

/**
 * Nobody loses an organization that cannot be given back, or of which it is not known whether the user has it.
 * @throws Failure
 */
function checkVisible(
	wanted: readonly ShownMembership[],
	current: readonly ShownMembership[] | undefined,
	name: string,
): void {
	const roles = rolesOf(wanted);
	const others = current?.filter(({ label }) => !roles.has(label));
	const hidden = current?.find(({ role }) => role === undefined);
	if (others && (others.length === 0 || !hidden)) return;
	const what = hidden ? `the role in ${shown(hidden.label)}` : 'its organizations';
	const still = others ? ` (it still has ${shownList(others.map(({ label }) => label))})` : '';
	throw apiFailure(
		`Ubidots does not show ${what} of the user ${shown(name)}, so none was removed${still}: set 'Organizations Mode' to Add, or correct it with Remove Organizations`,
	);
}

/**
 * The organizations that a user shall have.
 * @param wanted by the row
 * @param user as `withMemberships` gives it
 * @throws Failure where others would have to be removed, and it is not shown which
 */
export function wantedMemberships(
	wanted: readonly ShownMembership[],
	user: UbidotsUser,
	mode: OrganizationsMode,
	name: string,
): readonly ShownMembership[] {
	const current = membershipsOf(user);
	if (mode === 'add') return added(wanted, current ?? []);
	checkVisible(wanted, current, name);
	return wanted;
}

/**
 * What is to be requested.
 * @param wanted all that the user shall have
 * @returns undefined for nothing
 * @throws Failure for one to remove whose role is not shown
 */
export function changeOf(
	wanted: readonly ShownMembership[],
	user: UbidotsUser,
): MembershipChange | undefined {
	const current = membershipsOf(user) ?? [];
	const [shall, has] = [rolesOf(wanted), rolesOf(current)];
	const assign = wanted.flatMap(({ label, role }) =>
		role === undefined || has.get(label) === role ? [] : { label, role },
	);
	const remove = current.flatMap(({ label, role }) => {
		if (shall.has(label)) return [];
		if (role !== undefined) return { label, role };
		throw apiFailure(
			`Ubidots does not show the role of the user ${shown(user.id)} in ${shown(label)}, which is needed to remove it`,
		);
	});
	return assign.length + remove.length > 0 ? { assign, remove } : undefined;
}
