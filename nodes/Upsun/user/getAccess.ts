import { SENDING_SETTINGS } from '../../shared/form/settings';
import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../pagination';
import { runEach } from '../../shared/run/runner';
import { fetchGrants } from '../extendedAccess';
import { type UserKey, userId } from './locator';
import { UserIds } from './lookup';

/** `GET /users/{user_id}/extended-access`: one item for each project and organization. */
export const getAccess: Operation<{ key: UserKey }> = {
	value: 'getAccess',
	name: 'Get Access',
	action: 'Get access of user',
	description: 'List all organizations and projects that a user can access, directly or by a team',
	properties: [userId.property],
	settings: SENDING_SETTINGS,

	prepare: (item) => ({ key: userId.get(item) }),

	async run(run, rows) {
		const ids = new UserIds();
		return await runEach(run, rows, 'Read', async ({ key }, request) => {
			const id = await ids.fetch(request, key);
			return await fetchGrants({ ...apiOf(run), request }, id);
		});
	},
};
