import { eachRow } from '../../shared/run/runner';
import type { Operation, Row } from '../../shared/run/operation';
import { optionsProperty, SENDING_OPTIONS } from '../../shared/form/options';
import { namingBy, readUserId, type UserId, UserIds, userIdProperty } from './locator';

/** `POST /users/{user_id}/resetpassword`: Upsun sends a mail with a link. */
export const resetPassword: Operation<UserId> = {
	value: 'resetPassword',
	name: 'Reset Password',
	action: 'Reset password of user',
	description: 'Send the user a mail with a link to set a new password',
	properties: [userIdProperty, optionsProperty(SENDING_OPTIONS)],

	prepare: (item) => readUserId(item.parameter('userId')),

	async run(run, rows) {
		const ids = new UserIds(run.sender);
		const request = async ({ value }: Row<UserId>) => {
			const id = await ids.idOf(value);
			await run.sender.send({
				method: 'POST',
				path: `/users/${encodeURIComponent(id)}/resetpassword`,
				// Each request sends a mail.
				repeatable: false,
				answerIsEmpty: true,
				purpose: `reset the password of the user '${id}'`,
			});
			return { success: true, id };
		};
		const naming = namingBy((user: UserId) => user);
		const outcomes = await eachRow(run, rows, 'Mail requested', request, naming);
		if (outcomes.some((outcome) => 'json' in outcome)) {
			run.hint('Upsun sends a mail with a link to set a new password');
		}
		return outcomes;
	},
};
