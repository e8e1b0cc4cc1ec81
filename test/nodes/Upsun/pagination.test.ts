import { followed, getItems, getLink } from '../../../nodes/Upsun/pagination';

const BASE = 'https://api.upsun.com';

describe('the path of a link', () => {
	it.each([
		['/organizations/1/members', '/organizations/1/members'],
		[`${BASE}/organizations/1/members?page[after]=x`, '/organizations/1/members?page[after]=x'],
		['organizations/1', '/organizations/1'],
	])('%s is %s', (link, path) => {
		expect(followed(link, BASE)).toBe(path);
	});

	it.each([
		['/upsun/users?x=1', '/users?x=1'],
		['/users', '/users'],
		['/upsunny/users', '/upsunny/users'],
	])('%s is below an address with a path of its own, where it names that', (link, path) => {
		expect(followed(link, `${BASE}/upsun`)).toBe(path);
	});

	it.each([
		'https://evil.example/users',
		'//evil.example/users',
		'http://api.upsun.com/users',
		'https://api.upsun.com:8443/users',
		'blob:https://api.upsun.com/users',
		'https://api.upsun.com//evil.example/users',
		'https://api.upsun.com/\\\\evil.example/users',
		'javascript:alert(1)',
		'file:///etc/passwd',
		'https://',
	])('%s is refused: the token would go to another host', (link) => {
		expect(() => followed(link, BASE)).toThrow('Upsun linked to another host');
	});
});

it('a link below an address with a path of its own may not hide another host behind it', () => {
	expect(() => followed('/upsun//evil.example/users', `${BASE}/upsun`)).toThrow(
		'Upsun linked to another host',
	);
});

describe('a link of a response', () => {
	it('is found by its name', () => {
		const body = { _links: { next: { href: '/a' }, self: { href: '/b' } } };
		expect([getLink(body, 'next'), getLink(body, 'self')]).toEqual(['/a', '/b']);
	});

	it.each([{}, { _links: null }, { _links: [] }, { _links: {} }, { _links: { next: null } }])(
		'is not in %j',
		(body) => {
			expect(getLink(body, 'next')).toBeUndefined();
		},
	);

	it('is none without an address', () => {
		expect(getLink({ _links: { next: { href: 5 } } }, 'next')).toBeUndefined();
		expect(getLink({ _links: { next: {} } }, 'next')).toBeUndefined();
	});
});

it('the items of a response are the objects in its list', () => {
	expect(getItems({ items: [{ id: '1' }, null, 'x', { id: '2' }] })).toEqual([
		{ id: '1' },
		{ id: '2' },
	]);
	for (const items of [undefined, null, {}, 'x']) expect(getItems({ items })).toEqual([]);
});
