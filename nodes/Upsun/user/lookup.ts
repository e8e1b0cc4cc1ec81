import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../../shared/errors';
import { shown } from '../../shared/shown';
import type { RequestApi } from '../../shared/http/service';
import { isUuid, type UserKey, userPath } from './locator';

/** Whether the response is about another user. */
function isAnotherUser({ by, value }: UserKey, user: IDataObject): boolean {
	const found = user[by];
	return typeof found === 'string' && found.toLowerCase() !== value.toLowerCase();
}

/**
 * @returns a user with an id
 * @throws Failure when there is no such user, or the token is not allowed to see it
 */
export async function fetchUser(request: RequestApi, key: UserKey): Promise<IDataObject> {
	const who = key.by === 'me' ? 'your own user' : `the user ${shown(key.value)}`;
	const { body: user } = await request({
		method: 'GET',
		path: userPath(key),
		idempotent: true,
		purpose: `read ${who}`,
	});
	if (typeof user.id !== 'string' || !isUuid(user.id)) {
		throw apiFailure(`Could not read ${who}: Upsun's response has no ID`);
	}
	if (isAnotherUser(key, user)) {
		throw apiFailure(`Could not read ${who}: Upsun answered with another user`);
	}
	return user;
}

/** Fetches the ids that the write endpoints need, once for each user of a run. */
export class UserIds {
	private readonly known = new Map<string, Promise<string>>();

	/** @throws Failure, see `fetchUser` */
	async fetch(request: RequestApi, key: UserKey): Promise<string> {
		if (key.by === 'id') return key.value;
		const path = userPath(key);
		const asked = this.known.get(path) ?? fetchUser(request, key).then(({ id }) => String(id));
		this.known.set(path, asked);
		return await asked;
	}
}
