import { ALL_OPERATIONS, EVERY_OPERATION, OPERATIONS } from './everyOperation';
import { setAccessToken } from '../support/credentials';
import { requestLines, requests } from '../support/requests';
import { CONTINUE, type OnError, TO_ERROR_OUTPUT } from '../support/setups';
import { useWorld } from '../support/useWorld';

/** Whom the operation that finds everybody is refused. */
const FARID = '7b3f2a10-5c4d-4e6f-8a90-000000000006';

/** So many that Upsun's lists name them behind several links. */
const world = useWorld({ users: 60 });
beforeEach(() => setAccessToken(world));

it('the tables of these tests name every operation of both nodes', () => {
	const named = Object.keys(EVERY_OPERATION).sort();
	const all = ALL_OPERATIONS.map(([name]) => name).sort();
	expect(named).toEqual(all);
});

describe.each(OPERATIONS)('%s', (name, { service, parameters, good, refused, wrong, refusal }) => {
	const refuse = () => {
		const answer = { status: 400, body: { detail: 'Refused.' } };
		// A list has no user that could be unknown: the second list is refused instead.
		if (name === 'Ubidots getAll') world.sandbox.faults.add({ skip: 1, answer });
		// Nobody is nowhere: who is not to be found has left.
		if (name === 'Upsun offboard')
			world.sandbox.faults.add({ match: { method: 'DELETE', path: FARID }, answer });
		if (refusal === undefined) return;
		for (const match of [{ path: refusal }, { bodyIncludes: refusal }])
			world.sandbox.faults.add({ match, answer });
	};
	const one = { options: { maxConcurrentRequests: 1, retryTimeout: 5 } };
	const setup = (onError?: OnError) => ({
		service,
		parameters: { ...parameters, ...one },
		onError,
	});

	it('gives one item for one item, paired with it', async () => {
		const { status, items } = await world.run(setup(), [good]);
		expect(status).toBe('success');
		expect(items).toHaveLength(1);
		expect(items[0].pairedItem).toEqual({ item: 0 });
	});

	it('has no more requests under way than Max Concurrent Requests', async () => {
		world.sandbox.options.latencyMs = 20;
		await world.run(setup(CONTINUE), [good, refused]);
		expect(new Set(requests(world).map(({ inFlight }) => inFlight))).toEqual(new Set([1]));
	});

	it('sends nothing and gives nothing for zero items', async () => {
		const { status, items } = await world.run(setup(), []);
		expect([status, items, requestLines(world)]).toEqual(['success', [], []]);
	});

	it('sends nothing at all when one item is wrong, and names it', async () => {
		const { status, message, description, items } = await world.run(setup(), [good, wrong]);
		expect([status, items]).toEqual(['error', []]);
		expect(description).toMatch(/^No request was sent\.\nTo go on with the 1 good item, /);
		expect(message).toContain('[item 1]');
		expect(requestLines(world)).toEqual([]);
	});

	it('ends at an item that the API refuses, naming it', async () => {
		refuse();
		const { status, message, error } = await world.run(setup(), [good, refused]);
		expect(status).toBe('error');
		expect(message).toContain('[item 1]');
		expect(error?.httpCode).toMatch(/^4\d\d$/);
	});

	it('gives error items in their places with Continue On Fail', async () => {
		refuse();
		const { status, items } = await world.run(setup(CONTINUE), [good, refused, wrong]);
		expect(status).toBe('success');
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(items[0].json).not.toHaveProperty('error');
		for (const { json } of items.slice(1)) {
			expect(Object.keys(json)).toEqual(['error', 'details']);
			expect(typeof json.error).toBe('string');
		}
	});

	it('sends error items to the error output, and only those', async () => {
		refuse();
		const { items, errorItems } = await world.run(setup(TO_ERROR_OUTPUT), [good, refused, wrong]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(errorItems.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 2 }]);
	});

	it('does not change the items that came in', async () => {
		const items = [structuredClone(good), structuredClone(refused)];
		await world.run(setup(CONTINUE), items);
		expect(items).toEqual([good, refused]);
	});

	it('gives every item an error item when the credential holds no address', async () => {
		world.setCredential(service, service === 'ubidots' ? { baseUrl: 'nowhere' } : { apiUrl: 'x' });
		const { items } = await world.run(setup(CONTINUE), [good, refused]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(items.every(({ json }) => Object.keys(json).join() === 'error,details')).toBe(true);
		for (const { json } of items) {
			expect(json.error).toContain('in the credential is not a web address');
		}
		expect(requestLines(world)).toEqual([]);
	});
});
