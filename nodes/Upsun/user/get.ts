import { SENDING_OPTIONS } from '../../shared/form/options';
import { pick, simplifyProperty } from '../../shared/form/simplify';
import type { Operation } from '../../shared/run/operation';
import { runEach } from '../../shared/run/runner';
import { type UserKey, userId } from './locator';
import { fetchUser } from './lookup';

/** The ten fields that most workflows need. */
const SIMPLE_FIELDS = [
	'id',
	'username',
	'email',
	'email_verified',
	'first_name',
	'last_name',
	'company',
	'website',
	'country',
	'deactivated',
];

/** `GET /users/me`, `/users/{user_id}`, `/users/email={email}` or `/users/username={username}`. */
export const get: Operation<{ key: UserKey; simplify: boolean }> = {
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve your own user, or another by ID, email or username',
	properties: [userId.property, simplifyProperty],
	options: SENDING_OPTIONS,

	prepare: (item) => ({
		key: userId.get(item),
		simplify: item.isOn('simplify', 'Simplify', true),
	}),

	async run(run, rows) {
		return await runEach(run, rows, 'Read', async ({ key, simplify }, request) => {
			const user = await fetchUser(request, key);
			return simplify ? pick(user, SIMPLE_FIELDS) : user;
		});
	},
};
