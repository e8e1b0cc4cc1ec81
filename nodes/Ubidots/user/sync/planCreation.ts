import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../shared/errors';
import { compare } from '../../../shared/form/compare';
import { whatIsThere } from '../../../shared/form/whatIsThere';
import { shown } from '../../../shared/shown';
import { asText } from '../../../shared/objects';
import { PLANNED } from '../bulk/planRow';
import type { BulkRow, Requested } from '../bulk/rows';
import { checkTags, PLAN_FIELDS } from '../fields';
import { MATCH_COLUMNS } from '../lookup/matchColumns';
import type { OrganizationsMode } from '../organizations/change';
import { type Membership, rolesOf, type ShownMembership } from '../organizations/memberships';
import { bodyFor, separate, type UserBody } from '../patch';
import { organizationOf, type Scope, tagsOf } from './scope';
import { type Creation, leaverRules, type SyncSettings } from './settings';

/** A user cannot be created with an ID of one's own. */
const withoutId = (id: string) =>
	apiFailure(
		`No user has the ID ${shown(id)}, and Ubidots gives new users IDs of its own. To create people, set 'Match Users By' to Email or Username`,
		{ httpCode: '404' },
	);

/**
 * With the tags of the scope: outside of it, nobody would notice that the user leaves.
 * @throws Failure when there are too many then
 */
function withTags(body: UserBody, tags: readonly string[]): UserBody {
	const own = Array.isArray(body.tags) ? (body.tags as string[]) : [];
	const added = tags.filter((tag) => !own.includes(tag));
	if (added.length === 0) return body;
	const all = [...own, ...added];
	const wrong = checkTags(all);
	if (wrong !== undefined) throw new Failure(`With the tags of 'Scope' the new user ${wrong}`);
	return { ...body, tags: all };
}

/**
 * The organizations of a new user: those of its row, and that of the scope, where the row has a default role; not where the next run
 * would take the user out of it.
 */
function organizationsOf(
	{ patch }: Requested,
	scope: Scope,
	mode: OrganizationsMode,
): readonly ShownMembership[] {
	const own = patch.organizations ?? [];
	if (patch.organizations && mode === 'exact') return own;
	const label = organizationOf(scope);
	const role = asText(patch.set.defaultRole);
	if (label === undefined || role === '' || rolesOf(own).has(label)) return own;
	return [...own, { label, role }];
}

/**
 * A person of the list whom Ubidots does not have.
 * @throws Failure when the row has not all that a new user needs
 */
export function planCreation(row: BulkRow, settings: SyncSettings): Creation {
	const { by, value, patch, headers } = row.requested;
	if (by === 'id') throw withoutId(value);
	if (patch.set.password === '') {
		throw new Failure(
			`'Password' is empty, and there is no user with the ${MATCH_COLUMNS[by].noun} ${shown(value)} yet: enter a password for the new user. If 'Password' is not mapped at all, each new user gets a random one`,
		);
	}
	const scope: Scope = leaverRules(settings)?.scope ?? {};
	const given = separate({ [by]: value, ...bodyFor(patch, { tags: [] }) });
	const body = withTags(given.body, tagsOf(scope));
	const lacking = (['username', 'email'] as const).find((name) => asText(body[name]) === '');
	if (lacking !== undefined) {
		const { title } = MATCH_COLUMNS[lacking];
		const item = headers && Object.fromEntries(headers.all.map((header) => [header, '']));
		const there = item ? `. ${whatIsThere(item, lacking)}` : '';
		throw new Failure(
			`There is no user with the ${MATCH_COLUMNS[by].noun} ${shown(value)}, and without ${title} none can be created: add ${title} to the row, or set 'Missing Users' to Fail${there}`,
		);
	}
	if (settings.dryRun) row.result = PLANNED;
	const assign = organizationsOf(
		row.requested,
		scope,
		settings.organizationsMode,
	) as readonly Membership[];
	const all = { ...body, ...(assign.length > 0 && { organizations: assign }) };
	const { changes } = compare(PLAN_FIELDS, all as IDataObject, {});
	const memberships = assign.length > 0 && { memberships: { assign, remove: [] } };
	return { row, action: 'create', body, changes, ...memberships };
}
