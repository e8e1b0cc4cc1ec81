import { people } from '../../../../support/people';
import { patches, requestLines } from '../../../../support/requests';
import { update } from '../../../../support/setups';
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
