import {
	bareSession,
	markSession,
	sessionFor,
} from '../../../../../nodes/shared/credentials/sessionToken';

const ADDRESS = 'https://api.example.com';
const stored = markSession('BBFF-session', ADDRESS, 'key-1');

it('a session token is stored with a short mark of its account, which gives the secret away in no form', () => {
	expect(stored).toMatch(/^BBFF-session#[0-9a-f]{12}$/);
	expect(markSession('BBFF-session', ADDRESS, 'key-1')).toBe(stored);
});

it('it is used for its own account', () => {
	expect(sessionFor(stored, ADDRESS, 'key-1')).toBe('BBFF-session');
});

it.each([
	['another secret', stored, ADDRESS, 'key-2'],
	['another address', stored, 'https://api.example.org', 'key-1'],
	['a token without a mark', 'BBFF-session', ADDRESS, 'key-1'],
	['a token with the mark at its beginning', `#${stored.split('#')[1]}BBFF`, ADDRESS, 'key-1'],
	['no token', '', ADDRESS, 'key-1'],
	['no token yet', undefined, ADDRESS, 'key-1'],
	['null', null, ADDRESS, 'key-1'],
])('none is used for %s', (_, token, address, secret) => {
	expect(sessionFor(token, address, secret)).toBe('');
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
