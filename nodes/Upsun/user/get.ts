import { eachRow } from '../../shared/run/runner';
import type { Operation } from '../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/form/options';
import { pick, simplifyProperty } from '../../shared/form/simplify';
import { readUser, readUserId, type UserId, userIdProperty } from './locator';

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
export const get: Operation<{ user: UserId; simplify: boolean }> = {
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve your own user, or another by ID, email or username',
	properties: [userIdProperty, simplifyProperty, optionsProperty(SENDING_OPTIONS)],

	prepare: (item) => ({
		user: readUserId(item.parameter('userId')),
		simplify: item.isOn('simplify', 'Simplify', true),
	}),

	async run(run, rows) {
		return await eachRow(run, rows, 'Read', async ({ value: { user, simplify } }) => {
			const found = await readUser(run.sender, user);
			return simplify ? pick(found, SIMPLE_FIELDS) : found;
		});
	},
};
