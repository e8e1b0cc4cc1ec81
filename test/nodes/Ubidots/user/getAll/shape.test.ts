import { column } from '../../../../support/outputs';
import { AMARA } from '../../../../support/people';
import { requestLines, requestQueries } from '../../../../support/requests';
import { CONTINUE, ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { itemOf } from '../../../shared/form/itemOf';
import { PARAMETERS } from '../../../../../nodes/Ubidots/user/getAll/parameters';

const world = useWorld();

const list = async (parameters: Record<string, unknown> = {}, items = [{}]) =>
	await world.run(ubidots('getAll', { returnAll: true, ...parameters }), items);

describe('Simplify of Get Many', () => {
	it('is on: eleven fields at most, organizations and roles as a person reads them', async () => {
		const { items } = await list();
		expect(items.every(({ json }) => Object.keys(json).length === 11)).toBe(true);
		expect(items.find(({ json }) => json.id === AMARA)?.json).toMatchObject({
			organizations: ['acme-energy'],
			roles: 'acme-energy:operator',
			tags: ['field', 'shift-a'],
		});
	});

	it('off gives what the API gives, and asks for no selection', async () => {
		const { items } = await list({ simplify: false });
		expect(requestQueries(world)).toEqual([{ page: '1', page_size: '1000' }]);
		const { organizations, organizationsCount, mugshotUrl, ...user } =
			world.sandbox.ubidots.user(AMARA) ?? {};
		expect([organizations, organizationsCount, mugshotUrl]).not.toContain(undefined);
		expect(items.find(({ json }) => json.id === AMARA)?.json).toEqual(user);
	});
});

describe('the option Fields', () => {
	it('asks for these fields only, and gives them as the API does', async () => {
		const { items } = await list({ options: { fields: ['username', 'organizations'] } });
		expect(requestQueries(world)).toEqual([
			{ page: '1', page_size: '1000', fields: 'username,organizations,id' },
		]);
		const amara = items.find(({ json }) => json.username === 'amara-okafor');
		expect(Object.keys(amara?.json ?? {}).sort()).toEqual(['organizations', 'username']);
		expect(amara?.json.organizations).toEqual(world.sandbox.ubidots.user(AMARA)?.organizations);
	});

	it.each([
		['text with commas', 'id, email'],
		['a list from an expression', '={{ ["id", "email"] }}'],
	])('may be %s', async (_, fields) => {
		await list({ options: { fields } });
		expect(requestQueries(world)[0].fields).toBe('id,email');
	});

	it('without a choice leaves Simplify as it is', async () => {
		const { items } = await list({ options: { fields: [] } });
		expect(Object.keys(items[0].json)).toHaveLength(11);
	});

	it.each([['password'], ['first_name'], ['id&token']])(
		'refuses %s, which is not a field that can be read',
		async (name) => {
			const { message } = await list({ options: { fields: ['id', name] } });
			expect(message).toContain("'Fields'");
			expect(message).toContain(name);
			expect(requestLines(world)).toEqual([]);
		},
	);
});

describe('the option Sort', () => {
	it.each([
		['username', true],
		['-username', false],
		['created_at', true],
		['-created_at', false],
	])('%s is asked for and kept', async (sort, ascending) => {
		const { items } = await list({ options: { sort } });
		expect(requestQueries(world)[0].sort_by).toBe(sort);
		const key = sort.includes('username') ? 'username' : 'createdAt';
		const values = column(items, key) as string[];
		const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
		expect(values).toEqual(ascending ? sorted : sorted.reverse());
	});

	it('is not asked for unless it is added', async () => {
		await list();
		expect(requestQueries(world)[0]).not.toHaveProperty('sort_by');
	});

	it('refuses what cannot be sorted by', async () => {
		const { message } = await list({ options: { sort: 'email' } });
		expect(message).toContain("'Sort'");
		expect(requestLines(world)).toEqual([]);
	});
});

describe('Get Many for several items', () => {
	const people = [{ name: 'amara' }, { name: 'nobody' }, { name: 'o' }];
	const byName = { filters: { username: '={{ $json.name }}' } };

	it('gives the lists in input order, every user paired with its item', async () => {
		const { items } = await list(byName, people);
		expect(items[0]).toMatchObject({
			json: { username: 'amara-okafor' },
			pairedItem: { item: 0 },
		});
		const others = items.slice(1);
		expect(others.length).toBeGreaterThan(1);
		for (const { json, pairedItem } of others) {
			expect(pairedItem).toEqual({ item: 2 });
			expect(json.username).toMatch(/o/i);
		}
	});

	it('gives nothing, and no failure, for an item that nobody fits', async () => {
		const { items, status } = await list(byName, [people[1]]);
		expect([status, items]).toEqual(['success', []]);
	});

	it('keeps the failure of one item with it, with Continue On Fail', async () => {
		world.sandbox.faults.add({ skip: 1, answer: { status: 403, body: { detail: 'No.' } } });
		const setup = ubidots('getAll', { ...byName, options: { maxConcurrentRequests: 1 } }, CONTINUE);
		const { items } = await world.run(setup, people);
		const failed = items.filter(({ json }) => 'error' in json);
		expect(failed).toHaveLength(1);
		expect(failed[0]).toMatchObject({
			json: { details: { httpCode: '403' } },
			pairedItem: { item: 1 },
		});
		expect(Object.keys(failed[0].json)).toEqual(['error', 'details']);
		expect(items.length).toBeGreaterThan(2);
	});
});

it('Sort may differ from item to item, as the other options may not', async () => {
	const setup = ubidots('getAll', {
		limit: 1,
		options: { sort: '={{ $json.sort }}' },
	});
	const { items } = await world.run(setup, [{ sort: 'username' }, { sort: '-username' }]);
	expect(items[0].json.username).not.toBe(items[1].json.username);
});

const read = (options: unknown) => itemOf({ options }).read(PARAMETERS);

describe('Sort', () => {
	it.each(['username', '-username', 'created_at', '-created_at'])('may be %s', (sort) => {
		expect(read({ sort }).sort).toBe(sort);
	});

	it.each([undefined, {}, { sort: '' }, { sort: null }])('is not asked for with %j', (options) => {
		expect(read(options).sort).toBeUndefined();
	});

	it.each(['email', '--username', 'id,username', 'username,id', ['email']])(
		'is refused as %j',
		(sort) => {
			expect(() => read({ sort })).toThrow(
				'it has to be username or created_at, with a dash before it to reverse',
			);
		},
	);
});

describe('Fields', () => {
	it.each([
		[
			['id', 'tags'],
			['id', 'tags'],
		],
		['id, tags', ['id', 'tags']],
	])('%j are %j', (fields, names) => {
		expect(read({ fields }).fields).toEqual(names);
	});

	it.each([undefined, {}, { fields: [] }, { fields: '' }, { fields: ', ' }])(
		'are not chosen with %j',
		(options) => {
			expect(read(options).fields).toBeUndefined();
		},
	);

	it.each([
		[['id', 'password'], "The option 'Fields' names 'password', which is not a field of a user"],
		[[{ id: 1 }], "The option 'Fields' is of type object"],
	])('%j are refused by name', (fields, text) => {
		expect(() => read({ fields })).toThrow(text);
	});
});
