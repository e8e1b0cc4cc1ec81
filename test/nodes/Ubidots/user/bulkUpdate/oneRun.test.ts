import { generatedUserId } from '../../../../../tools/sandbox';
import { people, peopleByEmail, peopleByUsername, usernameOf } from '../../../../support/people';
import { idsOf, patches, reads, rowsSent } from '../../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE, type OnError } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';

const world = useWorld({ users: 10 });

const oneByOne = { batchSize: 1, maxConcurrentRequests: 1 };

const failSecond = () =>
	world.sandbox.faults.add({ match: { method: 'PATCH' }, skip: 1, answer: { status: 500 } });

it('a row that is too large is refused for that, and the other row of its user is sent', async () => {
	const [person] = people(1);
	const large = { ...person, lastName: 'L'.repeat(500) };
	const { items } = await world.run(bulkUpdate({ maxBatchBytes: 300 }, CONTINUE), [large, person]);
	expect(items[0].json.error).toContain("more than the 300 that 'Max Batch Bytes' allows");
	expect(items[1].json.status).toBe('accepted');
	expect(rowsSent(world)).toEqual([person]);
});

describe('a user that is not found', () => {
	const rows = [
		{ username: usernameOf(1), firstName: 'New 1' },
		{ username: 'nobody', firstName: 'X' },
	];

	it('ends the run before anything is sent', async () => {
		const setup = bulkUpdate({}, undefined, autoMap('username'));
		const { message, description } = await world.run(setup, rows);
		expect(message).toBe("No user has the username 'nobody' [item 1]");
		expect(description?.split('\n')[0]).toBe('No update was sent.');
		expect(patches(world)).toEqual([]);
	});

	it('does not hold back the others with Continue On Fail', async () => {
		const { items } = await world.run(bulkUpdate({}, CONTINUE, autoMap('username')), rows);
		expect(items.map(({ json }) => json.status ?? 'failed')).toEqual(['accepted', 'failed']);
		expect(rowsSent(world)).toEqual([people(1)[0]]);
	});
});

it('a request that fails ends the run, and what was accepted before it is told', async () => {
	failSecond();
	const { status, description } = await world.run(bulkUpdate(oneByOne), people(3));
	expect(status).toBe('error');
	expect(description?.split('\n')[0]).toBe('Accepted: item 0 (1)');
	expect(patches(world)).toHaveLength(2);
});

it('only rows that were accepted are confirmed', async () => {
	world.sandbox.ubidots.put({ id: generatedUserId(1), firstName: 'New 1' });
	failSecond();
	const options = { ...oneByOne, skipUnchanged: true, confirm: true, isolateBadRows: true };
	const { items } = await world.run(bulkUpdate(options, CONTINUE), people(3));
	expect(items.map(({ json }) => json.status ?? 'failed')).toEqual([
		'unchanged',
		'applied',
		'failed',
	]);
});

it('nothing is read back without Confirm', async () => {
	const { items } = await world.run(bulkUpdate(), people(2));
	expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
	expect(reads(world)).toEqual([]);
});

it('a dry run sends nothing, also with Confirm', async () => {
	const { items } = await world.run(bulkUpdate({ dryRun: true, confirm: true }), people(2));
	expect(items.map(({ json }) => json.status)).toEqual(['planned', 'planned']);
	expect(patches(world)).toEqual([]);
});

describe('Users by name', () => {
	const world = useWorld({ users: 350, honourInFilters: true, maxPageSize: 1000 });

	const onUsername = (onError?: OnError) => bulkUpdate({}, onError, autoMap('username'));

	const onEmail = (onError?: OnError) => bulkUpdate({}, onError, autoMap('email'));

	describe.each([
		{ column: 'username', rows: peopleByUsername, setup: onUsername },
		{ column: 'email', rows: peopleByEmail, setup: onEmail },
	] as const)('matching by $column', ({ column, rows, setup }) => {
		it('looks users up many at a time and writes to their ids', async () => {
			const before = allUsers(world);
			const { items } = await world.run(setup(), rows(250));
			expect(reads(world).length).toBeLessThanOrEqual(4);
			expect(items.map(({ json }) => json.id)).toEqual(people(250).map(({ id }) => id));
			expect(items.map(({ json }) => json[column])).toEqual(
				rows(250).map((row) => (row as Record<string, string>)[column]),
			);
			expect(patches(world).flatMap(idsOf)).toEqual(people(250).map(({ id }) => id));
			expect(changedSince(world, before).sort()).toEqual(people(250).map(({ id }) => id));
		});

		it('asks only for the fields that it needs', async () => {
			await world.run(setup(), rows(120));
			for (const { query } of reads(world)) {
				expect(query.fields.split(',').sort()).toEqual(['id', column].sort());
			}
		});

		it('keeps every address short, with long names too', async () => {
			const long = Array.from({ length: 120 }, (_, index) => {
				const name = `${'n'.repeat(150)}${index}`;
				world.sandbox.ubidots.put({ username: name, email: `${name}@example.com` });
				return column === 'email' ? `${name}@example.com` : name;
			});
			const { items } = await world.run(
				setup(),
				long.map((value) => ({ [column]: value, firstName: 'Long' })),
			);
			expect(items.every(({ json }) => json.status === 'accepted')).toBe(true);
			const lengths = reads(world).map(
				({ path, query }) => path.length + new URLSearchParams(query).toString().length,
			);
			expect(Math.max(...lengths)).toBeLessThan(4000);
			expect(lengths.length).toBeLessThan(20);
		});

		it('follows the pages when the service gives fewer at once than asked for', async () => {
			world.sandbox.options.maxPageSize = 7;
			const { items } = await world.run(setup(), rows(30));
			expect(items.map(({ json }) => json.id)).toEqual(people(30).map(({ id }) => id));
			expect(reads(world).map(({ query }) => query.page)).toEqual(['1', '2', '3', '4', '5']);
		});

		it('refuses a row whose user there is not, by name, and sends the others', async () => {
			const before = allUsers(world);
			const list = rows(5);
			const absent = { [column]: column === 'email' ? 'nobody@example.com' : 'nobody' };
			const { items } = await world.run(setup(CONTINUE), [
				list[0],
				{ ...absent, firstName: 'X' },
				list[1],
			]);
			expect(items.map(({ json }) => json.status ?? 'failed')).toEqual([
				'accepted',
				'failed',
				'accepted',
			]);
			expect(items[1].json.error).toContain(`'${Object.values(absent)[0]}'`);
			expect(items[1].json.error).toContain('[item 1]');
			expect(changedSince(world, before)).toEqual([generatedUserId(1), generatedUserId(2)]);
		});

		it('writes nothing at all without Continue On Fail when one user is not found', async () => {
			const absent = { [column]: column === 'email' ? 'nobody@example.com' : 'nobody' };
			const { message, description } = await world.run(setup(), [
				...rows(3),
				{ ...absent, firstName: 'X' },
			]);
			expect(message).toContain('No user has the');
			expect(message).toContain('[item 3]');
			expect(description).toContain('No update was sent');
			expect(patches(world).length).toBe(0);
		});

		it('works with one row only', async () => {
			const { items } = await world.run(setup(), rows(1, 9));
			expect(items[0].json).toMatchObject({ id: generatedUserId(9), status: 'accepted' });
			expect(reads(world).length).toBe(1);
		});
	});
});
