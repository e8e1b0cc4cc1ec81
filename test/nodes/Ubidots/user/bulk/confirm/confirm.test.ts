import { generatedUserId } from '../../../../../../tools/sandbox';
import { hintsOf } from '../../../../../support/outputs';
import { NOBODY, people } from '../../../../../support/people';
import { patches, reads, requestCount, requests } from '../../../../../support/requests';
import { bulkUpdate } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { inVirtualTime } from '../../../../../support/virtualTime';

const NEVER = 3600_000;
const world = useWorld({ users: 250 });

const [FIRST, SECOND] = [generatedUserId(1), generatedUserId(2)];
const confirm = (options = {}) => bulkUpdate({ confirm: true, ...options });
const run = async (...args: Parameters<typeof world.run>) =>
	await inVirtualTime(async () => await world.run(...args));

it('says applied once every change can be read back', async () => {
	world.sandbox.options.taskDelayMs = 700;
	const { items } = await run(confirm(), people(3));
	expect(items.map(({ json }) => json.status)).toEqual(['applied', 'applied', 'applied']);
	expect(items.every(({ json }) => json.task && !('notVisible' in json))).toBe(true);
	// It looked more than once: the first look came too early.
	expect(reads(world).length).toBeGreaterThan(1);
});

it('reads back many at a time, and only the fields that were sent', async () => {
	await run(confirm(), people(230));
	expect(patches(world).length).toBeGreaterThan(1);
	expect(reads(world).length).toBe(3);
	for (const { query } of reads(world)) {
		expect(query.fields.split(',').sort()).toEqual(['firstName', 'id']);
	}
});

it('says pending when time runs out, with the fields that are not visible yet, and hints at it', async () => {
	world.sandbox.options.taskDelayMs = NEVER;
	const rows = [
		{ id: FIRST, firstName: 'New', tags: [] },
		{ id: SECOND, firstName: 'New', website: 'https://example.org' },
	];
	const result = await run(confirm({ confirmTimeout: 0.6 }), rows);
	const { items, status } = result;
	expect(status).toBe('success');
	expect(items.map(({ json }) => json)).toEqual([
		expect.objectContaining({ id: FIRST, status: 'pending', notVisible: ['firstName'] }),
		expect.objectContaining({
			id: SECOND,
			status: 'pending',
			notVisible: ['firstName', 'website'],
		}),
	]);
	expect(hintsOf(result)).toEqual([expect.stringMatching(/pending.*2 of 2|2 of 2.*pending/)]);
});

it('names as not visible what a look has not shown, also where the last look had no time for everybody', async () => {
	world.sandbox.options.taskDelayMs = NEVER;
	const rows = people(230).map(({ id }) => ({
		id,
		firstName: world.sandbox.ubidots.user(id)?.firstName,
		lastName: 'After',
	}));
	const { items } = await run(confirm({ confirmTimeout: 0.6 }), rows);
	expect(items.map(({ json }) => json)).toEqual(
		rows.map(({ id }) => expect.objectContaining({ id, notVisible: ['lastName'] })),
	);
});

it('waits for each user by itself: one that is missing leaves the others applied', async () => {
	const rows = [...people(2), { id: NOBODY, firstName: 'Nobody' }];
	const { items } = await run(confirm({ confirmTimeout: 0.6 }), rows);
	expect(items.map(({ json }) => json.status)).toEqual(['applied', 'applied', 'pending']);
});

it('does not call a user applied who does not exist, also when fields are only emptied', async () => {
	const rows = [{ id: NOBODY, firstName: '', tags: [] }];
	const { items } = await run(confirm({ confirmTimeout: 1 }), rows);
	expect(items[0].json).toMatchObject({ status: 'pending', notVisible: ['firstName', 'tags'] });
});

it('knows references, which are sent as text and come back as objects', async () => {
	const { organizations, dashboards, roles } = world.sandbox.ubidots;
	const rows = [
		{
			id: FIRST,
			defaultOrganization: organizations[0].id,
			defaultDashboard: dashboards[0].id,
			defaultRole: roles[0].label,
		},
		{ id: SECOND, defaultOrganization: null, defaultRole: '' },
	];
	const { items, message } = await run(confirm({ confirmTimeout: 2 }), rows);
	expect(message).toBeUndefined();
	expect(items.map(({ json }) => [json.status, json.notVisible])).toEqual([
		['applied', undefined],
		['applied', undefined],
	]);
});

it('knows tags, contact methods and properties in the form in which they come back', async () => {
	const row = {
		id: FIRST,
		tags: 'b, a',
		contactMethods: [{ type: 'sms', values: ['+1 555 0100'] }],
		properties: { department: 'HR' },
		decimalPlaces: '3',
		isActive: 'false',
	};
	const { items } = await run(confirm({ confirmTimeout: 2 }), [row]);
	expect(items[0].json).toMatchObject({ status: 'applied' });
});

