import { setAccessToken } from '../../../support/credentials';
import { AIKO, GRETA, ME } from '../../../support/people';
import { requestsInFull } from '../../../support/requests';
import {
	byEmail,
	byId,
	byUsername,
	CONTINUE,
	fromList,
	type OnError,
	upsun,
} from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const SIMPLE = [
	'id',
	'username',
	'email',
	'email_verified',
	'first_name',
	'last_name',
	'company',
	'website',
	'country',
	'deactivated',
];

const get = async (userId?: unknown, more: object = {}, onError?: OnError, items = [{}]) =>
	await world.run(
		upsun('get', { ...(userId !== undefined && { userId }), ...more }, onError),
		items,
	);

describe('one user of Upsun is read', () => {
	it.each([
		['Me, from the list', { ...fromList('me'), cachedResultName: 'Me' }, 'me', ME],
		['Me, when nothing was chosen', undefined, 'me', ME],
		['Me, by ID', byId('me'), 'me', ME],
		['Me, by an expression', '={{ "me" }}', 'me', ME],
		['a user from the list', fromList(AIKO), AIKO, AIKO],
		['by ID', byId(AIKO), AIKO, AIKO],
		['by an ID in capitals', byId(AIKO.toUpperCase()), AIKO, AIKO],
		['by email', byEmail('aiko.tanaka@example.org'), 'email=aiko.tanaka%40example.org', AIKO],
		[
			'by an email with a plus sign',
			byEmail('greta.lund+upsun@example.org'),
			'email=greta.lund%2Bupsun%40example.org',
			GRETA,
		],
		['by username', byUsername('aiko-tanaka'), 'username=aiko-tanaka', AIKO],
		[
			'by an expression that gives an email',
			'={{ "aiko.tanaka@example.org" }}',
			'email=aiko.tanaka%40example.org',
			AIKO,
		],
	])('%s', async (_, userId, key, id) => {
		const { items } = await get(userId);
		expect(requestsInFull(world)).toEqual([{ method: 'GET', path: `/users/${key}` }]);
		expect(items).toHaveLength(1);
		expect(items[0].json.id).toBe(id);
		expect(items[0].pairedItem).toEqual({ item: 0 });
	});

	it('with ten fields, or whole with Simplify off', async () => {
		const [{ json: simple }] = (await get(byId(AIKO))).items;
		expect(Object.keys(simple)).toEqual(SIMPLE);
		expect(simple).toMatchObject({ first_name: 'Aiko', last_name: '田中', country: 'JP' });
		const [{ json: whole }] = (await get(byId(AIKO), { simplify: false })).items;
		expect(whole).toEqual(world.sandbox.upsun.user(AIKO));
	});

	it('with the fields that the specification does not name, with Simplify off', async () => {
		const body = { ...world.sandbox.upsun.me, mfa_enabled: true };
		world.sandbox.faults.add({ answer: { status: 200, body } });
		const { items } = await get(byId(ME), { simplify: false });
		expect(items[0].json.mfa_enabled).toBe(true);
	});

	it('below a path prefix of the API URL', async () => {
		world.setCredential('upsun', { apiUrl: `${world.sandbox.url}/upsun/` });
		const { items } = await get(byEmail('aiko.tanaka@example.org'));
		expect(requestsInFull(world)).toEqual([
			{ method: 'GET', path: '/upsun/users/email=aiko.tanaka%40example.org' },
		]);
		expect(items[0].json.id).toBe(AIKO);
	});

	it('in input order, for several items', async () => {
		const rows = [{ id: AIKO }, { id: 'me' }, { id: GRETA }];
		const { items } = await get('={{ $json.id }}', {}, undefined, rows);
		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
			[AIKO, { item: 0 }],
			[ME, { item: 1 }],
			[GRETA, { item: 2 }],
		]);
	});
});

describe('a user of Upsun that cannot be read', () => {
	it.each([
		['404 without a body', { status: 404 }, '404', 'check the user'],
		[
			'403 in the new shape',
			{ status: 403, body: { error: 'Forbidden for you' } },
			'403',
			'Forbidden for you',
		],
		[
			'403 in the older shape',
			{ status: 403, body: { status: 'Forbidden', message: 'Not yours', code: 403, title: 'No' } },
			'403',
			'Not yours',
		],
	])('gives the reason and what to do: %s', async (_, answer, httpCode, text) => {
		world.sandbox.faults.add({ answer });
		const { message, error } = await get(byId(AIKO));
		expect(message).toContain(`'${AIKO}'`);
		expect(message).toContain(text);
		expect(message).toContain('→');
		expect(error?.httpCode).toBe(httpCode);
	});

	it('is an error item in its place with Continue On Fail', async () => {
		const rows = [{ id: 'nobody@example.org' }, { id: AIKO }];
		const { items } = await get('={{ $json.id }}', {}, CONTINUE, rows);
		expect(Object.keys(items[0].json)).toEqual(['error', 'details']);
		expect(items[0].json.details).toEqual({ httpCode: '404' });
		expect(items[1].json.id).toBe(AIKO);
	});
});
