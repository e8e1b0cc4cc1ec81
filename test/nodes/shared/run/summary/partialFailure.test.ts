import { setAccessToken } from '../../../../support/credentials';
import { ME, people } from '../../../../support/people';
import { patches } from '../../../../support/requests';
import { byId, CONTINUE, update, upsunUpdateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { inVirtualTime } from '../../../../support/virtualTime';
import type { NodeSetup } from '../../../../support/world';

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
