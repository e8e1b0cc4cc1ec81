import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { BULK_SETTINGS } from '../../../../nodes/Ubidots/user/bulk/settings';
import { ItemParameters } from '../../../../nodes/shared/form/itemParameters';
import {
	flag,
	inOptions,
	number,
	propertiesOf,
	shownWhere,
} from '../../../../nodes/shared/form/parameters';
import { SENDING_SETTINGS } from '../../../../nodes/shared/form/settings';
import { whatIsThere } from '../../../../nodes/shared/form/whatIsThere';
import { Redactor } from '../../../../nodes/shared/redact';
import { itemOf } from './itemOf';

/** The second item of a node whose parameters are these, and how they were asked for. */
function secondItem(values: Record<string, unknown>) {
	const asked: unknown[] = [];
	const context = {
		getInputData: () => [{ json: { n: 0 } }, { json: { n: 1 } }],
		getTimezone: () => 'America/Bogota',
		getNodeParameter(name: string, index: number, fallback: unknown, how: object) {
			asked.push([name, index, how]);
			return values[name] ?? fallback;
		},
	} as unknown as IExecuteFunctions;
	return { item: new ItemParameters(context, 1, new Redactor()), asked };
}

it('an item has its own data, and the time zone of the workflow', () => {
	const { item } = secondItem({});
	expect([item.itemIndex, item.json, item.timezone]).toEqual([1, { n: 1 }, 'America/Bogota']);
});

it('a parameter is evaluated for the item, without n8n’s validation, which changes values', () => {
	const { item, asked } = secondItem({ name: 'Ada' });
	expect([item.get('name'), item.get('other', 'none')]).toEqual(['Ada', 'none']);
	expect(asked[0]).toEqual(['name', 1, { skipValidation: true }]);
});

it('a parameter can be had as it is stored, with its expressions', () => {
	const { item, asked } = secondItem({ name: '={{ $json.n }}' });
	expect([item.raw('name'), item.raw('other', 'none')]).toEqual(['={{ $json.n }}', 'none']);
	expect(asked[0]).toEqual(['name', 1, { rawExpressions: true }]);
});

describe('parameters read by their table', () => {
	const table = {
		all: flag({ displayName: 'All', default: false }),
		most: shownWhere({ all: [false] }, number({ displayName: 'Most', default: 50, min: 1 })),
	};

	it('have their defaults, and are checked, also as text', () => {
		expect(itemOf({}).read(table)).toEqual({ all: false, most: 50 });
		expect(itemOf({ all: 'false', most: '7' }).read(table)).toEqual({ all: false, most: 7 });
		expect(() => itemOf({ all: 'perhaps' }).read(table)).toThrow("'All' is 'perhaps'");
	});

	it('are not read where the form hides them', () => {
		expect(itemOf({ all: true, most: 'wrong' }).read(table)).toEqual({ all: true });
	});
});

describe('the form of a table', () => {
	const depth = number({ displayName: 'Depth', default: 1, min: 0 });
	const deep = flag({ displayName: 'Deep', default: false });
	const properties = propertiesOf({ ...inOptions({ depth }), ...SENDING_SETTINGS, deep });
	const [own, { options, ...collection }] = properties;

	it('begins with the parameters of their own', () => {
		expect(properties).toHaveLength(2);
		expect(own).toEqual({ displayName: 'Deep', name: 'deep', type: 'boolean', default: false });
	});

	it('ends with a collection that is called Options and starts empty', () => {
		expect(collection).toMatchObject({ name: 'options', type: 'collection', default: {} });
	});

	it('has the options in it in alphabetical order', () => {
		expect(options?.map(({ name }) => name)).toEqual([
			'depth',
			'maxConcurrentRequests',
			'retryTimeout',
			'timeout',
		]);
	});

	it('gives each number its documented default and the limits that are checked', () => {
		const { batchSize, timeout } = BULK_SETTINGS;
		const [numbers] = propertiesOf({ batchSize, timeout });
		const shown = (numbers.options as INodeProperties[]).map(
			({ type, default: byDefault, typeOptions }): IDataObject => ({
				type,
				byDefault,
				...(typeOptions as IDataObject),
			}),
		);
		expect(shown).toEqual([
			{ type: 'number', byDefault: 100, minValue: 1, maxValue: 10_000 },
			{ type: 'number', byDefault: 60, minValue: 0.05, maxValue: 3600 },
		]);
	});
});

