import { shown } from '../../shared/shown';
import { SIMPLIFY } from '../../shared/form/simplify';
import { perItem } from '../../shared/run/perItem';
import { type UserKey, userKey, userPath } from './locator';
import { pathKey } from './lookup';
import { SIMPLE_FIELDS, simplified } from './userObject';

/** Get User: `GET /api/v2.0/users/<user_key>`. */
export const get = perItem<{ key: UserKey; simplify: boolean }>({
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve one user by ID, username or email address',
	properties: [userKey.property],
	parameters: SIMPLIFY,

	prepare: (item) => ({ key: userKey.get(item), ...item.read(SIMPLIFY) }),

	done: 'Read',

	async execute({ key, simplify }, request) {
		const { body } = await request({
			method: 'GET',
			path: userPath(await pathKey(request, key)),
			// Organizations are only sent on request, and responses stay small.
			query: simplify ? { fields: SIMPLE_FIELDS.join(',') } : {},
			idempotent: true,
			responseHas: 'id',
			purpose: `read the user ${shown(key.value)}`,
		});
		return simplify ? simplified(body) : body;
	},
});
