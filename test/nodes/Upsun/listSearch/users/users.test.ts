import { generatedUpsunId } from '../../../../../tools/sandbox';
import { setAccessToken } from '../../../../support/credentials';
import { AIKO, CHIDI, GRETA, JSMITH } from '../../../../support/people';
import { names, openPicker, values } from '../../../../support/pickers';
import { requestCount, requestLines } from '../../../../support/requests';
import { useWorld } from '../../../../support/useWorld';

/** 9 named people and 130 members of the first organization. */
const world = useWorld({ users: 130 });
beforeEach(() => setAccessToken(world));

const search = async (filter?: string) => await openPicker(world, 'upsun', 'searchUsers', filter);
const ME = { name: 'Me', value: 'me' };

describe('the list of users of Upsun', () => {
	it('begins with Me, then shows every member of every organization once, by name', async () => {
		const page = await search();
		const [first, ...others] = page.results;
		expect(first).toEqual(ME);
		expect(page.paginationToken).toBeUndefined();
		const everybody = world.sandbox.upsun.users().map(({ id }) => id);
		expect(others.map(({ value }) => value).sort()).toEqual(everybody.sort());
		const sorted = others.map(({ name }) => name).sort((a, b) => a.localeCompare(b));
		expect(others.map(({ name }) => name)).toEqual(sorted);
	});

	it('has names and addresses from the reference links, which members themselves lack', async () => {
		const { results } = await search();
		expect(results).toContainEqual({
			name: 'Aiko 田中, aiko.tanaka@example.org',
			value: AIKO,
		});
		expect(results).toContainEqual({
			name: 'Member 130, member-00130@example.org',
			value: generatedUpsunId(130),
		});
		const references = requestCount(world, { path: '/ref/users' });
		expect(references).toBeGreaterThan(5);
	});

	it.each([
		['a name in any letters', '田中', [AIKO]],
		['part of an address, in any case', 'LUND+UPSUN', [GRETA]],
		['words in any order', 'eze chidi', [CHIDI]],
		['an ID', '3c90c3cc-0d44', [JSMITH]],
		['nothing that fits', 'nobody of this name', []],
	])('is searched by %s', async (_, filter, ids) => {
		expect(values(await search(filter))).toEqual(ids);
	});

	it('finds Me by its name', async () => {
		expect((await search('me')).results).toContainEqual(ME);
	});

	it('works below a path prefix, whose links come with and without it', async () => {
		world.setCredential('upsun', { apiUrl: `${world.sandbox.url}/upsun` });
		const { results } = await search();
		expect(results).toHaveLength(140);
		expect(requestLines(world).every((line) => line.startsWith('GET /upsun/'))).toBe(true);
	});

	it('works with an API token, below a path prefix of the token address too', async () => {
		const prefix = `${world.sandbox.url}/upsun/`;
		world.setCredential('upsun', {
			authentication: 'apiToken',
			apiUrl: prefix,
			authUrl: prefix,
		});
		expect((await search('tanaka')).results).toHaveLength(1);
		expect(requestLines(world)[0]).toMatch(/^(POST \/upsun\/oauth2\/token|GET \/upsun\/organ)/);
	});
});

describe('links of Upsun to another host', () => {
	const attacker = 'https://attacker.example';
	const organization = (href: string) => ({
		items: [{ id: '1', _links: { members: { href } } }],
		_links: {},
	});
	const members = (links: object) => ({ items: [{ user_id: generatedUpsunId(1) }], _links: links });

	it.each([
		['members', organization(`${attacker}/members`), undefined],
		['members, without a scheme', organization('//attacker.example/members'), undefined],
		['another port', organization('http://127.0.0.1:9/members'), undefined],
		['another scheme', organization('ftp://127.0.0.1/members'), undefined],
		[
			'names',
			organization('/organizations/1/members'),
			members({ 'ref:users:0': { href: `${attacker}/ref` } }),
		],
		[
			'the next page',
			organization('/organizations/1/members'),
			members({ next: { href: `${attacker}/next` } }),
		],
	])('are not followed, and leave the rest of the list: %s', async (_, organizations, page) => {
		const { faults } = world.sandbox;
		const match = { path: /\/organizations$/ };
		faults.add({ answer: { status: 200, body: organizations }, match });
		faults.add({ answer: { status: 200, body: page ?? members({}) }, match: { path: 'members' } });
		const found = (await search()).results;
		expect(found[0]).toEqual({ name: 'Me', value: 'me' });
		if (page) expect(found[1].value).toBe(generatedUpsunId(1));
		const { name, value } = found[found.length - 1];
		expect(name).toContain('Not everyone is listed: Upsun linked to another host');
		expect(name).not.toContain('attacker');
		expect(value).toBe('');
		expect(requestCount(world)).toBeLessThanOrEqual(2);
	});

	it('are no trouble when they are whole addresses of the same host', async () => {
		const body = organization(`${world.sandbox.url}/organizations/1/members`);
		const match = { path: /\/organizations$/ };
		world.sandbox.faults.add({ answer: { status: 200, body }, match });
		world.sandbox.faults.add({
			answer: { status: 200, body: members({}) },
			match: { path: 'members' },
		});
		expect(names(await search())).toEqual(['Me', generatedUpsunId(1)]);
	});
});