describe('What is there', () => {
	const DELIMITER = (name: string) =>
		`Its columns were read as one: set 'Delimiter' to ${name} in the node that reads the file`;

	const NO_HEADERS =
		"There are columns without a header, so the headers may be in a later line: set 'Starting Line', 'Range' or 'Header Row' in the node that reads the sheet";

	describe('a message about a field that is missing', () => {
		it('ends with the fields that there are', () => {
			expect(whatIsThere({ name: 'Otto', phone: 1 }, 'email')).toBe("The item has 'name', 'phone'");
		});

		it('lists the first ten', () => {
			const item = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`c${n}`, n]));
			expect(whatIsThere(item, 'email')).toBe(
				"The item has 'c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9' and 2 more",
			);
		});

		it('shows no value', () => {
			expect(whatIsThere({ name: 'Otto', body: { email: 'o@x.org' } }, 'email')).not.toContain(
				'o@x',
			);
		});

		it('says so when there is none', () => {
			expect(whatIsThere({}, 'email')).toBe(
				'The item has no fields: it is a blank row, or the node before found nothing',
			);
		});
	});

	it.each<[string, object, string]>([
		['semicolons', { 'email;firstName': 'otto@example.org;Otto' }, DELIMITER("';'")],
		['semicolons and a comma', { 'email;name': 'a;b', _1: 'c' }, DELIMITER("';'")],
		['tabs', { 'email\tfirstName': 'otto@example.org\tOtto' }, DELIMITER('a tab')],
		['pipes', { 'email|firstName': 'otto@example.org|Otto' }, DELIMITER("'|'")],
		['commas', { 'email,firstName': 'otto@example.org,Otto' }, DELIMITER("','")],
		['a title above the headers (XLSX)', { 'Employee list': 'email', __EMPTY: 'name' }, NO_HEADERS],
		['a title above the headers (CSV)', { 'Employee list': 'email', '': 'name' }, NO_HEADERS],
		['a title above the headers (Sheets)', { 'Employee list': 'email', col_1: 'name' }, NO_HEADERS],
		['blank headers (XLSX)', { Staff: 'a', '': 'b', _1: 'c' }, NO_HEADERS],
		[
			'no headers',
			{ row: { 0: 'otto@example.org', 1: 'Otto' } },
			"Its line of headers was read as data: turn on 'Header Row' in the node that reads the file",
		],
		[
			'a webhook',
			{ headers: {}, params: {}, query: {}, body: { email: 'otto@example.org' } },
			`It is inside 'body': map it by hand, as {{ $json["body"]["email"] }}`,
		],
		[
			'a profile',
			{ objectId: '1', profile: { primaryEmail: 'otto@example.org' } },
			`It is inside 'profile': map it by hand, as {{ $json["profile"]["primaryEmail"] }}`,
		],
		[
			'a list',
			{ data: [{ email: 'otto@example.org' }] },
			"It is in the list 'data': put a Split Out node for 'data' before this node",
		],
		[
			'a list of an API',
			{ schemas: ['urn'], totalResults: 1, Resources: [{ userName: 'o', 'E-Mail': 'o@x.org' }] },
			"It is in the list 'Resources': put a Split Out node for 'Resources' before this node",
		],
		[
			'a template',
			{ 'First Name [Required]': 'Otto', 'Email Address [Required]': 'otto@example.org' },
			"If 'Email Address [Required]' is meant, rename it to email, or map it by hand",
		],
	])('names the cure for %s', (_, item, cure) => {
		expect(whatIsThere(item as Record<string, unknown>, 'email').split('. ')[1]).toBe(cure);
	});

	it.each([
		['a list without it', { data: [{ name: 'Otto' }] }],
		['other data inside', { body: { name: 'Otto' }, mailbox: 'x' }],
		['itself', { email: '' }],
		['a word that only holds its letters', { emailed: 1, 'the mail': 2, femail: 3 }],
	])('has none for %s', (_, item) => {
		expect(whatIsThere(item, 'email')).toMatch(/^The item has [^.]*$/);
	});

	it('has those for the whole form only, where any name would do', () => {
		expect(whatIsThere({ body: { email: 'otto@example.org' } })).toBe("The item has 'body'");
		expect(whatIsThere({ 'a;b': '1;2' })).toContain(DELIMITER("';'"));
	});
});
