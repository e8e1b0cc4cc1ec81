import { SENDING_SETTINGS } from '../../../shared/form/settings';
import type { RequestApi } from '../../../shared/http/service';
import type { Operation } from '../../../shared/run/operation';
import { runEach } from '../../../shared/run/runner';
import { type UserKey, userKey } from '../locator';
import { pathKey } from '../requests';
import { type Assignment, assignmentsProperty, parseAssignments } from './form';
import { assign } from './requests';

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
	properties: [userKey.property, assignmentsProperty],
	settings: SENDING_SETTINGS,

	prepare: (item) => ({
		key: userKey.get(item),
		assignments: parseAssignments(item.get('organizations', {}), item.redactor),
	}),

	async run(run, rows) {
		const assignOne = async ({ key, assignments }: KeyedAssignments, request: RequestApi) => ({
			[key.by]: key.value,
			organizations: await assign(request, await pathKey(request, key), assignments, key.value),
		});
		return await runEach(run, rows, 'Assigned', assignOne, userKey.naming);
	},
};
