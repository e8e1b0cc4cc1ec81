import type { IDataObject } from 'n8n-workflow';

import type { ItemParameters } from '../../../../nodes/shared/form/itemParameters';
import { isUuid, userId } from '../../../../nodes/Upsun/user/locator';
import { setAccessToken } from '../../../support/credentials';
import { JSMITH, ME } from '../../../support/people';
import { requestCount, requestLines } from '../../../support/requests';
import {
	BY_ID_OF_ITEM,
	byEmail,
	byId,
	byUsername,
	CONTINUE,
	fromList,
	type OnError,
	upsun,
	upsunUpdateOf,
} from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const PATCH_ME = `PATCH /users/${ME}`;
const update = async (userId: unknown, items?: IDataObject[], onError?: OnError) =>
	await world.run(upsunUpdateOf(userId, { first_name: 'Robin' }, {}, onError), items);
const chosen = (value: string) => ({ ...fromList(value), cachedResultName: 'x' });

describe('the user can be named', () => {
	it.each([
		['Me from the list', chosen('me'), ['GET /users/me', PATCH_ME]],
		['by choice from the list', chosen(ME), [PATCH_ME]],
		['by ID', byId(ME), [PATCH_ME]],
		['by ID in capitals', byId(ME.toUpperCase()), [PATCH_ME]],
		['by the ID me', byId('me'), ['GET /users/me', PATCH_ME]],
		['by a plain ID', ME, [PATCH_ME]],
		['by plain me', 'me', ['GET /users/me', PATCH_ME]],
		[
			'by email',
			byEmail('robin.salgado@example.com'),
			['GET /users/email=robin.salgado%40example.com', PATCH_ME],
		],
		[
			'by a plain email',
			'robin.salgado@example.com',
			['GET /users/email=robin.salgado%40example.com', PATCH_ME],
		],
		['by username', byUsername('robin-salgado'), ['GET /users/username=robin-salgado', PATCH_ME]],
	])('%s', async (_, userId, lines) => {
		const { items, message } = await update(userId);
		expect(message).toBeUndefined();
		expect(requestLines(world)).toEqual(lines);
		expect(items[0].json).toMatchObject({ id: ME, first_name: 'Robin' });
	});

	it('by an expression inside the picker', async () => {
		await update(BY_ID_OF_ITEM, [{ id: ME }]);
		expect(requestLines(world)).toEqual([PATCH_ME]);
	});

	it('with a plus sign and a question mark in the email, which are encoded', async () => {
		await update(byEmail('={{ $json.mail }}'), [{ mail: 'b+c?d@example.org' }]);
		expect(requestLines(world)).toEqual(['GET /users/email=b%2Bc%3Fd%40example.org']);
	});

	it('with a name that is me: a username is a username', async () => {
		await update(byUsername('me'));
		expect(requestLines(world)).toEqual(['GET /users/username=me']);
	});
});

describe('many items for the same user', () => {
	it('cost one look-up in a run', async () => {
		const items = Array.from({ length: 12 }, (_, n) => ({ n }));
		const company = '={{ "C" + $json.n }}';
		const setup = upsunUpdateOf(byUsername('robin-salgado'), { company });
		const { items: output } = await world.run(setup, items);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		expect(requestCount(world, { method: 'GET' })).toBe(1);
		expect(requestCount(world, { method: 'PATCH' })).toBe(12);
	});

	it('cost one look-up for each user', async () => {
		world.sandbox.options.upsunAdmin = true;
		const names = ['robin-salgado', 'jsmith', 'robin-salgado', 'jsmith'];
		const { items } = await update(
			byUsername('={{ $json.name }}'),
			names.map((name) => ({ name })),
		);
		expect(items.map(({ json }) => json.id)).toEqual([ME, JSMITH, ME, JSMITH]);
		expect(requestCount(world, { method: 'GET' })).toBe(2);
	});

	it('cost one look-up also when it fails', async () => {
		const { items } = await update(byUsername('nobody'), [{}, {}, {}], CONTINUE);
		expect(items.map(({ json }) => json.error)).toEqual(
			[0, 1, 2].map(
				(item) =>
					`Could not read the user 'nobody': Upsun answered 404: no reason was given → check the user, and 'API URL' in the credential [item ${item}]`,
			),
		);
		expect(requestLines(world)).toEqual(['GET /users/username=nobody']);
	});
});

