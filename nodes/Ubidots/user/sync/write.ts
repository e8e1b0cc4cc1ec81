import { randomBytes } from 'crypto';

import { apiFailure } from '../../../shared/errors';
import { shown } from '../../../shared/form/parse';
import type { RequestApi } from '../../../shared/http/service';
import { settleEach } from '../../../shared/run/runner';
import { userKey } from '../locator';
import { createUser, deleteById } from '../requests';
import type { LeaverRow, PersonRow, SyncRun } from './settings';

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

async function isThere(request: RequestApi, { id, name }: LeaverRow): Promise<boolean> {
	const { status } = await request({
		method: 'GET',
		path: userKey.path({ by: 'id', value: id }),
		query: { fields: 'id' },
		idempotent: true,
		expected: [404],
		purpose: `see whether the user ${shown(name)} is deleted`,
	});
	return status !== 404;
}

/**
 * Deletes users one by one. One that is gone already is as it shall be, but a 404 may also be of a user whom the token cannot delete.
 * @throws Failure of kind `canceled`
 */
export async function deleteLeavers(run: SyncRun, leavers: readonly LeaverRow[]): Promise<void> {
	await settleEach(run, leavers, async (leaver, request) => {
		const { id, name } = leaver;
		if (!(await deleteById(request, id, name)) && (await isThere(request, leaver))) {
			throw apiFailure(
				`Could not delete the user ${shown(name)}: Ubidots answered 404, but the user is still there`,
				{ httpCode: '404' },
			);
		}
		leaver.state = 'deleted';
	});
}
