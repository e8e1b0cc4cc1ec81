import type { IDataObject } from 'n8n-workflow';

import { column } from '../../../../../support/outputs';
import { reads, requestQueries } from '../../../../../support/requests';
import { byLabel, CONTINUE } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../../support/written';
import { CREW, crewId, crewRows, fateOf, putCrew, syncCrew, writes } from '../crew';

const world = useWorld();
beforeEach(() => putCrew(world, 4));

const run = async (scope: unknown, options: IDataObject = {}, rows = crewRows(1, 2)) =>
	await world.run(syncCrew({ scope, options } as never), rows);
const put = (id: number, user: object) => world.sandbox.ubidots.put({ id: crewId(id), ...user });

describe('only users in the scope are leavers:', () => {
	it.each<[string, IDataObject]>([
		['the end of an address', CREW],
		['the end of an address, in capitals and with blanks', { emailEndsWith: ' @CREW.Example ' }],
		['a tag', { tag: 'crew' }],
		['an organization', { organization: byLabel('city-lights') as never }],
		['a tag and the end of an address', { tag: 'crew', emailEndsWith: '@crew.example' }],
		['every user, but with a tag', { everyUser: true, tag: 'crew' }],
		['a tag, and not every user', { everyUser: false, tag: 'crew' }],
	])('%s', async (_, scope) => {
		for (const { id } of allUsers(world).values()) {
			if (!id.startsWith('c0de')) world.sandbox.ubidots.put({ id, memberships: [] });
		}
		for (const n of [1, 2, 3, 4])
			put(n, { memberships: [{ label: 'city-lights', role: 'viewer' }] });
		const before = allUsers(world);
		await run(scope);
		expect(changedSince(world, before)).toEqual([crewId(3), crewId(4)]);
	});

	it('all conditions have to be met', async () => {
		put(4, { tags: [] });
		await run({ ...CREW, tag: 'crew' });
		expect(fateOf(world, 1, 2, 3, 4)).toEqual(['on', 'on', 'off', 'on']);
	});

	it('rows may name others, who are updated like all', async () => {
		const rows = [...crewRows(1), { username: 'testt', firstName: 'New' }];
		await run(CREW, {}, rows);
		expect(world.sandbox.ubidots.user('testt')).toMatchObject({ firstName: 'New', isActive: true });
	});
});

describe('a scope is refused', () => {
	it.each<[string, IDataObject, string]>([
		[
			'with a domain that others end with as well',
			{ emailEndsWith: 'crew.example' },
			'begin with @',
		],
	])('%s', async (_, scope, text) => {
		const { message, description } = await run(scope);
		expect(message).toContain(text);
		expect(description).toBe('No request was sent.');
		expect(reads(world)).toEqual([]);
	});

	it('but not the end of all subdomains', async () => {
		put(4, { email: 'crew-4@sub.crew.example' });
		const { message } = await run({ emailEndsWith: '.crew.example' }, {}, [
			{ id: crewId(4), firstName: 'Crew', username: 'crew-4' },
		]);
		expect(message).toBeUndefined();
	});
});

describe('a filter that the service ignores makes nobody a leaver:', () => {
	it.each<[string, IDataObject]>([
		['email__iendswith', CREW],
		['tags__contains', { tag: 'crew' }],
		['organization__label', { organization: 'my-third-customer' }],
	])('%s', async (parameter, scope) => {
		world.sandbox.options.ignoredFilters = [parameter];
		const before = allUsers(world);
		const rows = parameter.startsWith('org') ? [{ username: 'testt' }] : crewRows(1, 2);
		await run(scope, {}, rows);
		const expected = parameter.startsWith('org') ? [] : [crewId(3), crewId(4)];
		expect(changedSince(world, before)).toEqual(expected);
		expect(allUsers(world).size).toBe(before.size);
	});

	it('one that is about another thing than it says', async () => {
		// Contains instead of ends with.
		put(4, { email: 'x@crew.example.org' });
		world.sandbox.options.ignoredFilters = ['email__iendswith'];
		await run(CREW);
		expect(fateOf(world, 3, 4)).toEqual(['off', 'on']);
	});
});

describe('a user of whom it is not shown', () => {
	it('whether they are active: they are switched off, and the plan knows no state before', async () => {
		world.sandbox.options.omittedFields = ['isActive'];
		const { items } = await run(CREW);
		expect(items[2].json).toMatchObject({ changes: { isActive: { to: false } } });
		expect(fateOf(world, 3, 4)).toEqual(['off', 'off']);
	});
});

describe('a scope is needed where leavers are not kept:', () => {
	const BLANK = "is blank: enter a value, or remove it from 'Scope'";
	it.each<[string, unknown, string]>([
		['none', {}, "'Scope' is empty"],
		['every user, switched off', { everyUser: false }, "'Scope' is empty"],
		['a blank tag', { tag: '' }, BLANK],
		['a blank tag beside another condition', { ...CREW, tag: '' }, BLANK],
		['a blank tag beside every user', { everyUser: true, tag: ' ' }, BLANK],
		['an end that is blank', { emailEndsWith: ' ' }, 'Email Ends With'],
		['no organization chosen', { organization: { __rl: true, mode: 'list', value: '' } }, BLANK],
		['an expression without a result', { ...CREW, tag: '={{ $json.nothing }}' }, "'Tag'"],
		['a list for a tag', { tag: '={{ ["a"] }}' }, "'Tag' is a list"],
		['a number', '={{ 5 }}', "'Scope' is empty"],
		['a list', '={{ [] }}', "'Scope' is empty"],
		['null', '={{ null }}', "'Scope'"],
		['a word for every user', { everyUser: 'perhaps' }, 'Every User'],
		['null for every user', { everyUser: '={{ null }}' }, 'Every User'],
		['a condition that is not known', { tags: 'crew' }, "'Scope' is empty"],
	])('%s', async (_, scope, text) => {
		for (const onError of [undefined, CONTINUE]) {
			const setup = syncCrew({ scope } as never, onError);
			const { message, items } = await world.run(setup, crewRows(1, 2));
			const errors = onError ? column(items, 'error') : [message];
			for (const error of errors) expect(error).toContain(text);
			expect(errors).toHaveLength(onError ? 2 : 1);
		}
		expect(reads(world)).toEqual([]);
	});

	it('another one for each item is refused', async () => {
		const scope = { tag: '={{ $json.username }}' };
		const { message, description } = await run(scope);
		expect(message).toContain("'Scope' is");
		expect(message).toContain('it applies to the whole run, so give it one value');
		expect(description).toBe('No request was sent.');
		expect(reads(world)).toEqual([]);
	});

	it('none where they are kept', async () => {
		const { status } = await world.run(syncCrew({ leavers: 'keep', scope: {} }), crewRows(1));
		expect(status).toBe('success');
	});
});

it('the scope is asked for with the fields that are needed, and no others', async () => {
	await run({ ...CREW, tag: 'crew' });
	const query = requestQueries(world).find((one) => 'email__iendswith' in one);
	expect(query).toMatchObject({
		email__iendswith: '@crew.example',
		tags__contains: 'crew',
		fields: 'id,username,email,isActive,tags,firstName',
	});
	expect(writes(world)).toEqual(['PATCH crew-3 crew-4']);
});
