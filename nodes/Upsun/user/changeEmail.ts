import { type Field, fieldProperty } from '../../shared/form/fields';
import { parseFields } from '../../shared/form/fieldValues';
import { emailAddress } from '../../shared/form/fieldTypes';
import { SENDING_SETTINGS } from '../../shared/form/settings';
import { path } from '../../shared/path';
import type { Operation } from '../../shared/run/operation';
import { type UserKey, userId } from './locator';
import { requestMails } from './mail';

const newAddress: Field = {
	displayName: 'Email Address',
	name: 'emailAddress',
	type: emailAddress,
	placeholder: 'e.g. name@email.com',
	description: 'The new address. Upsun sends a confirmation email to it.',
};

/** `POST /users/{user_id}/emailaddress`: the address changes when the user follows the link in the mail. */
export const changeEmail: Operation<{ key: UserKey; emailAddress: string }> = {
	value: 'changeEmail',
	name: 'Change Email',
	action: 'Change email of user',
	description:
		'Have Upsun send a confirmation email to a new address. The address changes when the link in the email is followed.',
	properties: [userId.property, { ...fieldProperty(newAddress), required: true }],
	settings: SENDING_SETTINGS,

	prepare(item) {
		const key = userId.get(item);
		const entered = { emailAddress: item.get('emailAddress') };
		const { emailAddress } = parseFields([newAddress], entered, item.redactor);
		return { key, emailAddress: String(emailAddress) };
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
