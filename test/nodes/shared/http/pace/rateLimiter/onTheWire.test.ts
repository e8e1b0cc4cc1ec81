import { Engine } from '../../../../../../tools/engine';
import { setApiKey } from '../../../../../support/credentials';
import { people } from '../../../../../support/people';
import { patches } from '../../../../../support/requests';
import { CONTINUE, update } from '../../../../../support/setups';
import { inVirtualTime } from '../../../../../support/virtualTime';
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
	it('applies every update under the limit of the service and meets no 429', async () => {
		await startPaced(10);
		const { items } = await inVirtualTime(async () => await world.run(update(), people(14)));
		expect(items).toHaveLength(14);
		expect(items.every(({ json }, index) => json.firstName === `New ${index + 1}`)).toBe(true);
		expect(refusals()).toBe(0);
	});

	it('is shared by two workflows that use one account at the same time', async () => {
		await startPaced(10);
		const [one, other] = await inVirtualTime(
			async () =>
				await Promise.all([
					world.run(update(), people(9)),
					anotherEngine().run(workflowOf(update(), people(9, 21))),
				]),
		);
		expect(one.items).toHaveLength(9);
		expect(other.output('Node')).toHaveLength(9);
		expect(refusals()).toBe(0);
		// Not one after the other: both got turns while the other was at work.
		const ofFirst = patches(world).map(({ path }) => people(9).some(({ id }) => path.endsWith(id)));
		expect(new Set(ofFirst.slice(0, 6)).size).toBe(2);
	});

	it('is not there with 0, so that the limit is met and every update still applied', async () => {
		await startPaced(0, 10);
		const { items, hints } = await inVirtualTime(async () => await world.run(update(), people(13)));
		expect(items.filter(({ json }) => json.firstName)).toHaveLength(13);
		expect(refusals()).toBeGreaterThan(0);
		expect(hints('Node').some(({ message }) => /had to be sent again/.test(message))).toBe(true);
	});

	it('that the account does not allow is told, with what got through by the count of the service', async () => {
		await startPaced(100, 10);
		const { items, hints } = await inVirtualTime(async () => await world.run(update(), people(40)));
		expect(items.filter(({ json }) => json.firstName)).toHaveLength(40);
		const [{ message }] = hints('Node');
		expect(message).toMatch(
			/^\d+ requests had to be sent again, because the account's request limit was reached\. About ([\d.]+) a second got through: enter that as Requests per Second in the credential, unless other workers use the account, too$/,
		);
		const entries = patches(world);
		const refused = entries.filter(({ status }) => status === 429);
		const [first, last] = [refused[0], refused[refused.length - 1]];
		const between = entries.slice(entries.indexOf(first), entries.indexOf(last));
		const passed = between.filter(({ status }) => status === 200).length;
		const perSecond = (1000 * passed) / (last.at - first.at);
		expect(message).toContain(`${refused.length} requests had to be sent again`);
		expect(message).toContain(`About ${Number(perSecond.toPrecision(2))} a second`);
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
		const second = await inVirtualTime(async () => {
			const first = world.run(update(), people(1));
			await until(() => refusals() === 1);
			// The client reads the answer first.
			await pause(100);
			const ended = await anotherEngine().run(workflowOf(update(), people(3, 5)));
			await first;
			return ended;
		});
		const [refused, ...later] = patches(world);
		expect(later.map(({ at }) => at - refused.at)).toEqual([1000, 1000, 1000, 1000]);
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
		const ended = await inVirtualTime(
			async () => await world.engine.run(workflowOf(setup, people(3))),
		);
		const items = ended.output('Node');
		expect(items).toHaveLength(3);
		expect(items[0].json.error).toContain('asked to wait 3600 s');
		expect(items.every(({ json }) => 'error' in json)).toBe(true);
		expect(statuses()).toEqual([429]);
	});
});
