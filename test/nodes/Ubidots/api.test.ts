import type { ApiRequest } from '../../../nodes/shared/http/service';
import { ubidots } from '../../../nodes/Ubidots/api';
import type { Path } from '../../../nodes/shared/path';

const { account, advice, parseError } = ubidots;

describe('the account of a credential', () => {
	const baseUrl = 'https://industrial.api.ubidots.com';

	it('is that of the token, which is sent as it is', () => {
		const { secrets, ...others } = account({ token: ' BBFF-1 ', baseUrl, requestsPerSecond: 4 });
		expect(others).toMatchObject({
			baseUrl: `${baseUrl}/api/v2.0`,
			requestsPerSecond: 4,
			identity: 'BBFF-1',
		});
		expect(others).not.toHaveProperty('renewal');
		expect(secrets).toContain(' BBFF-1 ');
	});

	it('is that of the API key where this is chosen, and n8n can renew its session token', () => {
		const key = { authentication: 'apiKey', apiKey: 'BBFF-2', token: 'BBFF-1' };
		expect(account({ ...key, baseUrl })).toMatchObject({ renewal: {}, identity: 'BBFF-2' });
	});

	it('hides all that is in the credential, also what is not in use', () => {
		const sessionToken = 'BBFF-3#0123456789ab';
		const { secrets } = account({ token: 'BBFF-1', apiKey: 'BBFF-2', sessionToken, baseUrl });
		expect(secrets).toEqual(['BBFF-1', 'BBFF-2', 'BBFF-3']);
	});

	it.each([
		`${baseUrl}/`,
		`${baseUrl}/api`,
		`${baseUrl}/api/v2.0`,
		`${baseUrl}/api/v1.6/auth/token`,
		`${baseUrl}/api/v2.0/users/?page=1`,
	])('takes %s for the address of the API', (entered) => {
		expect(account({ token: 'x', baseUrl: entered }).baseUrl).toBe(`${baseUrl}/api/v2.0`);
	});

	it.each([`${baseUrl}/api-proxy`, `${baseUrl}/apis/v2`, `${baseUrl}/my/apiary`])(
		'keeps the path of %s, which is not that of the API',
		(entered) => {
			expect(account({ token: 'x', baseUrl: entered }).baseUrl).toBe(`${entered}/api/v2.0`);
		},
	);
});

describe('the statuses on which a session token is renewed', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	const anAccount = () => {
		const key = { authentication: 'apiKey', apiKey: 'x', baseUrl: 'https://example.com' };
		const { renewal } = account(key);
		return {
			renewOn: () => renewal?.on(),
			noteStatus: (status: number) => renewal?.noteStatus?.(status),
		};
	};

	it('are those of a bad API key and of a bad token', () => {
		const { renewOn, noteStatus } = anAccount();
		for (const status of [200, 400, 401, 404, 500]) noteStatus(status);
		expect(renewOn()).toEqual([401, 403]);
	});

	it('leave out, for half a minute, a 403 that came in spite of a new one', () => {
		const { renewOn, noteStatus } = anAccount();
		noteStatus(403);
		jest.advanceTimersByTime(29_999);
		expect(renewOn()).toEqual([401]);
		jest.advanceTimersByTime(1);
		expect(renewOn()).toEqual([401, 403]);
	});

	it('come back after that also when every answer is a 403', () => {
		const { renewOn, noteStatus } = anAccount();
		for (let second = 0; second < 30; second++) {
			noteStatus(403);
			jest.advanceTimersByTime(1000);
		}
		expect(renewOn()).toEqual([401, 403]);
	});
});

describe('the advice on', () => {
	const to = (path: string): ApiRequest => ({
		...{ method: 'GET', path: path as Path, idempotent: true, purpose: 'ask' },
	});
	const USER = ['/users/1', '/users/~jane', '/users/_1', '/users/1/_/assign_organizations/'];

	it.each(USER)('a 404 of %s is to check the user as well as the address', (path) => {
		expect(advice(404, to(path))).toContain('check the user ID or username, and');
	});

	it.each(['/users/', '/users/_/bulk/update/', '/organizations/', '/my/users/1'])(
		'a 404 of %s, which names no user, is to check the address',
		(path) => {
			expect(advice(404, to(path))).toBe("check 'Base URL' in the credential");
		},
	);

	it('a 403 tells the right to manage users from the right to see other lists', () => {
		expect(advice(403, to('/users/1'))).toContain('the right to manage users');
		expect(advice(403, to('/roles/'))).toContain('not allowed to see them');
	});

	it.each([
		[401, 'check the token or API key'],
		[402, 'plan does not include this'],
		[413, "lower 'Max Batch Bytes'"],
		[420, "lower 'Requests per Second'"],
		[429, "lower 'Requests per Second'"],
	])('a %i is in the table of response codes', (status, text) => {
		expect(advice(status, to('/users/1'))).toContain(text);
	});

	it.each([400, 405, 409, 500, 503])('a %i is none: its own message says enough', (status) => {
		expect(advice(status, to('/users/1'))).toBeUndefined();
	});
});

describe('an error body', () => {
	it.each<[string, unknown, object]>([
		[
			'code, message and fields',
			{ code: 4, message: 'No.', detail: { a: ['b'] } },
			{ code: 4, text: 'No.', fields: { a: ['b'] } },
		],
		['a code that is a word', { code: 'not_found' }, { code: 'not_found' }],
		['a message and a detail', { message: 'No.', detail: 'Not now.' }, { text: 'No. Not now.' }],
		['the same in both', { message: 'No.', detail: 'No.' }, { text: 'No.' }],
		['a detail alone', { detail: 'No.' }, { text: 'No.' }],
		['a detail for each row', { detail: [{}, { a: 'b' }] }, { rows: [{}, { a: ['b'] }] }],
		[
			'a detail that is a list of texts',
			{ message: 'No.', detail: ['a', { b: 1 }] },
			{ text: 'No. a {"b":1}' },
		],
		['a list of texts without a message', { detail: ['a'] }, { text: 'a' }],
		['an entry for each row', [{ a: ['b'] }, {}], { rows: [{ a: ['b'] }, {}] }],
	])('has %s', (_, body, said) => {
		expect(parseError(body)).toEqual(said);
	});

	it.each<[unknown]>([
		[[]],
		[['a']],
		[[{}, 'a']],
		['a'],
		[null],
		[{ code: {}, message: 5, detail: null }],
		[{ detail: {} }],
	])('says nothing in %j', (body) => {
		expect(parseError(body)).toEqual({});
	});
});
