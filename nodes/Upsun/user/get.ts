import { pick, SIMPLIFY } from '../../shared/form/simplify';
import { perItem } from '../../shared/run/perItem';
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
export const get = perItem<{ key: UserKey; simplify: boolean }>({
	value: 'get',
	name: 'Get',
	action: 'Get user',
	description: 'Retrieve your own user, or another by ID, email or username',
	properties: [userId.property],
	parameters: SIMPLIFY,

	prepare: (item) => ({ key: userId.get(item), ...item.read(SIMPLIFY) }),

	done: 'Read',

	async execute({ key, simplify }, request) {
		const user = await fetchUser(request, key);
		return simplify ? pick(user, SIMPLE_FIELDS) : user;
	},
});
