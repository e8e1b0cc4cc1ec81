import { setApiKey } from '../../../support/credentials';
import { AMARA } from '../../../support/people';
import { names, openPicker, values } from '../../../support/pickers';
import { requestQueries } from '../../../support/requests';
import { useWorld } from '../../../support/useWorld';

/** 12 named people and 130 generated ones. */
const world = useWorld({ users: 130 });

const search = async (filter?: string, token?: string) =>
	await openPicker(world, 'ubidots', 'searchUsers', filter, token);
const queries = () => requestQueries(world);

describe('the list of users of Ubidots', () => {
	it('shows name, username and email of the first users, and stands for their IDs', async () => {
		const { results } = await search();
		expect(queries()).toEqual([
			{ page: '1', page_size: '50', fields: 'id,username,email,firstName,lastName' },
		]);
		expect(results).toHaveLength(50);
		expect(results[1]).toEqual({
			name: 'Amara Okafor (amara-okafor), amara.okafor@example.com',
			value: AMARA,
		});
	});

	it('goes on page by page until everybody was shown once', async () => {
		const seen: unknown[] = [];
		let token: unknown;
		let pages = 0;
		do {
			const page = await search(undefined, token as string | undefined);
			seen.push(...values(page));
			token = page.paginationToken;
			pages++;
		} while (token !== undefined && pages < 10);
		expect(pages).toBe(3);
		expect(seen).toEqual(world.sandbox.ubidots.users().map(({ id }) => id));
	});

	it('is searched by Ubidots, letter by letter as typed', async () => {
		expect(names(await search('ibáñez'))).toEqual([
			'José Ibáñez (jose-ibanez), jose.ibanez@example.com',
		]);
		expect(names(await search('伟'))).toEqual(['伟 张 (wei-zhang), wei.zhang@example.org']);
		expect(queries().map(({ search }) => search)).toEqual(['ibáñez', '伟']);
	});

	it('pages within a search', async () => {
		const first = await search('person-');
		expect(first.paginationToken).toBe('2');
		const last = await search('person-', '3');
		expect(last.results).toHaveLength(30);
		expect(last.paginationToken).toBeUndefined();
		expect(queries()[1]).toMatchObject({ search: 'person-', page: '3' });
	});

	it('is empty, and no failure, when nobody fits', async () => {
		expect(await search('nobody of this name')).toEqual({ results: [] });
	});

	it('shows what there is of a user without names or email', async () => {
		const results = [
			{ id: '1', username: 'plain', firstName: '', lastName: '', email: '' },
			{ id: '2', username: 'half', firstName: 'Half', lastName: null, email: null },
			{ id: '3', username: null, firstName: '', lastName: '', email: 'x@example.com' },
			{ id: '4', username: 'last', lastName: 'L', email: 'a@b.c' },
			{ id: '5', username: 'ada', email: 'a@b.c' },
		];
		const body = { count: 3, next: null, results };
		world.sandbox.faults.add({ answer: { status: 200, body } });
		expect(names(await search())).toEqual([
			'plain',
			'Half (half)',
			'x@example.com',
			'L (last), a@b.c',
			'ada, a@b.c',
		]);
	});

	it('never follows the link to the next page to another host', async () => {
		const next = 'https://attacker.example/api/v2.0/users/?page=2';
		const body = { count: 2, next, results: [{ id: '1', username: 'plain' }] };
		world.sandbox.faults.add({ answer: { status: 200, body } });
		const { paginationToken } = await search();
		expect(paginationToken).toBe('2');
		await search(undefined, paginationToken as string);
		expect(queries()[1].page).toBe('2');
	});

	it('is asked for at the address of the credential, also with /api/v2.0 pasted along', async () => {
		world.setCredential('ubidots', { baseUrl: `${world.sandbox.url}/api/v2.0/` });
		expect((await search('testt')).results).toHaveLength(1);
	});

	it('uses a session token where the credential holds an API key', async () => {
		setApiKey(world);
		expect((await search('testt')).results).toHaveLength(1);
	});
});
