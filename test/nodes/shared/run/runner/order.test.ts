import type { IDataObject } from 'n8n-workflow';

import { generatedUserId } from '../../../../../tools/sandbox';
import { requestLines, useWorld } from '../../../../support/useWorld';

/** Many items in one run: the order of requests and of what comes out. */
const world = useWorld({ users: 40 });

const update = async (items: IDataObject[], maxConcurrentRequests = 4) =>
	await world.run(
		{
			service: 'ubidots',
			parameters: {
				operation: 'update',
				userKey: '={{ $json.key }}',
				updateFields: { firstName: '={{ $json.name }}' },
				options: { maxConcurrentRequests },
			},
		},
		items,
	);

const people = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ key: generatedUserId(n + 1), name: `N${n}` }));

it('no items: nothing is done', async () => {
	const { status, items } = await update([]);
	expect([status, items]).toEqual(['success', []]);
	expect(requestLines(world)).toEqual([]);
});

it('one request for each item, and one item for each request, in the order of the input', async () => {
	world.sandbox.options.latencyMs = 3;
	const { items } = await update(people(40));
	expect(items.map(({ json }) => json.firstName)).toEqual(people(40).map(({ name }) => name));
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		people(40).map((_, item) => ({ item })),
	);
	expect(new Set(requestLines(world)).size).toBe(40);
});

it.each([1, 3, 8])('at most %i requests are under way at once, and that many', async (most) => {
	world.sandbox.options.latencyMs = 150;
	await update(people(40), most);
	const underWay = world.sandbox.journal.entries().map(({ inFlight }) => inFlight);
	expect(Math.max(...underWay)).toBeLessThanOrEqual(most);
	expect(Math.max(...underWay)).toBeGreaterThan(most / 2);
});

it('two items for the same user are written in their order, so that the last one stays', async () => {
	world.sandbox.options.latencyMs = 5;
	const key = generatedUserId(1);
	const items = Array.from({ length: 12 }, (_, n) => ({ key, name: `N${n}` }));
	await update(items, 8);
	expect(world.sandbox.journal.entries().map(({ body }) => body)).toEqual(
		items.map(({ name }) => ({ firstName: name })),
	);
	expect(world.sandbox.ubidots.user(key)?.firstName).toBe('N11');
});

it('after a failure no further item is sent, not even one that waits for its turn', async () => {
	world.sandbox.faults.add({ answer: { status: 400, body: { detail: 'No.' } } });
	const key = generatedUserId(1);
	const items = Array.from({ length: 6 }, (_, n) => ({ key, name: `N${n}` }));
	const { message, description } = await update(items);
	expect(message).toMatch(/answered 400: No\. \[item 0\]$/);
	expect(description?.split('\n')).toEqual([
		'Updated: no item',
		'Failed: item 0 (1)',
		'Not sent: items 1-5 (5)',
	]);
	expect(requestLines(world)).toHaveLength(1);
});