describe('passwords, which never come back', () => {
	it('leave a row with nothing else accepted, and the run says so', async () => {
		const rows = [{ id: FIRST, password: 'Long-enough-1' }, people(1, 2)[0]];
		const { items, hints } = await run(confirm(), rows);
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'applied']);
		const messages = hints('Node').map(({ message }) => message);
		expect(messages.join('\n')).toContain('1 user');
		expect(messages.join('\n')).toContain('passwords cannot be read back');
	});

	it('are named as not visible in a row whose other fields are applied', async () => {
		const rows = [{ id: FIRST, firstName: 'New', password: 'Long-enough-1' }];
		const { items, stored } = await run(confirm(), rows);
		expect(items[0].json).toMatchObject({ status: 'applied', notVisible: ['password'] });
		expect(JSON.stringify(items)).not.toContain('Long-enough-1');
		// The run holds it once, as the input it was given.
		expect(stored().split('Long-enough-1').length - 1).toBeLessThanOrEqual(2);
	});

	it('are not waited for when there is nothing else: no read at all', async () => {
		await run(confirm(), [{ id: FIRST, password: 'Long-enough-1' }]);
		expect(reads(world).length).toBe(0);
	});
});

it('that cannot read the users back reports what was accepted, and why it was not confirmed', async () => {
	world.sandbox.faults.add({
		match: { method: 'GET' },
		times: Infinity,
		answer: { status: 403, body: { detail: 'Not for you.' } },
	});
	const { items, hints, status } = await run(confirm(), people(2));
	expect(status).toBe('success');
	expect(items.every(({ json }) => json.task)).toBe(true);
	expect(items.map(({ json }) => json.status)).not.toContain('applied');
	const [{ message }] = hints('Node');
	expect(message).toContain('could not be confirmed, although the update was accepted');
	expect(message).toContain('Not for you.');
});

it('does not wait for Timeout when Confirm Timeout is over, for an answer that does not come', async () => {
	world.sandbox.faults.add({ match: { method: 'GET' }, times: 100, answer: 'hang' });
	// Timeout is longer than this test may take.
	const { items, hints } = await world.run(
		bulkUpdate({ confirm: true, confirmTimeout: 1, timeout: 60, retryTimeout: 60 }),
		people(2),
	);
	expect(items.map(({ json }) => json.status)).toEqual(['pending', 'pending']);
	expect(hints('Node')[0].message).toContain('accepted but not confirmed');
});

describe('one look that goes wrong', () => {
	const failed = { status: 500, body: { detail: 'Oops.' } };

	it('is followed by the next: 50 users are applied all the same', async () => {
		world.sandbox.options.taskDelayMs = 300;
		world.sandbox.faults.add({ match: { method: 'GET' }, answer: failed });
		const result = await run(confirm({ confirmTimeout: 20 }), people(50));
		expect(new Set(result.items.map(({ json }) => json.status))).toEqual(new Set(['applied']));
		expect(hintsOf(result)).toEqual([]);
	});

	it('until the time is over: then the rows are pending, and a hint gives the reason', async () => {
		world.sandbox.faults.add({ match: { method: 'GET' }, times: Infinity, answer: failed });
		const { items, hints } = await run(confirm({ confirmTimeout: 2 }), people(2));
		expect(items.map(({ json }) => json.status)).toEqual(['pending', 'pending']);
		expect(reads(world).length).toBeGreaterThan(1);
		expect(hints('Node')[0].message).toMatch(/Still pending after 2 s: 2 of 2 users\..*Oops/);
	});

	it('because the token was refused ends the looking, and the rows stay accepted', async () => {
		const refused = { status: 401, body: { detail: 'Who are you?' } };
		world.sandbox.faults.add({ match: { method: 'GET' }, times: Infinity, answer: refused });
		const { items, hints } = await run(confirm({ confirmTimeout: 20 }), people(2));
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
		expect(reads(world)).toHaveLength(1);
		expect(hints('Node')[0].message).toContain('Who are you?');
	});
});

it('sets aside the one user who cannot be read, and confirms all others', async () => {
	world.sandbox.options.taskDelayMs = 700;
	// The list is refused as a whole, so users are read one by one.
	for (const path of [/\/users\/$/, SECOND]) {
		world.sandbox.faults.add({
			match: { method: 'GET', path },
			times: Infinity,
			answer: { status: 403, body: { detail: 'Not that one.' } },
		});
	}
	const { items, hints } = await run(confirm({ confirmTimeout: 20 }), people(5));
	expect(items.map(({ json }) => json.status)).toEqual([
		'applied',
		'accepted',
		'applied',
		'applied',
		'applied',
	]);
	expect(hints('Node')[0].message).toContain('1 user could not be confirmed');
	expect(hints('Node')[0].message).toContain('Not that one.');
});

it('keeps to the pace of the account', async () => {
	world.sandbox.options.taskDelayMs = 900;
	world.sandbox.options.ubidotsRequestsPerSecond = 8;
	world.setCredential('ubidots', { requestsPerSecond: 8 });
	await run(confirm({ batchSize: 40 }), people(230));
	const times = requests(world).map(({ at }) => at);
	expect(times.length).toBeGreaterThan(9);
	expect(requestCount(world, { status: 429 })).toBe(0);
});

it('in output by batches tells the status of each request and who is pending', async () => {
	const rows = [...people(2), { id: NOBODY, firstName: 'Nobody' }];
	const options = { output: 'batches', batchSize: 2, confirmTimeout: 0.6 };
	const { items } = await run(confirm(options), rows);
	expect(items.map(({ json }) => json)).toEqual([
		expect.objectContaining({ users: 2, status: 'applied' }),
		expect.objectContaining({ users: 1, status: 'pending', pending: [NOBODY] }),
	]);
});
