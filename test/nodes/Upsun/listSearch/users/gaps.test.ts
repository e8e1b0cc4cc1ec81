import { generatedUpsunId } from '../../../../../tools/sandbox';
import { setAccessToken } from '../../../../support/credentials';
import { AIKO, GRETA } from '../../../../support/people';
import { names, openPicker, values } from '../../../../support/pickers';
import { requestLines, requests } from '../../../../support/requests';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';

const world = useWorld({ users: 60 });
beforeEach(() => setAccessToken(world));

const search = async () => await openPicker(world, 'upsun', 'searchUsers');
const refuse = (path: string | RegExp, status: number, times = 50) =>
	world.sandbox.faults.add({
		match: { path },
		times,
		answer: { status, body: { error: 'You may not do this.' } },
	});

describe('a token that may not list everything', () => {
	it.each([403, 404])('still offers Me when organizations are refused (%i)', async (status) => {
		refuse(/\/organizations$/, status);
		expect((await search()).results).toEqual([{ name: 'Me', value: 'me' }]);
		expect(requestLines(world)).toEqual(['GET /organizations']);
	});

	it('still offers Me when there are no organizations', async () => {
		world.sandbox.faults.add({ answer: { status: 200, body: { items: [], _links: {} } } });
		expect(names(await search())).toEqual(['Me']);
	});

	it('still offers Me when all members are refused', async () => {
		refuse('/members', 403);
		expect(names(await search())).toEqual(['Me']);
	});

	it('does not ask for members where the organization has no link to them', async () => {
		await search();
		const asked = requestLines(world).filter((line) => line.includes('/members'));
		expect(asked.length).toBeGreaterThan(0);
		expect(asked.every((line) => !line.includes('003/members'))).toBe(true);
	});

	it('shows the other organizations when the members of one are refused', async () => {
		refuse(/001\/members/, 403);
		const found = values(await search());
		expect(found).toContain(GRETA);
		expect(found).not.toContain(generatedUpsunId(1));
	});

	it('shows the others, and says what is missing, when a page of members fails', async () => {
		refuse(/001\/members/, 500);
		const { results } = await search();
		expect(results.map(({ value }) => value)).toContain(GRETA);
		const { name, value } = results[results.length - 1];
		expect(name).toMatch(/^Not everyone is listed: .*answered 500.*\. Enter others by hand$/);
		expect(value).toBe('');
	});

	it('says what is missing whatever is searched for', async () => {
		refuse(/001\/members/, 500);
		const { results } = await openPicker(world, 'upsun', 'searchUsers', 'nobody like that');
		expect(results).toHaveLength(1);
		expect(results[0].name).toContain('Not everyone is listed');
	});

	it('reads organizations side by side', async () => {
		world.sandbox.options.latencyMs = 30;
		await inVirtualTime(search);
		expect(Math.max(...requests(world).map(({ inFlight }) => inFlight))).toBeGreaterThan(1);
	});

	it('keeps the members whose names are refused, by their IDs', async () => {
		refuse('/ref/users', 403);
		const found = values(await search());
		expect(found).toContain(generatedUpsunId(1));
		expect(found).toContain(AIKO);
	});

	it('keeps the members of the first page when a further page is refused', async () => {
		const page = {
			items: [{ user_id: generatedUpsunId(7) }],
			_links: { next: { href: '/organizations/more/members' } },
		};
		const answer = { status: 200, body: page };
		world.sandbox.faults.add({ match: { path: /001\/members/ }, answer });
		refuse('/more/members', 403);
		expect(values(await search())).toContain(generatedUpsunId(7));
	});

	it('cannot list anybody where organizations fail for another reason', async () => {
		refuse(/\/organizations$/, 400);
		await expect(search()).rejects.toThrow(
			'Could not list the users of your organizations: Upsun answered 400: You may not do this.',
		);
	});

	it('is asked for again when the service is busy for a moment', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0.01);
		refuse(/\/organizations$/, 503, 1);
		expect(values(await search())).toContain(GRETA);
		jest.restoreAllMocks();
	});
});

describe('more organizations than are looked at', () => {
	const TOO_MANY =
		'Not everyone is listed: Only the members of 20 organizations are listed. Enter others by hand';
	const lastOf = async (count: number, more: object = {}) => {
		const items = Array.from({ length: count }, (_, n) => ({
			_links: { members: { href: `/organizations/none-${n}/members` } },
		}));
		const answer = { status: 200, body: { items, _links: more } };
		world.sandbox.faults.add({ match: { path: /\/organizations$/ }, answer });
		return names(await search()).at(-1);
	};

	it.each([
		[20, {}, 'Me'],
		[21, {}, TOO_MANY],
		[1, { next: { href: '/organizations?page=2' } }, TOO_MANY],
	])('are said to be left out: %i with the links %j', async (count, more, last) => {
		expect(await lastOf(count, more)).toBe(last);
	});

	it('cost no request', async () => {
		await lastOf(30);
		expect(requests(world)).toHaveLength(21);
	});
});

