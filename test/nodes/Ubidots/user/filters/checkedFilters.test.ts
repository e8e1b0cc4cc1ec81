import type { IDataObject } from 'n8n-workflow';

import { parseNamed } from '../../../../../nodes/shared/form/parse';
import { attributesOf, checkFilters, filters } from '../../../../../nodes/Ubidots/user/filters';
import { fromList } from '../../../../support/setups';
import { parseDate } from '../../../../../nodes/Ubidots/user/filters/dates';

const queryOf = (set: unknown, timezone = 'UTC') =>
	parseNamed("'Filters'", () => filters.parse(set, { timezone }));

describe('the query of the filters', () => {
	it.each<[unknown, IDataObject]>([
		[{ email: 'a@b' }, { email__icontains: 'a@b' }],
		[
			{ firstName: 'A', lastName: 'L' },
			{ firstName__icontains: 'A', lastName__icontains: 'L' },
		],
		[
			{ username: 'u', search: 's' },
			{ search: 's', username__icontains: 'u' },
		],
		[{ tag: 'a,b' }, { tags__contains: 'a,b' }],
		[{ isActive: 'FALSE' }, { isActive: 'false' }],
		[{ organization: fromList('~acme') }, { organization__label: 'acme' }],
		[{ createdAfter: '2026-01-15' }, { createdAt__gte: '2026-01-15T00:00:00.000Z' }],
		[{ createdBefore: '2026-01-15' }, { createdAt__lt: '2026-01-15T00:00:00.000Z' }],
	])('of %j is %j', (set, query) => {
		expect(queryOf(set)).toEqual(query);
	});

	it('takes dates in the time zone of the workflow', () => {
		expect(queryOf({ createdAfter: '2026-01-15' }, 'America/Bogota')).toEqual({
			createdAt__gte: '2026-01-15T05:00:00.000Z',
		});
	});

	it.each([
		undefined,
		null,
		{},
		{ email: '', tag: null, organization: fromList('') },
		{ other: 1 },
	])('of %j is empty', (set) => {
		expect(queryOf(set)).toEqual({});
	});

	it.each([['text'], [['email']], [5]])('cannot be made of %j', (set) => {
		expect(() => queryOf(set)).toThrow("'Filters' has to be an object of filters and values");
	});

	it('does not leave out a filter whose expression gave nothing: all users would pass', () => {
		expect(() => queryOf({ tag: undefined })).toThrow(
			"The filter 'Tag' is undefined: its expression returned nothing",
		);
	});

	it('names the filter whose value is wrong', () => {
		expect(() => queryOf({ createdAfter: 'soon' })).toThrow("The filter 'Created After' is 'soon'");
	});
});

it('what a response needs to have, so that it can be checked, are the attributes of the filters', () => {
	const query = queryOf({ tag: 'a', createdAfter: '2026-01-15', search: 's', organization: 'o' });
	expect(attributesOf(query)).toEqual(['createdAt', 'organizations', 'tags']);
	expect(attributesOf({})).toEqual([]);
});

