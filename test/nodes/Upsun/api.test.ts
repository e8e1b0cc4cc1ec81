import type { ApiRequest } from '../../../nodes/shared/http/service';
import { upsun } from '../../../nodes/Upsun/api';
import { path } from '../../../nodes/shared/path';

const { account, advice, parseError } = upsun;

describe('the account of a credential', () => {
	const apiUrl = 'https://api.upsun.com';

	it('is that of the API token, unless an access token is chosen', () => {
		const tokens = { apiToken: ' api-1 ', accessToken: 'access-1', apiUrl, requestsPerSecond: 2 };
		expect(account(tokens)).toMatchObject({
			baseUrl: apiUrl,
			requestsPerSecond: 2,
			renewal: {},
			identity: 'api-1',
		});
		const other = account({ ...tokens, authentication: 'accessToken' });
		expect(other.identity).toBe('access-1');
		expect(other).not.toHaveProperty('renewal');
	});

	it('renews its access token on a 401 alone', () => {
		expect(account({ apiToken: 'x', apiUrl }).renewal?.on()).toEqual([401]);
	});

	it('hides all that is in the credential, also what is not in use', () => {
		const sessionToken = 'session-1#0123456789ab';
		const tokens = { apiToken: 'api-1', accessToken: 'access-1', sessionToken };
		expect(account({ ...tokens, apiUrl }).secrets).toEqual(['api-1', 'access-1', 'session-1']);
	});

	it.each([
		[`${apiUrl}/`, apiUrl],
		[`${apiUrl}/users`, apiUrl],
		[`${apiUrl}/users/me?x=1`, apiUrl],
		[`${apiUrl}/proxy/users/me`, `${apiUrl}/proxy`],
		[`${apiUrl}/usersfirst`, `${apiUrl}/usersfirst`],
	])('takes %s as %s', (entered, address) => {
		expect(account({ apiToken: 'x', apiUrl: entered }).baseUrl).toBe(address);
	});
});

describe('the advice on', () => {
	const by = (method: ApiRequest['method']): ApiRequest => ({
		...{ method, path: path`/users/1`, idempotent: true, purpose: 'ask' },
	});

	it('a 403 tells seeing a user from changing one', () => {
		expect(advice(403, by('GET'))).toContain('not allowed to see this user');
		for (const method of ['PATCH', 'POST'] as const) {
			expect(advice(403, by(method))).toContain('can usually update only itself');
		}
	});

	it.each([
		[401, 'check the token'],
		[404, "check the user, and 'API URL'"],
		[409, 'already taken'],
		[420, "set 'Requests per Second'"],
		[429, "set 'Requests per Second'"],
	])('a %i is that of the error page', (status, text) => {
		expect(advice(status, by('PATCH'))).toContain(text);
	});

	it.each([400, 402, 500, 503])('a %i is none: its own message says enough', (status) => {
		expect(advice(status, by('PATCH'))).toBeUndefined();
	});
});

describe('an error body', () => {
	it.each<[string, unknown, object]>([
		['the text of any of its keys', { title: 'No.' }, { text: 'No.' }],
		[
			'at most two texts, the message first',
			{ error: 'c', title: 'b', message: 'a' },
			{ text: 'a b' },
		],
		['a text once', { title: 'No.', message: 'No.' }, { text: 'No.' }],
		['a code', { code: 12 }, { code: 12 }],
		['a code that is a word', { code: 'taken' }, { code: 'taken' }],
		['fields in its detail', { detail: { a: ['b'] } }, { fields: { a: ['b'] } }],
		[
			'fields in its errors',
			{ detail: 'No.', errors: { a: 'b' } },
			{ text: 'No.', fields: { a: ['b'] } },
		],
	])('has %s', (_, body, said) => {
		expect(parseError(body)).toEqual(said);
	});

	it.each<[unknown]>([
		[['a']],
		['a'],
		[null],
		[{}],
		[{ message: 5, code: {}, detail: {}, errors: [] }],
	])('says nothing in %j', (body) => {
		expect(parseError(body)).toEqual({});
	});
});