describe('an answer of a look-up', () => {
	const answer = (body: IDataObject) =>
		world.sandbox.faults.add({ match: { method: 'GET' }, answer: { status: 200, body } });

	it.each([
		[byEmail('jane@example.com'), { id: ME, email: 'somebody.else@example.com' }],
		[byUsername('robin'), { id: ME, username: 'robin-2' }],
	])(
		'of %j with another user ends the run before anything is written: %j',
		async (userId, body) => {
			answer(body);
			const { message } = await update(userId);
			expect(message).toContain('Upsun answered with another user');
			expect(requestCount(world, { method: 'PATCH' })).toBe(0);
		},
	);

	it('with another user than the one of an ID is not shown', async () => {
		answer({ id: JSMITH });
		const { message } = await world.run(upsun('get', { userId: byId(ME) }));
		expect(message).toContain(`Could not read the user '${ME}': Upsun answered with another user`);
	});

	it('is that of the user also in capitals', async () => {
		answer({ id: ME, email: 'Robin@Example.com', username: 'other' });
		await update(byEmail('robin@example.com'));
		expect(requestLines(world)).toContain(PATCH_ME);
	});

	it.each([undefined, null, 7, 'robin', `${ME}/x`, `${ME}\u200b`, `~${ME}`, '..', '.', '_', [ME]])(
		'without an ID, which %j is not, ends the run instead of writing to a wrong path',
		async (id) => {
			answer({ id, username: 'x' } as IDataObject);
			const { message } = await update(byUsername('x'));
			expect(message).toContain("Upsun's response has no ID");
			expect(requestLines(world)).toEqual(['GET /users/username=x']);
		},
	);
});

describe('a user that is refused before any request', () => {
	afterEach(() => expect(requestLines(world)).toEqual([]));

	const LOOKS_LIKE = `an ID looks like ${ME}, or is 'me'`;

	it.each([
		[
			'an empty text',
			'',
			"'User' is empty: choose a user, or enter an ID, email address or username",
		],
		['nothing', undefined, "'User' is undefined: choose a user"],
		['null', null, "'User' is null"],
		['blanks', '  ', `'User' is '': ${LOOKS_LIKE}`],
		['a name', 'robin-salgado', `'User' is 'robin-salgado': ${LOOKS_LIKE}`],
		['..', '..', `'User' is '..': ${LOOKS_LIKE}`],
		['a UUID with a digit too few', ME.slice(1), LOOKS_LIKE],
		['a UUID in braces', `{${ME}}`, LOOKS_LIKE],
		['a path behind the UUID', `${ME}/emailaddress`, LOOKS_LIKE],
		['a list', [ME], "'User' is a list"],
		['an object', { id: ME }, "'User' is of type object"],
		['a number', 4711, `'User' is '4711': ${LOOKS_LIKE}`],
	])('%s', async (_, value, text) => {
		const { message } = await update(byId('={{ $json.value }}'), [{ value: value as string }]);
		expect(message).toContain(text);
		expect(message).toMatch(/ \[item 0\]$/);
	});

	it.each([
		[byEmail('robin'), "'User' is 'robin', which is not an email address"],
		[byEmail('a b@example.com'), "'User' is 'a b@example.com', which is not an email address"],
		[byUsername('..'), "'User' is '..', which cannot be a username"],
		[byUsername('a/b'), "'User' is 'a/b', which cannot be a username: it has '/'"],
		[byUsername('={{ "jane\\u200b" }}'), "'User' has an invisible character (U+200B) after 'jane'"],
		[byEmail('a/b@example.com'), "which cannot be an email address of a user: it has '/'"],
		['={{ "a\\\\b@example.com" }}', "which cannot be an email address of a user: it has '\\'"],
	])('%j', async (userId, text) => {
		const { message } = await update(userId);
		expect(message).toContain(text);
	});

	it('n8n itself does not start with a malformed ID in the form', async () => {
		await expect(update(byId('robin'))).rejects.toThrow('Not an Upsun user ID');
	});
});

const get = (value: unknown) => userId.get({ get: () => value } as unknown as ItemParameters);

describe('the user of a parameter', () => {
	it.each([
		['by ID', byId(` ${ME.toUpperCase()} `), { by: 'id', value: ME }],
		['as plain text', ME, { by: 'id', value: ME }],
		['as Me, from the list', fromList('me'), { by: 'me', value: 'me' }],
		['as me, in any case', 'ME', { by: 'me', value: 'me' }],
		['by email', byEmail(' A@b.c '), { by: 'email', value: 'A@b.c' }],
		['by the email of a plain text', 'A@b.c', { by: 'email', value: 'A@b.c' }],
		['by username', byUsername(' me '), { by: 'username', value: 'me' }],
		['by a username with @', byUsername('a@b'), { by: 'username', value: 'a@b' }],
		['by a username with dots', byUsername('...'), { by: 'username', value: '...' }],
	])('is named %s', (_, parameter, key) => {
		expect(get(parameter)).toEqual(key);
	});
});

it('an ID is a UUID, and nothing before or behind it', () => {
	expect([ME, ME.toUpperCase()].every(isUuid)).toBe(true);
	for (const text of [`x${ME}`, `${ME}x`, ME.slice(1), ME.slice(0, -1), ME.replace(/-/g, '')])
		expect(isUuid(text)).toBe(false);
});

it('rows are of the same user whatever the case of its address; usernames in capitals are others', () => {
	const { keyOf } = userId.naming;
	const key = (parameter: unknown) => keyOf({ key: get(parameter) });
	expect(key('A@b.c')).toBe(key('a@B.c'));
	expect(key(byUsername('Robin'))).not.toBe(key(byUsername('robin')));
});
