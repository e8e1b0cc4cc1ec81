import type { IDataObject } from 'n8n-workflow';

import { column } from '../../../../support/outputs';
import { requestQueries } from '../../../../support/requests';
import { locator, ubidots, byLabel } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { workflowOf } from '../../../../support/world';

const world = useWorld();

async function filtered(filters: IDataObject, item: IDataObject = {}) {
	const setup = ubidots('getAll', { returnAll: true, filters });
	return await world.run(setup, [item]);
}

/** The filters of the only query that left. */
function query(): IDataObject {
	const [{ page, page_size, fields, ...filters }, ...others] = requestQueries(world);
	expect([page, page_size, others]).toEqual(['1', '1000', []]);
	expect(fields).toBeDefined();
	return filters;
}

describe('the filter', () => {
	it.each<[string, IDataObject, IDataObject, string[]]>([
		['Is Active (off)', { isActive: false }, { isActive: 'false' }, ['noor-haddad']],
		[
			'Created After',
			{ createdAfter: '2023-01-27T15:43:32.549Z' },
			{ createdAt__gte: '2023-01-27T15:43:32.549Z' },
			['kai-makoa', 'testt'],
		],
		[
			'Created Before',
			{ createdBefore: '2021-12-31T00:00:00Z' },
			{ createdAt__lt: '2021-12-31T00:00:00.000Z' },
			['mara-lindqvist'],
		],
		['Email', { email: 'OPS@' }, { email__icontains: 'OPS@' }, ['linh_nguyen']],
		['First Name', { firstName: 'josé' }, { firstName__icontains: 'josé' }, ['jose-ibanez']],
		['Last Name', { lastName: 'māk' }, { lastName__icontains: 'māk' }, ['kai-makoa']],
		[
			'Organization (from list)',
			{ organization: locator('list', 'my-third-customer') },
			{ organization__label: 'my-third-customer' },
			['testt'],
		],
		[
			'Organization (by label)',
			{ organization: locator('label', 'my-third-customer') },
			{ organization__label: 'my-third-customer' },
			['testt'],
		],
		['Role', { role: locator('list', 'patch1') }, { role__label: 'patch1' }, ['testt']],
		['Search', { search: 'testt' }, { search: 'testt' }, ['testt']],
		['Tag', { tag: 'pumps' }, { tags__contains: 'pumps' }, ['wei-zhang']],
		['Username', { username: 'OBRIEN' }, { username__icontains: 'OBRIEN' }, ['Sean-OBrien']],
	])('%s asks the API and gives who fits', async (_, filters, asked, usernames) => {
		const { items } = await filtered(filters);
		expect(query()).toEqual(asked);
		expect(column(items, 'username').sort()).toEqual(usernames);
	});

	it('Is Active asks for those who can sign in as soon as it is added', async () => {
		const { items } = await filtered({ isActive: true });
		expect(query()).toEqual({ isActive: 'true' });
		expect(column(items, 'username')).not.toContain('noor-haddad');
	});

	it('takes an organization with the ~ that its label has in paths', async () => {
		const { items } = await filtered({ organization: locator('label', '~my-third-customer') });
		expect(column(items, 'username')).toEqual(['testt']);
	});

	it('comes from the item', async () => {
		const { items } = await filtered({ email: '={{ $json.mail }}' }, { mail: 'wei.zhang@' });
		expect(column(items, 'username')).toEqual(['wei-zhang']);
	});

	it.each([
		['other alphabets', { firstName: '伟' }, 'wei-zhang'],
		['letters from right to left', { lastName: 'الزهراء' }, 'fatima-alzahra'],
		['an apostrophe', { lastName: "O'Brien" }, 'Sean-OBrien'],
		['a plus sign', { email: 'nguyen+ops' }, 'linh_nguyen'],
		['an ampersand, equals, percent and hash', { lastName: 'A&B=1 50% #2' }, 'odd'],
		['a comma', { lastName: 'Doe, Jr.' }, 'comma'],
		['an emoji', { lastName: '👩‍🚀' }, 'emoji'],
	])('is sent letter by letter with %s', async (_, filters, username) => {
		world.sandbox.ubidots.put({ username: 'odd', lastName: 'A&B=1 50% #2' });
		world.sandbox.ubidots.put({ username: 'comma', lastName: 'Doe, Jr.' });
		world.sandbox.ubidots.put({ username: 'emoji', lastName: '👩‍🚀' });
		const { items } = await filtered(filters);
		expect(Object.values(query())).toEqual(Object.values(filters));
		expect(column(items, 'username')).toEqual([username]);
	});

	it('works together with others, and with sort and page', async () => {
		const { items } = await filtered({ tag: 'field', isActive: true, username: 'a' });
		expect(query()).toEqual({
			isActive: 'true',
			tags__contains: 'field',
			username__icontains: 'a',
		});
		expect(column(items, 'username')).toEqual(['amara-okafor', 'wei-zhang']);
	});

	it('that was left empty does not filter', async () => {
		const { items } = await filtered({ email: '', organization: locator('list', '') });
		expect(query()).toEqual({});
		expect(items).toHaveLength(12);
	});
});

