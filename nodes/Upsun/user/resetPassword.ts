import { SENDING_SETTINGS } from '../../shared/form/settings';
import { path } from '../../shared/path';
import type { Operation } from '../../shared/run/operation';
import { type UserKey, userId } from './locator';
import { requestMails } from './mail';

/** `POST /users/{user_id}/resetpassword`: Upsun sends an email with a link. */
export const resetPassword: Operation<{ key: UserKey }> = {
	value: 'resetPassword',
	name: 'Reset Password',
	action: 'Reset password of user',
	description: 'Send the user an email with a link to set a new password',
	properties: [userId.property],
	settings: SENDING_SETTINGS,

	prepare: (item) => ({ key: userId.get(item) }),

	async run(run, rows) {
		return await requestMails(run, rows, {
			endpoint: path`/resetpassword`,
			purpose: 'reset the password of',
			hint: 'Upsun sends an email with a link to set a new password',
		});
	},
};