describe('members with odd data', () => {
	const organizations = {
		items: [{ id: '1', _links: { members: { href: '/organizations/1/members' } } }],
	};
	const prepare = (page: object, references?: object) => {
		const { faults } = world.sandbox;
		const ok = (body: object) => ({ status: 200, body });
		faults.add({ match: { path: /\/organizations$/ }, answer: ok(organizations) });
		faults.add({ match: { path: '/members' }, answer: ok(page), times: 99 });
		if (references) faults.add({ match: { path: '/ref' }, answer: ok(references) });
	};
	const [first, second] = [generatedUpsunId(1), generatedUpsunId(2)];
	const items = [{ user_id: first }, { user_id: second }];
	const withNames = { items, _links: { 'ref:users:0': { href: '/ref/users?in=x&sig=y' } } };

	it('are offered by ID when the service gives no links to names', async () => {
		prepare({ items });
		expect(names(await search())).toEqual(['Me', first, second]);
	});

	it('are offered by ID when the service knows no name of one', async () => {
		prepare(withNames, { [first]: { id: first, first_name: 'Known' }, [second]: null });
		expect(names(await search())).toEqual(['Me', second, 'Known']);
	});

	it('without names show their username, without one their ID', async () => {
		prepare(withNames, {
			[first]: { id: first, username: 'only-username', first_name: '', email: null },
			[second]: { id: second },
		});
		expect(names(await search())).toEqual(['Me', second, 'only-username']);
	});

	it('are listed without the token, also where a name repeats it', async () => {
		const { upsunAccessToken } = world.sandbox.secrets;
		prepare(withNames, { [first]: { id: first, username: `bob ${upsunAccessToken}` } });
		expect(names(await search())).toEqual(['Me', second, 'bob •••']);
	});

	it('keep their names when they come again on a later page', async () => {
		const links = { ...withNames._links, next: { href: '/organizations/1/members?page=2' } };
		const answer = { status: 200, body: { items, _links: links } };
		world.sandbox.faults.add({
			match: { path: /\/organizations$/ },
			answer: { status: 200, body: organizations },
		});
		world.sandbox.faults.add({ match: { path: '/members' }, answer });
		prepare({ items }, { [first]: { id: first, first_name: 'Known' } });
		expect(names(await search())).toEqual(['Me', second, 'Known']);
	});

	it.each([null, [], {}, { next: null }, { next: {} }, { next: { href: 5 } }])(
		'end with a page whose links are %j',
		async (links) => {
			prepare({ items, _links: links });
			expect(names(await search())).toEqual(['Me', first, second]);
			expect(requestLines(world)).toHaveLength(2);
		},
	);

	it('are the objects in the list of a response', async () => {
		prepare({ items: [{ user_id: first }, null, 'x', {}, { user_id: second }] });
		expect(names(await search())).toEqual(['Me', first, second]);
	});

	it.each([undefined, null, {}, 'x'])(
		'are missing where there is no list, but %j',
		async (list) => {
			prepare({ items: list });
			expect(names(await search())).toEqual([
				'Me',
				"Not everyone is listed: Could not list the users of your organizations: the response has no 'items'. Check that 'API URL' in the credential is that of the Upsun API. Enter others by hand",
			]);
		},
	);

	it('whose names are behind very many links are read a few at a time', async () => {
		const links = Array.from({ length: 60 }, (_, n) => [
			`ref:users:${n}`,
			{ href: `/ref/users?in=${n}&sig=y` },
		]);
		prepare({ items, _links: Object.fromEntries(links) });
		world.sandbox.faults.add({
			match: { path: '/ref' },
			times: 99,
			answer: { status: 200, body: {} },
		});
		world.sandbox.options.latencyMs = 5;
		expect(names(await search())).toEqual(['Me', first, second]);
		const references = requests(world).filter(({ path }) => path.includes('/ref'));
		expect(references).toHaveLength(60);
		expect(Math.max(...references.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(4);
	});

	const pageBefore = (n: number, id: unknown) => ({
		items: [{ user_id: id }],
		_links: { next: { href: `/organizations/1/members?page[after]=${n}` } },
	});

	it('that never end are looked at for a few pages only', async () => {
		for (let n = 1; n <= 9; n++) {
			const answer = { status: 200, body: pageBefore(n, generatedUpsunId(n)) };
			world.sandbox.faults.add({ match: { path: '/members' }, answer });
		}
		prepare({ items });
		expect(names(await search()).at(-1)).toBe(
			'Not everyone is listed: Only 500 members of an organization are listed. Enter others by hand',
		);
		expect(requestLines(world)).toHaveLength(6);
	});

	it('that come again and again are read once', async () => {
		prepare(pageBefore(1, first));
		expect(names(await search())).toEqual([
			'Me',
			first,
			'Not everyone is listed: Upsun returns the same page again and again. Enter others by hand',
		]);
		expect(requestLines(world)).toHaveLength(3);
	});

	it('that are fewer than Upsun says are not everybody', async () => {
		prepare({ items, count: 3 });
		expect(names(await search()).at(-1)).toBe(
			'Not everyone is listed: Upsun says that there are 3, but has sent 2. Enter others by hand',
		);
	});
});
