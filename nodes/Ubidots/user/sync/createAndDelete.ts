import { randomBytes } from 'crypto';

import { apiFailure } from '../../../shared/errors';
import { shown } from '../../../shared/shown';
import { MAYBE_APPLIED } from '../../../shared/http/errors';
import type { RequestApi } from '../../../shared/http/service';
import { settleEach } from '../../../shared/run/runner';
import { resultOf } from '../../../shared/run/summary';
import { userKey } from '../locator';
import { createUser, deleteById, differingFields, hintAtCreated } from '../requests';
import { hasId } from '../userObject';
import type { Creation, Leaver, SyncRun } from './settings';

/** For a user that nobody has chosen a password for. It has every kind of character that a password policy may ask for. */
const randomPassword = () => `${randomBytes(32).toString('base64url')}aA1!`;

const rowOf = ({ row }: Creation | Leaver) => row;

/**
 * Creates users, whose rows end as created or with a failure.
 * @throws Failure of kind `canceled`
 */
export async function createMissing(run: SyncRun, creations: readonly Creation[]): Promise<void> {
	await settleEach(run, creations, rowOf, async ({ row, body }, request) => {
		const created = await createUser(request, { password: randomPassword(), ...body });
		if (!hasId(created)) {
			throw apiFailure(
				`Could not create the user ${shown(row.requested.value)}: the response has no 'id'${MAYBE_APPLIED}`,
			);
		}
		const notVisible = differingFields(body, created);
		row.result = {
			status: 'created',
			id: created.id,
			...(notVisible.length > 0 && { notVisible }),
		};
	});
	// Those that are read back may still become as they shall be.
	if (run.settings.confirm) return;
	hintAtCreated(
		run,
		creations.map(({ row }) => resultOf(row)?.notVisible ?? []),
	);
}

async function isThere(request: RequestApi, { id, name }: Leaver): Promise<boolean> {
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
export async function deleteLeavers(run: SyncRun, leavers: readonly Leaver[]): Promise<void> {
	await settleEach(run, leavers, rowOf, async (leaver, request) => {
		const { id, name, row } = leaver;
		if (!(await deleteById(request, id, name)) && (await isThere(request, leaver))) {
			throw apiFailure(
				`Could not delete the user ${shown(name)}: Ubidots answered 404, but the user is still there`,
				{ httpCode: '404' },
			);
		}
		row.result = { status: 'deleted' };
	});
}
