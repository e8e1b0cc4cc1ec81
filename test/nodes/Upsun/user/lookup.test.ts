import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../../../../nodes/shared/http/service';
import type { UserKey } from '../../../../nodes/Upsun/user/locator';
import { fetchUser, UserIds } from '../../../../nodes/Upsun/user/lookup';
import { AIKO, ME } from '../../../support/people';

/** A service that answers with this user, and the requests that it got. */
function answering(user: IDataObject) {
	const sent: ApiRequest[] = [];
	const request = async (one: ApiRequest) => {
		sent.push(one);
		return await Promise.resolve({ status: 200, body: user, maybeApplied: false });
	};
	return { request, sent };
}

const me: UserKey = { by: 'me', value: 'me' };
const find = async (key: UserKey, user: IDataObject) =>
	await fetchUser(answering(user).request, key);

describe('a user that is looked up', () => {
	it.each<[UserKey, string]>([
		[me, '/users/me'],
		[{ by: 'id', value: ME }, `/users/${ME}`],
		[{ by: 'email', value: 'a@example.com' }, '/users/email=a%40example.com'],
	])('is asked for by %j, again if need be', async (key, path) => {
		const { request, sent } = answering({ id: ME });
		await expect(fetchUser(request, key)).resolves.toEqual({ id: ME });
		expect(sent).toMatchObject([{ method: 'GET', path, idempotent: true }]);
	});

	it('is the one that was asked for, in capitals or not', async () => {
		const user = { id: ME, email: 'Robin@Example.com', username: 'other' };
		await expect(find({ by: 'email', value: 'robin@example.com' }, user)).resolves.toBe(user);
	});

	it.each<[UserKey, IDataObject]>([
		[{ by: 'id', value: ME }, { id: AIKO }],
		[
			{ by: 'username', value: 'robin' },
			{ id: ME, username: 'robin-2' },
		],
	])('is not %j when the answer is %j', async (key, user) => {
		await expect(find(key, user)).rejects.toThrow(
			`Could not read the user '${key.value}': Upsun answered with another user`,
		);
	});

	it.each([undefined, null, 7, 'robin', `${ME}/x`, `${ME}\u200b`, `~${ME}`, '..', '.', '_', [ME]])(
		'has an ID, which %j is not: it would lead to a wrong path',
		async (id) => {
			await expect(find(me, { id } as IDataObject)).rejects.toThrow(
				"Could not read your own user: Upsun's response has no ID",
			);
		},
	);
});

describe('the ID that a write needs', () => {
	it('is not looked up where it is given', async () => {
		const { request, sent } = answering({});
		await expect(new UserIds().fetch(request, { by: 'id', value: ME })).resolves.toBe(ME);
		expect(sent).toEqual([]);
	});

	it('is looked up once for each user', async () => {
		const { request, sent } = answering({ id: ME });
		const ids = new UserIds();
		const keys: UserKey[] = [me, { by: 'username', value: 'robin' }, me];
		const found = await Promise.all(keys.map(async (key) => await ids.fetch(request, key)));
		expect(found).toEqual([ME, ME, ME]);
		expect(sent.map(({ path }) => path)).toEqual(['/users/me', '/users/username=robin']);
	});
});