describe('dates of filters', () => {
	it.each([
		['UTC', '2023-01-01T10:30:00Z', '2023-01-01T10:30:00.000Z'],
		['an offset', '2023-01-01T00:00:00+05:30', '2022-12-31T18:30:00.000Z'],
		[
			'what $now gives',
			"={{ DateTime.fromISO('2023-01-01T00:00:00Z') }}",
			'2023-01-01T00:00:00.000Z',
		],
		['a Date', "={{ new Date('2023-01-01') }}", '2023-01-01T00:00:00.000Z'],
	])('may be %s', async (_, createdAfter, asked) => {
		await filtered({ createdAfter });
		expect(query()).toEqual({ createdAt__gte: asked });
	});

	it.each([
		['the date picker gives no zone', '2023-01-01T00:00:00'],
		['a date stands alone', '2023-01-01'],
	])("are in the workflow's time zone where %s", async (_, createdAfter) => {
		const setup = ubidots('getAll', { returnAll: true, filters: { createdAfter } });
		await world.engine.run({
			...workflowOf(setup, [{}]),
			settings: { timezone: 'America/Bogota' },
		});
		expect(query()).toEqual({ createdAt__gte: '2023-01-01T05:00:00.000Z' });
	});
});

describe('a filter with a wrong value', () => {
	it.each([
		['Created After', { createdAfter: 'soon' }, "'soon'"],
		['Created Before', { createdBefore: '2026-02-31' }, "'2026-02-31'"],
		['Created Before', { createdBefore: '2026-02-31T08:00:00Z' }, "'2026-02-31T08:00:00Z'"],
		['Is Active', { isActive: 'perhaps' }, "'perhaps'"],
		['Email', { email: '={{ $json.missing }}' }, 'undefined'],
		['Search', { search: '={{ ["a"] }}' }, 'a list'],
		['Username', { username: '={{ "a\\nb" }}' }, 'line break'],
	])('(%s) is refused by name before any request', async (title, filters, reason) => {
		const { message } = await filtered(filters);
		expect(message).toContain(`'${title}'`);
		expect(message).toContain(reason);
		expect(requestQueries(world)).toEqual([]);
	});
});

/** The service hands on anybody, whatever it is asked for. */
const ignoreFilters = () =>
	world.sandbox.faults.add({
		match: { method: 'GET' },
		answer: {
			status: 200,
			body: { count: 5, next: null, results: world.sandbox.ubidots.users().slice(0, 5) },
		},
	});
const list = async (parameters: IDataObject) =>
	await world.run(ubidots('getAll', { returnAll: true, ...parameters }));

describe('a filter that Ubidots does not honour', () => {
	it('ends the run instead of handing on everybody', async () => {
		ignoreFilters();
		const { message, items } = await list({ filters: { isActive: false } });
		expect(message).toContain("did not apply the filter 'Is Active'");
		expect(items).toEqual([]);
	});

	it('is noticed although the fields that were chosen do not show it', async () => {
		ignoreFilters();
		const { message } = await list({
			filters: { isActive: false },
			options: { fields: ['username'] },
		});
		expect(message).toContain("did not apply the filter 'Is Active'");
		expect(requestQueries(world)[0].fields).toBe('username,id,isActive');
	});

	it('is noticed for organizations too, which a list leaves out unless they are named', async () => {
		ignoreFilters();
		const { message } = await list({
			simplify: false,
			filters: { organization: byLabel('nobody-is-in-it') },
		});
		expect(message).toContain("did not apply the filter 'Organization'");
		expect(requestQueries(world)[0].fields).toContain('organizations');
	});
});

it('what was only asked for to see whether a filter was honoured is not handed on', async () => {
	const { items } = await list({
		filters: { isActive: true },
		options: { fields: ['username'] },
	});
	expect(items.length).toBeGreaterThan(0);
	expect(items.every(({ json }) => Object.keys(json).join() === 'username')).toBe(true);
});
