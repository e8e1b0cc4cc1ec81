import type { IDataObject } from 'n8n-workflow';

import { eachRow } from '../../shared/eachRow';
import type { Operation } from '../../shared/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/options';
import { isOn, simplifyProperty } from '../../shared/simplify';
import { SIMPLE_QUERY, simplified } from '../simplified';
import { readUserKey, type UserKey, userKeyProperty, userPath } from '../userKey';

/** Get User: `GET /api/v2.0/users/<user_key>`. */
export const get: Operation<{ key: UserKey; simplify: boolean }> = {
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve one user by ID or username',
	properties: [userKeyProperty, simplifyProperty, optionsProperty(SENDING_OPTIONS)],

	prepare: (item) => ({
		key: readUserKey(item.parameter('userKey')),
		simplify: isOn(item.parameter('simplify', true)),
	}),

	async run(run, rows) {
		return await eachRow(run, rows, 'Read', async ({ value: { key, simplify } }) => {
			const { body } = await run.sender.send({
				method: 'GET',
				path: userPath(key),
				query: simplify ? SIMPLE_QUERY : {},
				repeatable: true,
				purpose: `read the user '${key.value}'`,
			});
			return simplify ? simplified(body as IDataObject) : (body as IDataObject);
		});
	},
};
