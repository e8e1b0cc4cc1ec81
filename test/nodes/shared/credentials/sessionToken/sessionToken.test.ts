import {
	bareSession,
	markSession,
	sessionFor,
} from '../../../../../nodes/shared/credentials/sessionToken';

const owner = {
	secret: 'key-1',
	authUrl: 'https://auth.example.com',
	apiUrl: 'https://api.example.com',
};
const stored = markSession('BBFF-session', owner);

it('a session token is stored with a short mark of its owner, which gives the secret away in no form', () => {
	expect(stored).toMatch(/^BBFF-session#[0-9a-f]{12}$/);
	expect(markSession('BBFF-session', { ...owner })).toBe(stored);
});

it('it is used for its own account', () => {
	expect(sessionFor(stored, owner)).toBe('BBFF-session');
});

it.each([
	['another secret', stored, { secret: 'key-2' }],
	['another address of the exchange', stored, { authUrl: 'https://auth.example.org' }],
	['another address of the API', stored, { apiUrl: 'https://api.example.org' }],
	['swapped addresses', stored, { authUrl: owner.apiUrl, apiUrl: owner.authUrl }],
	['a token without a mark', 'BBFF-session', {}],
	['a token with the mark at its beginning', `#${stored.split('#')[1]}BBFF`, {}],
	['no token', '', {}],
	['no token yet', undefined, {}],
	['null', null, {}],
])('none is used for %s', (_, token, changes) => {
	expect(sessionFor(token, { ...owner, ...changes })).toBe('');
});

it.each([
	[stored, 'BBFF-session'],
	['BBFF-session', 'BBFF-session'],
	['a#0123456789ab#0123456789ab', 'a#0123456789ab'],
	['a#0123456789abc', 'a#0123456789abc'],
	['a#0123456789a', 'a#0123456789a'],
	['a#0123456789xy', 'a#0123456789xy'],
	['a#0123456789ab-', 'a#0123456789ab-'],
	[undefined, ''],
	[null, ''],
])('%j is %j without its mark', (token, bare) => {
	expect(bareSession(token)).toBe(bare);
});
