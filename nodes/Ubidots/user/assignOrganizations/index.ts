import { eachRow } from '../../../shared/run/runner';
import type { Operation, Row } from '../../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../../shared/form/options';
import { shown } from '../../../shared/form/parse';
import { type Assignment, organizationsProperty, readOrganizations } from './assignments';
import { namingBy, readUserKey, type UserKey, userKeyProperty, userPath } from '../locator';

interface Assign {
	key: UserKey;
	assignments: Assignment[];
}

/** Assign Organization to Users: `POST /api/v2.0/users/<user_key>/_/assign_organizations/`. */
export const assignOrganizations: Operation<Assign> = {
	value: 'assignOrganizations',
	name: 'Assign Organizations',
	action: 'Assign organizations to user',
	description: 'Give one user a role in one or more organizations',
	properties: [userKeyProperty, organizationsProperty, optionsProperty(SENDING_OPTIONS)],

	prepare: (item) => ({
		key: readUserKey(item.parameter('userKey')),
		assignments: readOrganizations(item.parameter('organizations', {})),
	}),

	async run(run, rows) {
		const assign = async ({ value: { key, assignments } }: Row<Assign>) => {
			const { body } = await run.sender.send({
				method: 'POST',
				path: `${userPath(key)}/_/assign_organizations/`,
				body: assignments,
				// An invitation is a mail: a repeat could send it twice.
				repeatable: assignments.every(({ invitation }) => invitation === undefined),
				purpose: `assign organizations to the user ${shown(key.value)}`,
			});
			const who = key.by === 'id' ? { id: key.value } : { username: key.value };
			return { ...who, organizations: Array.isArray(body.results) ? body.results : [] };
		};
		const naming = namingBy(({ key }: Assign) => key);
		return await eachRow(run, rows, 'Assigned', assign, naming);
	},
};
