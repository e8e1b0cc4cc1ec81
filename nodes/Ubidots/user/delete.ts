import { apiFailure } from '../../shared/errors';
import { shown } from '../../shared/shown';
import type { RequestApi } from '../../shared/http/service';
import { isId } from '../../shared/path';
import { perItem } from '../../shared/run/perItem';
import { noId, type UserKey, userKey, userPath } from './locator';
import { deleteById, pathKey } from './requests';

/** The id of the user, so that exactly this one is deleted, and the output has its id. */
async function fetchId(request: RequestApi, named: UserKey): Promise<string> {
	const key = await pathKey(request, named);
	if (key.by === 'id') return key.value;
	const { body } = await request({
		method: 'GET',
		path: userPath(key),
		query: { fields: 'id,username' },
		idempotent: true,
		purpose: `find the user ${shown(key.value)}`,
	});
	const { id, username } = body;
	if (username === key.value) {
		if (isId(id)) return id;
		throw noId('username', key.value, id);
	}
	throw apiFailure(
		`No user has exactly the username ${shown(key.value)}${typeof username === 'string' ? `, only '${username}'` : ''}`,
	);
}

/** Delete User: `DELETE /api/v2.0/users/<user_key>`. */
export const deleteUser = perItem<{ key: UserKey }>({
	value: 'delete',
	name: 'Delete',
	action: 'Delete user',
	description: 'Delete one user for good',
	properties: [userKey.property],

	prepare: (item) => ({ key: userKey.get(item) }),

	done: 'Deleted',

	async execute({ key }, request) {
		const id = await fetchId(request, key);
		const { status, maybeApplied } = await deleteById(request, id, key.value);
		if (status === 404 && !maybeApplied) {
			throw apiFailure(`Could not delete the user ${shown(key.value)}: there is no such user`, {
				httpCode: '404',
			});
		}
		return { deleted: true, id };
	},
});