describe('a user in the response', () => {
	const check = (set: IDataObject, user: IDataObject) =>
		checkFilters([{ username: 'first', ...user }], queryOf(set));

	it.each<[IDataObject, IDataObject]>([
		[{ email: 'A@B' }, { email: 'xa@b.c' }],
		[{ firstName: 'dA' }, { firstName: 'Ada' }],
		[{ isActive: false }, { isActive: false }],
		[{ organization: 'acme' }, { organizations: [{ label: 'x' }, { label: 'acme' }] }],
		[{ organization: 'acme' }, { organizations: ['x', 'acme'] }],
		[{ role: 'admin' }, { organizations: [{ label: 'x', role: { label: 'admin' } }] }],
		[{ role: 'admin' }, { organizations: [{ label: 'x' }] }],
		[{ tag: 'a, b' }, { tags: ['b', 'c', 'a'] }],
		[{ createdAfter: '2026-01-15' }, { createdAt: '2026-01-15T00:00:00Z' }],
		[{ createdAfter: '2026-01-15' }, { createdAt: 'a while ago' }],
		[{ createdBefore: '2026-01-15' }, { createdAt: '2026-01-14T23:59:59Z' }],
		[{ search: 'x' }, { email: 'y' }],
		[{ email: 'a' }, {}],
	])('fits the filter %j as %j', (filters, user) => {
		expect(() => check(filters, user)).not.toThrow();
	});

	it.each<[IDataObject, IDataObject, string]>([
		[{ email: 'a@b' }, { email: 'a@c' }, 'Email'],
		[{ lastName: 'a' }, { lastName: null }, 'Last Name'],
		[{ isActive: true }, { isActive: false }, 'Is Active'],
		[{ organization: 'acme' }, { organizations: [{ label: 'acme-2' }, 'x'] }, 'Organization'],
		[{ organization: 'acme' }, { organizations: 'acme' }, 'Organization'],
		[{ role: 'admin' }, { organizations: [{ label: 'x', role: { label: 'viewer' } }] }, 'Role'],
		[{ role: 'admin' }, { organizations: [] }, 'Role'],
		[{ tag: 'a,b' }, { tags: ['a'] }, 'Tag'],
		[{ tag: 'a' }, { tags: 'a' }, 'Tag'],
		[{ createdAfter: '2026-01-15' }, { createdAt: '2026-01-14T23:59:59Z' }, 'Created After'],
		[{ createdBefore: '2026-01-15' }, { createdAt: '2026-01-15T00:00:00Z' }, 'Created Before'],
		[{ username: 'x' }, { username: 'y' }, 'Username'],
	])(
		'that does not fit the filter %j, as %j, shows that it was not applied',
		(filters, user, title) => {
			expect(() => check(filters, user)).toThrow(
				`Could not list users: Ubidots did not apply the filter '${title}': the user '${String(user.username ?? 'first')}' does not match it`,
			);
		},
	);

	it('is found among those that fit, and named by its ID where it has no name', () => {
		const users = [
			{ id: '1', email: 'a' },
			{ id: '2', email: 'b' },
		];
		expect(() => checkFilters(users, queryOf({ email: 'a' }))).toThrow("the user '2' does not");
	});
});

describe('a date', () => {
	it.each([
		['2023-01-01T10:30:00Z', '2023-01-01T10:30:00.000Z'],
		['2023-01-01t10:30:00z', '2023-01-01T10:30:00.000Z'],
		['2023-01-01T10:30:00.25+05:30', '2023-01-01T05:00:00.250Z'],
		['2023-01-01T10:30:00-0300', '2023-01-01T13:30:00.000Z'],
		[' 2023-01-01T10:30:00Z ', '2023-01-01T10:30:00.000Z'],
		[new Date('2023-01-01T10:30:00Z'), '2023-01-01T10:30:00.000Z'],
	])('with an offset of its own, like %j, needs no time zone', (value, utc) => {
		expect(parseDate(value, 'America/Bogota')).toBe(utc);
	});

	it.each([
		['2026-01-15T12:00:00', 'UTC', '2026-01-15T12:00:00.000Z'],
		['2026-01-15T12:00', 'Europe/Berlin', '2026-01-15T11:00:00.000Z'],
		['2026-07-15 12:00:00', 'Europe/Berlin', '2026-07-15T10:00:00.000Z'],
		['2026-01-15', 'America/Bogota', '2026-01-15T05:00:00.000Z'],
		['2026-01-15T12:00:00', 'America/St_Johns', '2026-01-15T15:30:00.000Z'],
		['2026-01-15T12:00:00', 'Asia/Kathmandu', '2026-01-15T06:15:00.000Z'],
	])('%s in %s is %s', (value, timezone, utc) => {
		expect(parseDate(value, timezone)).toBe(utc);
	});

	it.each([
		['2026-03-29T01:30:00', '2026-03-29T00:30:00.000Z'],
		['2026-03-29T03:30:00', '2026-03-29T01:30:00.000Z'],
		['2026-10-25T01:30:00', '2026-10-24T23:30:00.000Z'],
		['2026-10-25T03:30:00', '2026-10-25T02:30:00.000Z'],
	])('%s is right also near a change of the clocks', (value, utc) => {
		expect(parseDate(value, 'Europe/Berlin')).toBe(utc);
	});

	it.each([
		'soon',
		'2026-02-31',
		'2026-02-31T08:00:00Z',
		'2026-13-01',
		'2026-1-1',
		'at 2026-01-01',
		'2026-01-01 or later',
		'2026-01-01T25:00:00',
		'01/31/2026',
		'',
		null,
	])('is not %j, and the refusal says how one looks', (value) => {
		expect(() => parseDate(value, 'UTC')).toThrow(
			/^is .*: it has to be a date like 2026-01-31 or 2026-01-31T08:00:00Z$/,
		);
	});
});
