import { column, failedItems } from '../../../../support/outputs';
import { AMARA, JOSE, NOBODY, PASSWORD, SEAN } from '../../../../support/people';
import { patches, reads, rowsSent } from '../../../../support/requests';
import { autoMap, CONTINUE, mapByHand, sync } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { hintsOf } from './crew';

const world = useWorld({ users: 250 });

describe('users are found by', () => {
	it.each([
		['id', { id: AMARA, lastName: 'New' }, undefined],
		['username', { username: 'amara-okafor', lastName: 'New' }, 'amara-okafor'],
		['email', { email: 'AMARA.Okafor@example.com', lastName: 'New' }, 'AMARA.Okafor@example.com'],
	])('%s', async (by, row, key) => {
		const { items } = await world.run(sync({ columns: autoMap(by) }), [row]);
		expect(items.map(({ json }) => json)).toEqual([
			{
				action: 'update',
				id: AMARA,
				...(key && { [by]: key }),
				status: 'accepted',
				summary: 'Last Name: Okafor → New',
				task: { id: world.sandbox.ubidots.tasks()[0].id },
				changes: { lastName: { from: 'Okafor', to: 'New' } },
			},
		]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, lastName: 'New' }]);
	});

	it('columns that are mapped by hand', async () => {
		const columns = mapByHand({ username: '={{ $json.login }}', lastName: 'New' }, 'username');
		await world.run(sync({ columns }), [{ login: 'amara-okafor' }, { login: 'jose-ibanez' }]);
		expect(rowsSent(world).map(({ id }) => id)).toEqual([AMARA, JOSE]);
	});
});

describe('an update', () => {
	it('sends only what differs, and nothing for users in step', async () => {
		const { items } = await world.run(sync(), [
			{ username: 'amara-okafor', firstName: 'Amara', lastName: 'New', tags: 'field, shift-a' },
			{ username: 'jose-ibanez', firstName: 'José', lastName: 'Ibáñez' },
		]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, lastName: 'New' }]);
		expect(items.map(({ json }) => [json.action, json.status])).toEqual([
			['update', 'accepted'],
			['none', 'unchanged'],
		]);
	});

	it('is of no user whose row has only the key', async () => {
		const { items } = await world.run(sync(), [{ username: 'amara-okafor' }]);
		expect(items[0].json).toEqual({
			action: 'none',
			id: AMARA,
			username: 'amara-okafor',
			status: 'unchanged',
			summary: 'no change',
			changes: {},
		});
		expect(patches(world)).toEqual([]);
	});

	it('renames a user who is matched by another column', async () => {
		const row = { email: 'amara.okafor@example.com', username: 'amara-bello' };
		await world.run(sync({ columns: autoMap('email') }), [row]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, username: 'amara-bello' }]);
	});

	it('never has a password: written every night, it would lock people out', async () => {
		const before = world.sandbox.ubidots.passwordOf(AMARA);
		const { items } = await world.run(sync(), [
			{ username: 'amara-okafor', lastName: 'New', password: PASSWORD },
			{ username: 'jose-ibanez', password: PASSWORD },
		]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, lastName: 'New' }]);
		expect(column(items, 'action')).toEqual(['update', 'none']);
		expect(world.sandbox.ubidots.passwordOf(AMARA)).toBe(before);
	});

	it('adds and removes single tags, and needs none when they are as they shall be', async () => {
		const { items } = await world.run(sync(), [
			{ username: 'amara-okafor', tagsToAdd: 'new', tagsToRemove: 'field' },
			{ username: 'jose-ibanez', tagsToAdd: 'office', tagsToRemove: 'new' },
		]);
		expect(rowsSent(world)).toEqual([{ id: AMARA, tags: ['shift-a', 'new'] }]);
		expect(column(items, 'action')).toEqual(['update', 'none']);
	});

	it('switches a user on whose row says so', async () => {
		await world.run(sync(), [{ username: 'noor-haddad', isActive: true }]);
		expect(world.sandbox.ubidots.user('noor-haddad')?.isActive).toBe(true);
	});

	it('leaves a deactivated user off whose row does not say so, and tells it', async () => {
		const result = await world.run(sync(), [{ username: 'noor-haddad', firstName: 'Noor' }]);
		expect(world.sandbox.ubidots.user('noor-haddad')?.isActive).toBe(false);
		expect(hintsOf(result)).toEqual([
			'1 up to date',
			"1 user of the list cannot sign in, because they were deactivated. Map 'Is Active' to change that",
		]);
	});

	it('sends a field that the service does not show, and says so under Confirm', async () => {
		world.sandbox.options.omittedFields = ['lastName'];
		const options = { confirm: true, confirmTimeout: 0.6 };
		const rows = [{ username: 'amara-okafor', firstName: 'A', lastName: 'Okafor' }];
		const { items } = await world.run(sync({ options }), rows);
		expect(rowsSent(world)).toEqual([{ id: AMARA, firstName: 'A', lastName: 'Okafor' }]);
		expect(items[0].json).toMatchObject({ status: 'applied', notVisible: ['lastName'] });
	});

	it.each([['emailCase'], ['tagsSorted'], ['emptyAsNull'], ['numbersAsText']] as const)(
		'is not repeated every night where the service tidies values: %s',
		async (normalisation) => {
			world.sandbox.options.normalisations = [normalisation];
			const row = {
				username: 'Sean-OBrien',
				email: 'Sean.OBrien@Example.com',
				tags: 'b, a',
				website: '',
				decimalPlaces: '2',
			};
			await world.run(sync(), [row]);
			world.sandbox.journal.clear();
			const { items } = await world.run(sync(), [row]);
			expect([items[0].json.action, patches(world)]).toEqual(['none', []]);
		},
	);

	it('keeps within the size and the bytes of a request', async () => {
		const rows = Array.from({ length: 12 }, (_, n) => ({
			username: `person-000${String(n + 10)}`,
			firstName: 'Ünïcödé 🚀',
		}));
		await world.run(sync({ options: { batchSize: 5, maxBatchBytes: 250 } }), rows);
		expect(rowsSent(world)).toHaveLength(12);
		for (const { bodyBytes, body } of patches(world)) {
			expect(bodyBytes).toBeLessThanOrEqual(250);
			expect((body as unknown[]).length).toBeLessThanOrEqual(5);
		}
	});

	it('finds the rows that the service refuses, and writes the others', async () => {
		const rows = [
			{ username: 'amara-okafor', lastName: 'New' },
			{ username: 'jose-ibanez', email: 'no@address' },
			{ username: 'Sean-OBrien', lastName: 'New' },
		];
		const { items } = await world.run(sync({}, CONTINUE), rows);
		expect(failedItems(items)).toEqual([1]);
		expect(items[1].json).toMatchObject({ details: { httpCode: '400' } });
		expect(column(items, 'id')).toEqual([AMARA, undefined, SEAN]);
	});
});

