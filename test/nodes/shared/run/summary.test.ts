import fc from 'fast-check';

import { itemsText, linesBy, ranges } from '../../../../nodes/shared/run/summary';
import { groupBy } from '../../../../nodes/shared/groupBy';
import { setAccessToken } from '../../../support/credentials';
import { ME, people } from '../../../support/people';
import { patches } from '../../../support/requests';
import { byId, CONTINUE, update, upsunUpdateOf } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';
import { inVirtualTime } from '../../../support/virtualTime';
import type { NodeSetup } from '../../../support/world';

it.each([
	[[], ''],
	[[0], '0'],
	[[0, 1], '0-1'],
	[[3, 1, 2, 7], '1-3, 7'],
	[[0, 2, 4], '0, 2, 4'],
	[[10, 9, 100, 101, 102], '9-10, 100-102'],
])('item numbers %j read as %j', (numbers, text) => {
	expect(ranges(numbers)).toBe(text);
});

it('leaves the list it was given as it is', () => {
	const numbers = [3, 1, 2];
	ranges(numbers);
	expect(numbers).toEqual([3, 1, 2]);
});

it.each([
	[[], 'no item'],
	[[4], 'item 4 (1)'],
	[[0, 1, 2, 5], 'items 0-2, 5 (4)'],
])('items %j are told as %j', (numbers, text) => {
	expect(itemsText(numbers.map((item) => ({ item, requested: {} })))).toBe(text);
});

it('names exactly the items it was given', () => {
	const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 80 });
	fc.assert(
		fc.property(numbers, (some) => {
			const named = ranges(some)
				.split(', ')
				.filter((part) => part !== '')
				.flatMap((part) => {
					const [from, to = from] = part.split('-').map(Number);
					return Array.from({ length: to - from + 1 }, (_, n) => from + n);
				});
			expect(named).toEqual([...some].sort((a, b) => a - b));
		}),
	);
});

describe('a text that would get too long', () => {
	const everyOther = (count: number) => Array.from({ length: count }, (_, n) => n * 2);

	it('names twenty ranges of items', () => {
		expect(ranges(everyOther(20))).toBe(everyOther(20).join(', '));
	});

	it('only counts the items beyond them', () => {
		expect(ranges([...everyOther(20), 100, 101, 102])).toBe(
			`${everyOther(20).join(', ')} and 3 more`,
		);
	});

	const lines = (count: number) =>
		linesBy(
			everyOther(count),
			(n) => n,
			(n, group) => `${n}: ${group.length}`,
		);

	it('has twenty lines', () => {
		expect(lines(20)).toEqual(everyOther(20).map((n) => `${n}: 1`));
	});

	it('only counts the lines beyond them', () => {
		expect(lines(23)).toEqual([...lines(20), '… and 3 more like this']);
	});
});

const world = useWorld({ users: 60 });
beforeEach(() => setAccessToken(world));

/** The request at this place, counted from 0, fails for good. */
const failAt = (index: number, path: string) =>
	world.sandbox.faults.add({
		match: { method: 'PATCH', path },
		skip: index,
		answer: { status: 500, body: { code: 500000, message: 'It broke.' } },
	});
const withOptions = (setup: NodeSetup, options: NodeSetup['parameters']): NodeSetup => ({
	...setup,
	parameters: { ...setup.parameters, options },
});
describe.each<[string, NodeSetup, string]>([
	['update', update({ maxConcurrentRequests: 1 }), 'api'],
	[
		'Upsun update',
		upsunUpdateOf(byId(ME), { first_name: '={{ $json.firstName }}' }, { maxConcurrentRequests: 1 }),
		'users',
	],
])('when one of several requests of %s fails for good', (_name, setup, path) => {
	it('ends there, and the description says what became of every item', async () => {
		failAt(2, path);
		const { message, description, error } = await world.run(setup, people(6));
		expect(message).toMatch(
			/ answered 500: It broke\. It may have been carried out anyway \[item 2\]$/,
		);
		expect(error?.httpCode).toBe('500');
		expect(description?.split('\n')).toEqual([
			'Updated: items 0-1 (2)',
			'Failed: item 2 (1)',
			'Not sent: items 3-5 (3)',
		]);
		expect(patches(world).length).toBe(3);
	});

	it('sends nothing more of what waits for its turn when it fails', async () => {
		const paced = { maxConcurrentRequests: 4 };
		world.setCredential('ubidots', { requestsPerSecond: 0.1 });
		world.setCredential('upsun', { requestsPerSecond: 0.1 });
		failAt(0, path);
		const { description } = await inVirtualTime(
			async () => await world.run(withOptions(setup, paced), people(6)),
		);
		expect(patches(world).length).toBe(1);
		expect(description?.split('\n').slice(1)).toEqual([
			'Failed: item 0 (1)',
			'Not sent: items 1-5 (5)',
		]);
	});

	it('goes on with Continue On Fail', async () => {
		failAt(2, path);
		const { items } = await world.run({ ...setup, onError: CONTINUE }, people(6));
		expect(items.map(({ json }) => 'error' in json)).toEqual([
			false,
			false,
			true,
			false,
			false,
			false,
		]);
	});
});

it('several reasons are given, each for its items: one of them may have been carried out', async () => {
	const [first, second] = people(2);
	const refused = { status: 400, body: { detail: 'Not like that.' } };
	world.sandbox.faults.add({
		match: { method: 'PATCH', path: first.id },
		answer: refused,
		delayMs: 60,
	});
	world.sandbox.faults.add({
		match: { method: 'PATCH', path: second.id },
		answer: 'reset',
		when: 'after',
	});
	const setup = update({ maxConcurrentRequests: 2, retryTimeout: 0 });
	const { description } = await inVirtualTime(async () => await world.run(setup, [first, second]));
	const [updated, ...failed] = (description ?? '').split('\n');
	expect(updated).toBe('Updated: no item');
	expect(failed[0]).toMatch(/^Failed: item 0 \(1\): .*Not like that\.$/);
	expect(failed[1]).toMatch(/^Failed: item 1 \(1\): .*It may have been carried out anyway$/);
	expect(failed[2]).toBe('Not sent: no item');
});

it('entries with the same key come together, keys and entries in the order in which they came', () => {
	const groups = groupBy(['b1', 'a1', 'b2', 'c1', 'a2', 'b3'], (entry) => entry[0]);
	expect([...groups]).toEqual([
		['b', ['b1', 'b2', 'b3']],
		['a', ['a1', 'a2']],
		['c', ['c1']],
	]);
});
