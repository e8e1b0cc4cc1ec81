import { eachRow } from '../../shared/run/runner';
import { Failure } from '../../shared/errors';
import type { Sender } from '../../shared/http/client';
import type { Operation } from '../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/form/options';
import { shown } from '../../shared/form/parse';
import { readUserKey, type UserKey, userKeyProperty, userPath } from './locator';

/** The id behind a username, so that exactly the user that was named is deleted, and the output can say which. */
async function idOf(sender: Sender, key: UserKey): Promise<string> {
	if (key.by === 'id') return key.value;
	const { body } = await sender.send({
		method: 'GET',
		path: userPath(key),
		query: { fields: 'id,username' },
		repeatable: true,
		purpose: `find the user ${shown(key.value)}`,
	});
	const { id, username } = body;
	if (typeof id === 'string' && username === key.value) return id;
	throw new Failure(
		`No user has exactly the username ${shown(key.value)}${typeof username === 'string' ? `, only '${username}'` : ''}`,
		{ kind: 'api' },
	);
}

/** Delete User: `DELETE /api/v2.0/users/<user_key>`. */
export const deleteUser: Operation<UserKey> = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete user',
	description: 'Delete one user for good',
	properties: [userKeyProperty, optionsProperty(SENDING_OPTIONS)],

	prepare: (item) => readUserKey(item.parameter('userKey')),

	async run(run, rows) {
		return await eachRow(run, rows, 'Deleted', async ({ value: key }) => {
			const id = await idOf(run.sender, key);
			const { status, afterDoubt } = await run.sender.send({
				method: 'DELETE',
				path: userPath({ by: 'id', value: id }),
				repeatable: true,
				expected: [404],
				answerIsEmpty: true,
				purpose: `delete the user ${shown(key.value)}`,
			});
			// After an attempt that may have worked, "not found" is its trace.
			if (status === 404 && !afterDoubt) {
				throw new Failure(`Could not delete the user ${shown(key.value)}: there is no such user`, {
					kind: 'api',
					details: { httpCode: '404' },
				});
			}
			return { deleted: true, id };
		});
	},
};
