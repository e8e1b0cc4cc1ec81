import { eachRow } from '../../shared/run/runner';
import type { Operation } from '../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/form/options';
import { shown } from '../../shared/form/parse';
import { simplifyProperty } from '../../shared/form/simplify';
import { readUserKey, type UserKey, userKeyProperty, userPath } from './locator';
import { SIMPLE_FIELDS, simplified } from './response';

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