describe('a row is refused before any request', () => {
	it.each<[string, object, string]>([
		['without its key', { firstName: 'X' }, "'Username' is missing"],
		['with an empty key', { username: '' }, "'Username' is empty"],
		['with null for a key', { username: null }, "'Username' is null"],
		['with a list for a key', { username: ['a'] }, "'Username' is a list"],
		['with a blank email address', { username: 'a', email: '' }, "'Email' is empty"],
		['with a word for a switch', { username: 'a', isActive: 'maybe' }, "'Is Active'"],
		['with a line break', { username: 'a\nb' }, 'line break'],
		[
			'with 21 tags',
			{ username: 'a', tags: Array.from({ length: 21 }, (_, n) => `t${n}`) },
			'21 tags',
		],
	])('%s', async (_, row, text) => {
		const { message, description } = await world.run(sync(), [{ username: 'testt' }, row] as never);
		expect(message).toContain(text);
		expect(message).toContain('[item 1]');
		expect(description).toMatch(/^No request was sent\.$/m);
		expect(reads(world)).toEqual([]);
	});

	it('that is too large for one request', async () => {
		const rows = [{ username: 'amara-okafor', firstName: 'x'.repeat(300) }];
		const { message } = await world.run(sync({ options: { maxBatchBytes: 200 } }), rows);
		expect(message).toContain("more than the 200 that 'Max Batch Bytes' allows");
		expect(reads(world)).toEqual([]);
	});
});

describe('a user who is not there', () => {
	it('cannot be created with an ID that the list chose', async () => {
		const rows = [{ id: NOBODY, username: 'new', email: 'new@example.com' }];
		const { message } = await world.run(sync({ columns: autoMap('id') }), rows);
		expect(message).toBe(
			`No user has the ID '${NOBODY}', and Ubidots gives new users IDs of its own. To create people, set 'Match Users By' to Email or Username [item 0]`,
		);
	});

	it('fails where missing users are to fail, and nothing is written', async () => {
		const rows = [
			{ username: 'amara-okafor', lastName: 'New' },
			{ username: 'new', email: 'new@example.com' },
		];
		const { message, description } = await world.run(sync({ missingUsers: 'fail' }), rows);
		expect(message).toBe("No user has the username 'new' [item 1]");
		expect(description).toContain('Nothing was written.');
		expect(patches(world)).toEqual([]);
	});

	it.each([1, 'first', 'ignored', 'firstPage', 40] as const)(
		'is the only one whom a filter hides that honours %s of its values',
		async (honourInFilters) => {
			Object.assign(world.sandbox.options, { honourInFilters });
			const rows = Array.from({ length: 120 }, (_, n) => ({
				username: `person-00${String(n + 100)}`,
			}));
			const { items } = await world.run(sync({ missingUsers: 'fail' }, CONTINUE), [
				...rows,
				{ username: 'nobody-here' },
			]);
			expect(failedItems(items)).toEqual([120]);
		},
	);
});
