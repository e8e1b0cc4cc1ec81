import type { INodeProperties } from 'n8n-workflow';

import { apiFailure } from '../../../shared/errors';
import { SENDING_SETTINGS } from '../../../shared/form/settings';
import type { RequestApi } from '../../../shared/http/service';
import type { Operation } from '../../../shared/run/operation';
import { runEach } from '../../../shared/run/runner';
import { shown } from '../../../shared/shown';
import { type UserKey, userKey } from '../locator';
import { pathKey } from '../lookup';
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
 * Those of the organizations that the user has, with the role in each.
 * @throws Failure for a role that is neither shown nor given
 */
function presentOf(
	removals: readonly ShownMembership[],
	has: ReadonlyMap<string, string | undefined>,
	name: string,
): Membership[] {
	return removals.flatMap(({ label, role: given }) => {
		if (!has.has(label)) return [];
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
		const removeOne = async ({ key: named, removals }: KeyedRemovals, request: RequestApi) => {
			const key = await pathKey(request, named);
			const before = await fetchMemberships(request, key, named.value);
			const present = presentOf(removals, rolesOf(before.memberships), named.value);
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
		return await runEach(run, rows, 'Removed', removeOne, userKey.naming);
	},
};
