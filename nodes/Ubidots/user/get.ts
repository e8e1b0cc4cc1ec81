import { shown } from '../../shared/shown';
import { pick } from '../../shared/form/simplify';
import type { ValuesOf } from '../../shared/form/parameters';
import { perItem } from '../../shared/run/perItem';
import { type UserKey, userKey, userPath } from './locator';
import { pathKey } from './requests';
import { OUTPUT_FIELDS, SIMPLE_FIELDS, simplified } from './userObject';

/** Get User: `GET /api/v2.0/users/<user_key>`. */
export const get = perItem<{ key: UserKey } & ValuesOf<typeof OUTPUT_FIELDS>>({
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve one user by ID, username or email address',
	properties: [userKey.property],
	parameters: OUTPUT_FIELDS,

	prepare: (item) => ({ key: userKey.get(item), ...item.read(OUTPUT_FIELDS) }),

	done: 'Read',

	async execute({ key, simplify, fields: chosen }, request) {
		const asked = chosen ? [...new Set([...chosen, 'id'])] : simplify ? SIMPLE_FIELDS : undefined;
		const { body } = await request({
			method: 'GET',
			path: userPath(await pathKey(request, key)),
			// Organizations are only sent on request, and responses stay small.
			query: asked ? { fields: asked.join(',') } : {},
			idempotent: true,
			responseHas: 'id',
			purpose: `read the user ${shown(key.value)}`,
		});
		if (chosen) return pick(body, chosen);
		return simplify ? simplified(body) : body;
	},
});
