import type { INodeProperties } from 'n8n-workflow';

import { apiFailure } from '../../../shared/errors';
import { SENDING_SETTINGS } from '../../../shared/form/settings';
import type { RequestApi } from '../../../shared/http/service';
import { nameKey } from '../../../shared/nameKey';
import type { Operation } from '../../../shared/run/operation';
import { runEach } from '../../../shared/run/runner';
import { shown, shownList } from '../../../shared/shown';
import { type UserKey, userKey } from '../locator';
import { pathKey } from '../requests';
import { parseRemovals, removalsProperty } from './form';
import { type Membership, rolesOf, type ShownMembership } from './memberships';
import { fetchMemberships, removeFrom } from './requests';

interface KeyedRemovals {
	key: UserKey;
	removals: ShownMembership[];
}

const notice: INodeProperties = {
	displayName:
		'Ubidots does not document this request: it is known from one public application. The user is read afterwards, and the item fails if an organization is still there.',
	name: 'removeNotice',
	type: 'notice',
	default: '',
};

/**
 * A label in another case would leave the user in the organization, and look like a success.
 * @throws Failure
 */
function checkCase(label: string, has: Iterable<string>, name: string): void {
	const other = [...has].find((one) => nameKey(one) === nameKey(label));
	if (other === undefined) return;
	throw apiFailure(
		`The user ${shown(name)} is not in ${shown(label)}, but in ${shown(other)}: write it like that. Nothing was removed`,
	);
}

/**
 * Those of the organizations that the user has, with the role in each.
 * @throws Failure for a label in another case, and a role that is neither shown nor given
 */
function presentOf(
	removals: readonly ShownMembership[],
	has: ReadonlyMap<string, string | undefined>,
	name: string,
): Membership[] {
	return removals.flatMap(({ label, role: given }) => {
		if (!has.has(label)) {
			checkCase(label, has.keys(), name);
			return [];
		}
		const role = has.get(label) ?? given;
		if (role !== undefined) return { label, role };
		throw apiFailure(
			`Ubidots does not show the role of the user ${shown(name)} in ${shown(label)}, which is needed to remove it: choose it under 'Role'`,
		);
	});
}

/** Takes a user out of organizations: `POST /api/v2.0/users/<user_key>/_/remove_organizations/`. */
export const removeOrganizations: Operation<KeyedRemovals> = {
	value: 'removeOrganizations',
	name: 'Remove Organizations',
	action: 'Remove organizations from user',
	description: 'Take one user out of one or more organizations',
	properties: [userKey.property, removalsProperty, notice],
	settings: SENDING_SETTINGS,

	prepare: (item) => ({
		key: userKey.get(item),
		removals: parseRemovals(item.get('organizations', {})),
	}),

	async run(run, rows) {
		const asked = new Set<string>();
		const somewhere = new Set<string>();
		const removeOne = async ({ key: named, removals }: KeyedRemovals, request: RequestApi) => {
			const key = await pathKey(request, named);
			const before = await fetchMemberships(request, key, named.value);
			const present = presentOf(removals, rolesOf(before.memberships), named.value);
			for (const { label } of removals) asked.add(label);
			for (const { label } of present) somewhere.add(label);
			const organizations =
				present.length === 0
					? before.organizations
					: await removeFrom(request, key, present, named.value);
			return {
				[named.by]: named.value,
				removed: present.map(({ label }) => label),
				organizations,
			};
		};
		const outcomes = await runEach(run, rows, 'Removed', removeOne, userKey.naming);
		const missed = [...asked].filter((label) => !somewhere.has(label));
		if (missed.length > 0) {
			run.hint(
				`'Organizations' has ${shownList(missed)}, which no user was in. Check the spelling`,
			);
		}
		return outcomes;
	},
};
