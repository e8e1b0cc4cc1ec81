import { people } from '../../../../support/people';
import { patches, requestCount, requestLines } from '../../../../support/requests';
import { CONTINUE, fromList, update, upsunUpdateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';

const world = useWorld({ users: 30 });
afterEach(() => jest.restoreAllMocks());

const patchOf = (person: number) => ({
	method: 'PATCH' as const,
	path: people(1, person)[0].id,
});

describe('a request that waits to be sent again when another item ends the run', () => {
	it('is not sent when it was certainly not carried out', async () => {
		world.sandbox.faults.add({
			match: patchOf(1),
			times: 1,
			answer: { status: 429, headers: { 'retry-after': '1' } },
		});
		world.sandbox.faults.add({ match: patchOf(2), delayMs: 200, answer: { status: 400 } });
		const { description } = await inVirtualTime(
			async () => await world.run(update({ maxConcurrentRequests: 2 }), people(6)),
		);
		expect(description?.split('\n')).toEqual([
			'Updated: no item',
			'Failed: item 1 (1)',
			'Not sent: items 0, 2-5 (5)',
		]);
		expect(patches(world)).toHaveLength(2);
	});

	it('is sent to find out when it may have been carried out', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0.99);
		world.sandbox.faults.add({ match: patchOf(1), times: 1, answer: { status: 503 } });
		world.sandbox.faults.add({ match: patchOf(2), delayMs: 200, answer: { status: 400 } });
		const { description } = await inVirtualTime(
			async () => await world.run(update({ maxConcurrentRequests: 2 }), people(6)),
		);
		expect(description?.split('\n')).toEqual([
			'Updated: item 0 (1)',
			'Failed: item 1 (1)',
			'Not sent: items 2-5 (4)',
		]);
		expect(patches(world)).toHaveLength(3);
	});
});

it('after a failure no further item is sent, not even one that waits for its turn', async () => {
	world.sandbox.faults.add({ answer: { status: 400, body: { detail: 'No.' } } });
	const [{ id }] = people(1);
	const items = Array.from({ length: 6 }, (_, n) => ({ id, firstName: `N${n}` }));
	const { message, description } = await world.run(update(), items);
	expect(message).toMatch(/answered 400: No\. \[item 0\]$/);
	expect(description?.split('\n')).toEqual([
		'Updated: no item',
		'Failed: item 0 (1)',
		'Not sent: items 1-5 (5)',
	]);
	expect(requestLines(world)).toHaveLength(1);
});

it('with Continue On Fail, a token that is refused for ten items in a row is not tried for the others', async () => {
	world.setCredential('ubidots', { token: 'wrong' });
	const { items } = await world.run(update({}, CONTINUE), people(100));
	expect(items).toHaveLength(100);
	expect(items[99].json.error).toContain('Not sent, because 10 items in a row failed like this');
	expect(requestCount(world)).toBeLessThan(20);
});

it('with Continue On Fail, an address for tokens that nobody answers at is not tried for every item', async () => {
	world.setCredential('upsun', {
		authentication: 'apiToken',
		authUrl: 'http://127.0.0.1:9',
		sessionToken: '',
	});
	const { items } = await world.run(
		upsunUpdateOf(
			fromList('me'),
			{ company: 'X' },
			{ retryTimeout: 0, maxConcurrentRequests: 1 },
			CONTINUE,
		),
		people(40),
	);
	const errors = items.map(({ json }) => String(json.error));
	expect(errors.filter((error) => error.startsWith('Upsun did not answer'))).toHaveLength(10);
	expect(errors[39]).toContain('Not sent, because 10 items in a row failed like this');
});

it('a node that has run leaves nothing behind on the signal of its execution', async () => {
	const listeners = new Map<unknown, AbortSignal>();
	const add = AbortSignal.prototype.addEventListener;
	const remove = AbortSignal.prototype.removeEventListener;
	jest.spyOn(AbortSignal.prototype, 'addEventListener').mockImplementation(function (
		this: AbortSignal,
		...args: Parameters<typeof add>
	) {
		listeners.set(args[1], this);
		add.apply(this, args);
	});
	jest.spyOn(AbortSignal.prototype, 'removeEventListener').mockImplementation(function (
		this: AbortSignal,
		...args: Parameters<typeof remove>
	) {
		listeners.delete(args[1]);
		remove.apply(this, args);
	});
	const { items } = await world.run(update(), people(5));
	expect(items).toHaveLength(5);
	// A signal that was aborted has done with its listeners.
	const left = [...listeners].filter(([, signal]) => !signal.aborted);
	expect(left.map(([listener]) => String(listener))).toEqual([]);
});
