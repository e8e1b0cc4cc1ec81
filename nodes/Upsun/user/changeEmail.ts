import { eachRow } from '../../shared/run/runner';
import { Failure } from '../../shared/errors';
import type { Operation, Row } from '../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/form/options';
import { namingBy, readEmail, readUserId, type UserId, UserIds, userIdProperty } from './locator';

interface ChangeEmail {
	user: UserId;
	emailAddress: string;
}

/** `POST /users/{user_id}/emailaddress`: the address changes when the link in the mail to it is followed. */
export const changeEmail: Operation<ChangeEmail> = {
	value: 'changeEmail',
	name: 'Change Email',
	action: 'Change email of user',
	description:
		'Start a change of the email address: Upsun sends a confirmation mail to the new address, and changes it when the link in it is followed',
	properties: [
		userIdProperty,
		{
			displayName: 'Email Address',
			name: 'emailAddress',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. name@email.com',
			description: 'The new address. Upsun sends a confirmation mail to it.',
		},
		optionsProperty(SENDING_OPTIONS),
	],

	prepare(item) {
		const user = readUserId(item.parameter('userId'));
		const emailAddress = readEmail(item.parameter('emailAddress'));
		if (emailAddress === undefined) {
			throw new Failure("'Email Address' is no email address: enter one like name@email.com");
		}
		return { user, emailAddress };
	},

	async run(run, rows) {
		const ids = new UserIds(run.sender);
		const request = async ({ value }: Row<ChangeEmail>) => {
			const id = await ids.idOf(value.user);
			await run.sender.send({
				method: 'POST',
				path: `/users/${encodeURIComponent(id)}/emailaddress`,
				body: { email_address: value.emailAddress },
				// Each request sends a mail.
				repeatable: false,
				answerIsEmpty: true,
				purpose: `change the email address of the user '${id}'`,
			});
			return { success: true, id };
		};
		const naming = namingBy(({ user }: ChangeEmail) => user);
		const outcomes = await eachRow(run, rows, 'Mail requested', request, naming);
		if (outcomes.some((outcome) => 'json' in outcome)) {
			run.hint('The address changes when the link in the confirmation mail to it is followed');
		}
		return outcomes;
	},
};
