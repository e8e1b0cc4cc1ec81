import type { ApiRequest } from '../../../nodes/shared/http/service';
import {
	idFlaw,
	idSegment,
	isId,
	nameFlaw,
	nameSegment,
	path,
	pathOfLink,
} from '../../../nodes/shared/path';

const SOMETHING_ELSE = 'it means something else in an address';

/** Refused in whatever is put into a path. */
const NOWHERE: Array<[string, string]> = [
	['', 'it is empty'],
	['.', SOMETHING_ELSE],
	['..', SOMETHING_ELSE],
	['a/b', "it has '/'"],
	['/', "it has '/'"],
	['..\\devices', "it has '\\'"],
	['a\nb', "it has an invisible character (U+000A) after 'a'"],
	['a\u0000', "it has an invisible character (U+0000) after 'a'"],
	['a\u0085', "it has an invisible character (U+0085) after 'a'"],
	['..\u200b', "it has an invisible character (U+200B) after '..'"],
	['a\u00adb', "it has an invisible character (U+00AD) after 'a'"],
	['\u202ea', 'it has an invisible character (U+202E) at its beginning'],
	['a\u2028b', "it has an invisible character (U+2028) after 'a'"],
	['\ufeffa', 'it has an invisible character (U+FEFF) at its beginning'],
	['a\u3164', "it has an invisible character (U+3164) after 'a'"],
	['a\ufe0f', "it has an invisible character (U+FE0F) after 'a'"],
	['a\u{e0041}', "it has an invisible character (U+E0041) after 'a'"],
	['a\ud800', "it has an invisible character (U+D800) after 'a'"],
	[' a', 'it begins or ends with a blank'],
	['a\u00a0', 'it begins or ends with a blank'],
];

describe('an ID', () => {
	it.each([
		...NOWHERE,
		['a?b', "it has '?'"],
		['a#b', "it has '#'"],
		['%2e%2e', "it has '%'"],
		['_', SOMETHING_ELSE],
		['~user-1', SOMETHING_ELSE],
		['~', SOMETHING_ELSE],
	])('is not %j: %s', (text, flaw) => {
		expect([idFlaw(text), isId(text)]).toEqual([flaw, false]);
		expect(() => idSegment(text)).toThrow(/^.* cannot be an ID: /s);
	});

	it.each(['63d3f1247fefea000cd325af', '4711', 'a..b', '_1', 'a~', '李', 'a b', 'a@b.example'])(
		'may be %j',
		(text) => {
			expect([idFlaw(text), isId(text)]).toEqual([undefined, true]);
			expect(decodeURIComponent(idSegment(text))).toBe(text);
		},
	);

	it.each([undefined, null, 7, ['a'], {}])('is text, and not %j', (value) => {
		expect(isId(value)).toBe(false);
	});
});

describe('a username or email address in a path', () => {
	it.each(NOWHERE)('is not %j: %s', (text, flaw) => {
		expect(nameFlaw(text)).toBe(flaw);
		expect(() => nameSegment(text)).toThrow(' cannot be a username or email address: ');
	});

	/** What WSGI does before an endpoint is looked for: the query is cut off, then everything is decoded once. */
	const segmentsOnTheServer = (target: string) =>
		decodeURIComponent(target.split('?')[0]).split('/').slice(1);

	it.each([
		'jane-doe',
		'_',
		'~jane',
		'a?token=x',
		'a#b',
		'100%',
		'%2F',
		'%252F',
		'%2e%2e',
		'a b;c',
	])('%j stays one segment, and itself, once the server has decoded it', (name) => {
		const target = path`/users/~${nameSegment(name)}`;
		expect(segmentsOnTheServer(target)).toEqual(['users', `~${name}`]);
		expect(target).not.toMatch(/[?#]/);
	});
});

describe('a path', () => {
	it('is what the source says, with checked segments and other paths in it', () => {
		const user = path`/users/${idSegment('a b')}`;
		expect(path`${user}/_/assign_organizations/`).toBe('/users/a%20b/_/assign_organizations/');
		expect(path`/users/`).toBe('/users/');
	});

	it('is of no other type: the compiler refuses these', () => {
		const id = 'a/b';
		// @ts-expect-error a text with a value in it
		const built: ApiRequest['path'] = `/users/${id}`;
		// @ts-expect-error a value that was not checked
		const unchecked = path`/users/${id}`;
		// @ts-expect-error any text
		const text: ApiRequest['path'] = '/users/';
		expect([built, unchecked, text]).toHaveLength(3);
	});
});

describe('the path of a link', () => {
	const BASE = 'https://api.example.com';

	it.each([
		['/a/b?c=d', '/a/b?c=d'],
		[`${BASE}/a`, '/a'],
		['a', '/a'],
		['/../a', '/a'],
		['https://somebody@api.example.com/a', '/a'],
	])('%s is %s', (link, found) => {
		expect(pathOfLink(link, BASE)).toBe(found);
	});

	it.each([
		['/upsun/users?x=1', '/users?x=1'],
		['/users', '/users'],
		['/upsunny/users', '/upsunny/users'],
	])('%s is %s below an address with a path of its own, where it names that', (link, found) => {
		expect(pathOfLink(link, `${BASE}/upsun`)).toBe(found);
	});

	it('that hides another host behind the path of the address is none', () => {
		expect(pathOfLink('/upsun//evil.example/users', `${BASE}/upsun`)).toBeUndefined();
	});

	it.each([
		'https://evil.example/a',
		'//evil.example/a',
		'\\\\evil.example/a',
		`${BASE}//evil.example/a`,
		`${BASE}/\\evil.example/a`,
		`blob:${BASE}/a`,
		'http://api.example.com/a',
		'https://api.example.com:8443/a',
		'file:///etc/passwd',
		'ftp://api.example.com/a',
		'javascript:alert(1)',
		'data:text/html,a',
		'https://',
	])('%s is none: the token would go elsewhere', (link) => {
		expect(pathOfLink(link, BASE)).toBeUndefined();
	});
});
