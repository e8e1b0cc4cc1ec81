import type { IDataObject } from 'n8n-workflow';

import { shown } from '../../../shared/shown';
import type { Case } from './cases';
import type { Person, Presence } from './find';
import type { Snapshot } from './snapshot';

type OrganizationStatus = 'planned' | 'removed' | 'partly' | 'unchanged' | 'notVisible';

export type Status = 'planned' | 'removed' | 'partly' | 'unchanged';

const inOrganization = (person: Person, { organization }: Snapshot): Presence | undefined =>
	person.presences.find((presence) => presence.organization.id === organization.id);

const grantsIn = (grants: readonly IDataObject[] | undefined, { organization }: Snapshot) =>
	grants?.filter(({ organization_id: of }) => of === organization.id);

/** Access to an organization in none of whose lists the person was, so that there is nothing to remove: as it is known last. */
const unlistedIn = ({ person, grants, after }: Case, snapshot: Snapshot) =>
	inOrganization(person, snapshot) ? [] : (grantsIn(after?.grants ?? grants, snapshot) ?? []);

function organizationStatus(one: Case, snapshot: Snapshot, dryRun: boolean): OrganizationStatus {
	const { person, after } = one;
	if (!inOrganization(person, snapshot)) {
		if (unlistedIn(one, snapshot).length > 0) return 'partly';
		return snapshot.notVisible.length > 0 ? 'notVisible' : 'unchanged';
	}
	if (dryRun || !after) return 'planned';
	const isLeft = inOrganization(after.left, snapshot) ?? grantsIn(after.grants, snapshot)?.[0];
	return isLeft || snapshot.notVisible.length > 0 || after.notVisible.length > 0
		? 'partly'
		: 'removed';
}

function organizationJson(one: Case, snapshot: Snapshot, dryRun: boolean): IDataObject {
	const presence = inOrganization(one.person, snapshot);
	const projects = grantsIn(one.grants, snapshot)
		?.filter(({ resource_type }) => resource_type === 'project')
		.map(({ resource_id, title, permissions }) => ({ id: resource_id, title, permissions }));
	return {
		id: snapshot.organization.id,
		name: snapshot.organization.name,
		status: organizationStatus(one, snapshot, dryRun),
		permissions: presence?.member?.permissions ?? [],
		projects: projects ?? [],
		teams: (presence?.teams ?? []).map(({ id, title }) => ({ id, label: title })),
		invitations: (presence?.invitations ?? []).map(({ id, email, place, permissions }) => ({
			...{ id, email, to: place.name, permissions },
		})),
	} as IDataObject;
}

/** `member of Acme Energy (billing), the team 'Ops', invitation to the project 'Website'` */
function presenceTexts({ organization, member, teams, invitations }: Presence): string[] {
	const rights = member?.permissions?.length ? ` (${member.permissions.join(', ')})` : '';
	return [
		...(member ? [`member of ${organization.name}${rights}`] : []),
		...teams.map(({ name }) => `${name} of ${organization.name}`),
		...invitations.map(({ place }) => `invitation to ${place.name}`),
	];
}

const textsOf = ({ presences }: Person) => presences.flatMap(presenceTexts);

/** What is still seen; whoever has access is named. */
function remainingOf(one: Case): string[] {
	const { after, before } = one;
	const unlisted = before.flatMap((snapshot) => unlistedIn(one, snapshot));
	const projects = (after?.grants ?? []).filter(({ resource_type }) => resource_type === 'project');
	const grants = new Set([...projects, ...unlisted]);
	return [
		...(after ? textsOf(after.left) : []),
		...[...grants].map(
			({ resource_type, title, resource_id }) =>
				`the ${String(resource_type)} ${shown(title ?? resource_id)}`,
		),
	];
}

/** Not planned any more, once something was read again. */
export function statusOf(one: Case, dryRun: boolean): Status {
	if (one.person.presences.length === 0) {
		return one.before.some((snapshot) => unlistedIn(one, snapshot).length > 0)
			? 'partly'
			: 'unchanged';
	}
	if (dryRun) return 'planned';
	const all = one.before.map((snapshot) => organizationStatus(one, snapshot, false));
	return all.every((status) => status === 'removed' || status === 'unchanged')
		? 'removed'
		: 'partly';
}

/** What could not be read, each named once. */
export function notVisibleOf({ before, notVisible, after }: Case, others: readonly string[]) {
	const lists = before.flatMap((snapshot) => snapshot.notVisible);
	const unmanaged = others.map((name) => `${name}, whose users the token does not manage`);
	return [...new Set([...lists, ...notVisible, ...(after?.notVisible ?? []), ...unmanaged])];
}

/**
 * The record of somebody who leaves.
 * @param others organizations that were not searched, because the token does not manage their users
 */
export function toJson(one: Case, others: readonly string[], dryRun: boolean): IDataObject {
	const { person, before } = one;
	const found = textsOf(person);
	return {
		user_id: person.id ?? null,
		email: person.email ?? null,
		status: statusOf(one, dryRun),
		summary: found.length > 0 ? found.join('; ') : 'nothing found',
		organizations: before.map((snapshot) => organizationJson(one, snapshot, dryRun)),
		notVisible: notVisibleOf(one, others),
		remaining: remainingOf(one),
	};
}
