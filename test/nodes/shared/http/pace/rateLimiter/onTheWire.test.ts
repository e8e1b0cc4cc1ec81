import { Engine } from '../../../../../../tools/engine';
import { setApiKey } from '../../../../../support/credentials';
import { people } from '../../../../../support/people';
import { patches } from '../../../../../support/requests';
import { CONTINUE, update } from '../../../../../support/setups';
import { pause, until } from '../../../../../support/waiting';
import { sources, startWorld, workflowOf, type World } from '../../../../../support/world';

let world: World;
const startPaced = async (requestsPerSecond: number, limit = requestsPerSecond) => {
	world = await startWorld({ users: 40, ubidotsRequestsPerSecond: limit });
	world.setCredential('ubidots', { requestsPerSecond });
};
afterEach(async () => await world.close());

/** A second n8n execution, with the credential of the same account stored a second time. */
const anotherEngine = () => new Engine(sources(), structuredClone(world.credentials));
const statuses = () => patches(world).map(({ status }) => status);
const refusals = () => statuses().filter((status) => status === 429).length;

describe('the pace on the wire', () => {
	it('applies every update under the limit of the service and meets next to no 429', async () => {
		await startPaced(10);
		const { items } = await world.run(update(), people(14));
		expect(items).toHaveLength(14);
		expect(items.every(({ json }, index) => json.firstName === `New ${index + 1}`)).toBe(true);
		expect(refusals()).toBeLessThanOrEqual(1);
	});

	it('is shared by two workflows that use one account at the same time', async () => {
		await startPaced(10);
		const [one, other] = await Promise.all([
			world.run(update(), people(9)),
			anotherEngine().run(workflowOf(update(), people(9, 21))),
		]);
		expect(one.items).toHaveLength(9);
		expect(other.output('Node')).toHaveLength(9);
		expect(refusals()).toBeLessThanOrEqual(1);
		// Not one after the other: both got turns while the other was at work.
		const ofFirst = patches(world).map(({ path }) => people(9).some(({ id }) => path.endsWith(id)));
		expect(new Set(ofFirst.slice(0, 6)).size).toBe(2);
	});

	it('is not there with 0, so that the limit is met and every update still applied', async () => {
		await startPaced(0, 10);
		const { items, hints } = await world.run(update(), people(13));
		expect(items.filter(({ json }) => json.firstName)).toHaveLength(13);
		expect(refusals()).toBeGreaterThan(0);
		expect(hints('Node').some(({ message }) => /had to be sent again/.test(message))).toBe(true);
	});

	it('that the account does not allow is told, with the one that it does', async () => {
		await startPaced(100, 10);
		const { items, hints } = await world.run(update(), people(40));
		expect(items.filter(({ json }) => json.firstName)).toHaveLength(40);
		const [{ message }] = hints('Node');
		expect(message).toMatch(
			/^\d+ requests had to be sent again, because the account's request limit was reached\. About ([\d.]+) a second got through: enter that as Requests per Second in the credential, unless other workers use the account, too$/,
		);
		const rate = Number(/About ([\d.]+)/.exec(message)?.[1]);
		expect(rate).toBeGreaterThanOrEqual(7);
		expect(rate).toBeLessThanOrEqual(12);
	});
});

describe('a 429 with Retry-After', () => {
	const tooMany = (retryAfter: string) => ({
		match: { method: 'PATCH' },
		answer: { status: 429, headers: { 'retry-after': retryAfter }, body: { detail: 'Throttled.' } },
	});

	it('makes everything on the account wait, other workflows included', async () => {
		await startPaced(0, 0);
		world.sandbox.faults.add(tooMany('1'));
		const first = world.run(update(), people(1));
		await until(() => refusals() === 1);
		// The client reads the answer first.
		await pause(100);
		const second = await anotherEngine().run(workflowOf(update(), people(3, 5)));
		await first;
		const [refused, ...later] = patches(world);
		expect(later).toHaveLength(4);
		for (const { at } of later) expect(at - refused.at).toBeGreaterThanOrEqual(950);
		expect(second.output('Node')).toHaveLength(3);
	});

	it('does not hold back another account', async () => {
		await startPaced(0, 0);
		world.sandbox.faults.add(tooMany('30'));
		await world.run(update({ retryTimeout: 0 }, CONTINUE), people(1));
		setApiKey(world);
		const { items } = await world.run(update(), people(1, 2));
		expect(items[0].json.firstName).toBe('New 2');
	});

	it('that is longer than retryTimeout does not hang the rows that follow', async () => {
		await startPaced(0, 0);
		world.sandbox.faults.add({ ...tooMany('3600'), times: 1 });
		const setup = update({ maxConcurrentRequests: 1, retryTimeout: 2 }, CONTINUE);
		const running = world.engine.start(workflowOf(setup, people(3)));
		const ended = await Promise.race([running.result, pause(6000)]);
		running.cancel();
		const items = ended?.output('Node') ?? [];
		expect(items).toHaveLength(3);
		expect(items[0].json.error).toContain('asked to wait 3600 s');
		expect(items.every(({ json }) => 'error' in json)).toBe(true);
		expect(statuses()).toEqual([429]);
	});
});
