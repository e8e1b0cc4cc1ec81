import type { IDataObject } from 'n8n-workflow';

import { people } from '../../../../support/people';
import { requestBodies, requestLines, requests } from '../../../../support/requests';
import { update } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** Many items in one run: the order of requests and of what comes out. */
const world = useWorld({ users: 40 });

const run = async (items: IDataObject[], maxConcurrentRequests = 4) =>
	await world.run(update({ maxConcurrentRequests }), items);

it('no items: nothing is done', async () => {
	const { status, items } = await run([]);
	expect([status, items]).toEqual(['success', []]);
	expect(requestLines(world)).toEqual([]);
});

it('one request for each item, and one item for each request, in the order of the input', async () => {
	world.sandbox.options.latencyMs = 3;
	const { items } = await run(people(40));
	expect(items.map(({ json }) => json.firstName)).toEqual(
		people(40).map(({ firstName }) => firstName),
	);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		people(40).map((_, item) => ({ item })),
	);
	expect(new Set(requestLines(world)).size).toBe(40);
});

it.each([1, 3, 8])('at most %i requests are under way at once, and that many', async (most) => {
	world.sandbox.options.latencyMs = 150;
	await run(people(40), most);
	const underWay = requests(world).map(({ inFlight }) => inFlight);
	expect(Math.max(...underWay)).toBeLessThanOrEqual(most);
	expect(Math.max(...underWay)).toBeGreaterThan(most / 2);
});

it('two items for the same user are written in their order, so that the last one stays', async () => {
	world.sandbox.options.latencyMs = 5;
	const [{ id }] = people(1);
	const items = Array.from({ length: 12 }, (_, n) => ({ id, firstName: `N${n}` }));
	await run(items, 8);
	expect(requestBodies(world)).toEqual(items.map(({ firstName }) => ({ firstName })));
	expect(world.sandbox.ubidots.user(id)?.firstName).toBe('N11');
});

it('after a failure no further item is sent, not even one that waits for its turn', async () => {
	world.sandbox.faults.add({ answer: { status: 400, body: { detail: 'No.' } } });
	const [{ id }] = people(1);
	const items = Array.from({ length: 6 }, (_, n) => ({ id, firstName: `N${n}` }));
	const { message, description } = await run(items);
	expect(message).toMatch(/answered 400: No\. \[item 0\]$/);
	expect(description?.split('\n')).toEqual([
		'Updated: no item',
		'Failed: item 0 (1)',
		'Not sent: items 1-5 (5)',
	]);
	expect(requestLines(world)).toHaveLength(1);
});
