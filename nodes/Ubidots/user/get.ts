import { eachRow } from '../../shared/eachRow';
import type { Operation } from '../../shared/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/options';
import { shown } from '../../shared/read';
import { simplifyProperty } from '../../shared/simplify';
import { readUserKey, type UserKey, userKeyProperty, userPath } from '../userKey';
import { SIMPLE_FIELDS, simplified } from '../userObject';

/** Get User: `GET /api/v2.0/users/<user_key>`. */
export const get: Operation<{ key: UserKey; simplify: boolean }> = {
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve one user by ID or username',
	properties: [userKeyProperty, simplifyProperty, optionsProperty(SENDING_OPTIONS)],

	prepare: (item) => ({
		key: readUserKey(item.parameter('userKey')),
		simplify: item.isOn('simplify', 'Simplify', true),
	}),

	async run(run, rows) {
		return await eachRow(run, rows, 'Read', async ({ value: { key, simplify } }) => {
			const { body } = await run.sender.send({
				method: 'GET',
				path: userPath(key),
				// Organizations come on demand, and answers stay small.
				query: simplify ? { fields: SIMPLE_FIELDS.join(',') } : {},
				repeatable: true,
				answerHas: 'id',
				purpose: `read the user ${shown(key.value)}`,
			});
			return simplify ? simplified(body) : body;
		});
	},
};
