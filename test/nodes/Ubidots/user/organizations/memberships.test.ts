import { parseFields } from '../../../../../nodes/shared/form/fieldValues';
import { Redactor } from '../../../../../nodes/shared/redact';
import {
	membershipsOf,
	ORGANIZATIONS,
} from '../../../../../nodes/Ubidots/user/organizations/memberships';

const parsed = (organizations: unknown) =>
	parseFields([ORGANIZATIONS], { organizations }, new Redactor()).organizations;

const ACME = { label: 'acme', role: 'viewer' };
const CITY = { label: 'city', role: 'org-admin' };

describe('organizations of a user', () => {
	it.each<[string, unknown]>([
		['text', 'acme:viewer, city:org-admin'],
		['text with blanks, and the ~ of paths', ' ~acme : viewer ,city:~org-admin,'],
		['a list of texts', ['acme:viewer', 'city:org-admin']],
		['a list of objects', [ACME, CITY]],
		['a list as JSON text', JSON.stringify([ACME, CITY])],
		['a list of texts as JSON text', '["acme:viewer", "city:org-admin"]'],
		[
			'a list as Ubidots shows it',
			[
				{ id: '1', label: 'acme', name: 'Acme', role: { label: 'viewer', name: 'Viewer' } },
				{ id: '2', label: 'city', name: 'City', role: { label: 'org-admin', name: 'Admin' } },
			],
		],
		['the same one twice', 'acme:viewer, city:org-admin, acme:viewer'],
	])('may be %s', (_, value) => {
		expect(parsed(value)).toEqual([ACME, CITY]);
	});

	it('may be one alone, or none', () => {
		expect(parsed('acme:viewer')).toEqual([ACME]);
		expect(parsed(ACME)).toEqual([ACME]);
		expect(parsed('')).toEqual([]);
		expect(parsed(null)).toEqual([]);
		expect(parsed([])).toEqual([]);
		expect(parsed('[]')).toEqual([]);
	});

	it('may be thirty', () => {
		const thirty = Array.from({ length: 30 }, (_, n) => `customer-${n}:viewer`);
		expect(parsed(thirty.join(', '))).toHaveLength(30);
	});

	const HOW = 'write label:role, with a comma before the next, like acme:viewer, city:operator';
	it.each<[unknown, string]>([
		['acme', "has 'acme' without a role: "],
		['acme:', "has 'acme:' without a role: "],
		[':viewer', "has ':viewer' without an organization: "],
		['acme;viewer', "has 'acme;viewer' without a role: "],
		['acme:viewer; city:operator', "has 'acme:viewer; city:operator' with more than one colon: "],
		['city:operator, acme', "has 'acme' without a role: "],
		['acme:viewer:admin', "has 'acme:viewer:admin' with more than one colon: "],
		[' , ', "is ' , ', without an organization: "],
		[5, 'is 5: '],
		[true, 'is true: '],
		[[ACME, 5], 'has 5 as an entry: '],
		[['acme:viewer', null], 'has null as an entry: '],
		[[['acme', 'viewer']], 'has ["acme","viewer"] as an entry: '],
	])('are refused as %j', (value, reason) => {
		expect(() => parsed(value)).toThrow(`'Organizations' ${reason}${HOW}`);
	});

	it.each<[unknown, string]>([
		['acme:viewer, acme:admin', "has 'acme' with two roles, 'viewer' and 'admin'"],
		['[{"label": "acme"}]', 'has {"label":"acme"} without a role'],
		[[{ role: 'viewer' }], 'without a label of the organization'],
		[[{ label: 5, role: 'viewer' }], 'without a label of the organization'],
		[[{ organization: 'acme', role: 'viewer' }], 'without a label of the organization'],
		['[acme:viewer]', 'is not valid JSON'],
		['ac\u200bme:viewer', 'has an invisible character'],
		['acme:#N/A', "has '#N/A'"],
		['a|b:viewer', "has 'a|b', which looks like several"],
		['   ', 'is nothing but white space'],
	])('are refused as %j, with a sentence', (value, reason) => {
		expect(() => parsed(value)).toThrow(reason);
		expect(() => parsed(value)).toThrow("'Organizations'");
	});
});

describe('what the service shows', () => {
	const SHOWN = [{ label: 'acme', role: { label: 'viewer' } }];
	it.each<[unknown, unknown]>([
		[SHOWN, [ACME]],
		[[{ label: 'acme', role: 'viewer' }], [ACME]],
		[[{ label: 'acme' }], [{ label: 'acme' }]],
		[['acme'], [{ label: 'acme' }]],
		[[], []],
		[null, []],
		[undefined, undefined],
		['acme', undefined],
		[[{ id: '1' }], undefined],
	])('as %j is %j', (organizations, memberships) => {
		expect(membershipsOf({ organizations } as never)).toEqual(memberships);
	});

	const isSame = (sent: unknown, current: unknown) => ORGANIZATIONS.type.isSame(sent, current);
	it('is compared in any order, with the roles', () => {
		expect(isSame([ACME, CITY], [CITY, ACME])).toBe(true);
		expect(isSame([ACME], [ACME, CITY])).toBe(false);
		expect(isSame([ACME], [{ ...ACME, role: 'admin' }])).toBe(false);
		expect(isSame([ACME], [CITY])).toBe(false);
	});

	it('is not known where the role that decides is hidden', () => {
		expect(isSame([ACME, CITY], [CITY, { label: 'acme' }])).toBeUndefined();
		expect(isSame([ACME, CITY], [{ ...CITY, role: 'viewer' }, { label: 'acme' }])).toBe(false);
	});
});
