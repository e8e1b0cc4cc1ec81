import { SENDING_SETTINGS } from '../../../shared/form/settings';
import { shown } from '../../../shared/shown';
import type { RequestApi } from '../../../shared/http/service';
import { path } from '../../../shared/path';
import type { Operation } from '../../../shared/run/operation';
import { runEach } from '../../../shared/run/runner';
import { type UserKey, userKey, userPath } from '../locator';
import { pathKey } from '../lookup';
import { type Assignment, organizationsProperty, parseAssignments } from './assignments';

interface KeyedAssignments {
	key: UserKey;
	assignments: Assignment[];
}

/** Assign Organization to Users: `POST /api/v2.0/users/<user_key>/_/assign_organizations/`. */
export const assignOrganizations: Operation<KeyedAssignments> = {
	value: 'assignOrganizations',
	name: 'Assign Organizations',
	action: 'Assign organizations to user',
	description: 'Give one user a role in one or more organizations',
	properties: [userKey.property, organizationsProperty],
	settings: SENDING_SETTINGS,

	prepare: (item) => ({
		key: userKey.get(item),
		assignments: parseAssignments(item.get('organizations', {})),
	}),

	async run(run, rows) {
		const assign = async ({ key, assignments }: KeyedAssignments, request: RequestApi) => {
			const { body } = await request({
				method: 'POST',
				path: path`${userPath(await pathKey(request, key))}/_/assign_organizations/`,
				body: assignments,
				// A retry could send an invitation twice.
				idempotent: assignments.every(({ invitation }) => invitation === undefined),
				purpose: `assign organizations to the user ${shown(key.value)}`,
			});
			return {
				[key.by]: key.value,
				organizations: Array.isArray(body.results) ? body.results : [],
			};
		};
		return await runEach(run, rows, 'Assigned', assign, userKey.naming);
	},
};
