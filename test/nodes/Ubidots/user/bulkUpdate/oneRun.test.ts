import { generatedUserId } from '../../../../../tools/sandbox';
import { people, usernameOf } from '../../../../support/people';
import { patches, reads, rowsSent } from '../../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

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
