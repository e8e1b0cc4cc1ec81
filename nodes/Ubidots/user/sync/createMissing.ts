import { randomBytes } from 'crypto';

import { apiFailure } from '../../../shared/errors';
import { shown } from '../../../shared/form/parse';
import { settleEach } from '../../../shared/run/runner';
import { createUser } from '../create';
import type { PersonRow, SyncRun } from './row';

/** For a user that nobody has chosen a password for. It has every kind of character that a password policy may ask for. */
const randomPassword = () => `${randomBytes(32).toString('base64url')}aA1!`;

const withoutId = ({ key }: PersonRow) =>
	apiFailure(
		`Could not create the user ${shown(key)}: the response has no 'id'. It may have been created anyway`,
	);

/**
 * Creates the users of these rows, which end as created or with a failure.
 * @throws Failure of kind `canceled`
 */
export async function createMissing(run: SyncRun, rows: readonly PersonRow[]): Promise<void> {
	await settleEach(run, rows, async (row, request) => {
		const { id } = await createUser(request, { password: randomPassword(), ...row.body });
		if (typeof id !== 'string' || id === '') throw withoutId(row);
		row.id = id;
		row.state = 'created';
	});
}
