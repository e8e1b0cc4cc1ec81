import { Failure } from '../../shared/errors';
import { SENDING_SETTINGS } from '../../shared/form/settings';
import { path } from '../../shared/path';
import type { Operation } from '../../shared/run/operation';
import { parseEmail, type UserKey, userId } from './locator';
import { requestMails } from './mail';

/** `POST /users/{user_id}/emailaddress`: the address changes when the user follows the link in the mail. */
export const changeEmail: Operation<{ key: UserKey; emailAddress: string }> = {
	value: 'changeEmail',
	name: 'Change Email',
	action: 'Change email of user',
	description:
		'Have Upsun send a confirmation email to a new address. The address changes when the link in the email is followed.',
	properties: [
		userId.property,
		{
			displayName: 'Email Address',
			name: 'emailAddress',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. name@email.com',
			description: 'The new address. Upsun sends a confirmation email to it.',
		},
	],
	settings: SENDING_SETTINGS,

	prepare(item) {
		const key = userId.get(item);
		const emailAddress = parseEmail(item.get('emailAddress'));
		if (emailAddress === undefined) {
			throw new Failure("'Email Address' is not an email address: enter one like name@email.com");
		}
		return { key, emailAddress };
	},

	async run(run, rows) {
		return await requestMails(run, rows, {
			endpoint: path`/emailaddress`,
			body: ({ emailAddress }) => ({ email_address: emailAddress }),
			purpose: 'change the email address of',
			hint: 'The address changes when the link in the confirmation email is followed',
		});
	},
};
