import { SENDING_OPTIONS } from '../../shared/form/options';
import { shown } from '../../shared/shown';
import { simplifyProperty } from '../../shared/form/simplify';
import type { Operation } from '../../shared/run/operation';
import { runEach } from '../../shared/run/runner';
import { type UserKey, userKey } from './locator';
import { SIMPLE_FIELDS, simplified } from './userObject';

/** Get User: `GET /api/v2.0/users/<user_key>`. */
export const get: Operation<{ key: UserKey; simplify: boolean }> = {
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve one user by ID or username',
	properties: [userKey.property, simplifyProperty],
	options: SENDING_OPTIONS,

	prepare: (item) => ({
		key: userKey.get(item),
		simplify: item.isOn('simplify', 'Simplify', true),
	}),

	async run(run, rows) {
		return await runEach(run, rows, 'Read', async ({ key, simplify }, request) => {
			const { body } = await request({
				method: 'GET',
				path: userKey.path(key),
				// Organizations are only sent on request, and responses stay small.
				query: simplify ? { fields: SIMPLE_FIELDS.join(',') } : {},
				idempotent: true,
				responseHas: 'id',
				purpose: `read the user ${shown(key.value)}`,
			});
			return simplify ? simplified(body) : body;
		});
	},
};
