import { Pace, type Permit } from '../../../../../nodes/shared/http/pace/pace';
import { Engine } from '../../../../../tools/engine';
import { setApiKey } from '../../../../support/credentials';
import { people } from '../../../../support/people';
import { patches } from '../../../../support/requests';
import { CONTINUE, update } from '../../../../support/setups';
import { inVirtualTime } from '../../../../support/virtualTime';
import { pause, until } from '../../../../support/waiting';
import { sources, startWorld, workflowOf, type World } from '../../../../support/world';

/** Sends as soon as it may, with answers that take so long, from so many requests at once. */
function send(pace: Pace, count: number, perSecond: number, from = 0, tookMs = () => 0): number[] {
	const times: number[] = [];
	let now = from;
	let open: Array<{ permit: Permit; at: number }> = [];
	while (times.length < count) {
		const due = open.filter(({ at }) => at <= now);
		for (const { permit, at } of due) pace.responded(permit, 200, at, 0.5);
		open = open.filter((one) => !due.includes(one));
		const next = Math.min(...open.map(({ at }) => at));
		const freeAt = pace.freeAt(perSecond);
		if (freeAt > now) now = Math.min(freeAt, next);
		else {
			times.push(now);
			open.push({ permit: pace.sent(now, perSecond, 0.5), at: now + tookMs() });
		}
	}
	return times;
}

const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]);
/** The shortest time in which one request more than the limit allows was sent. */
const tightest = (times: number[], limit: number) =>
	Math.min(...times.slice(limit).map((time, index) => time - times[index]));

describe('the pace of a process alone', () => {
	it.each([
		{ perSecond: 4, limit: 4, windowMs: 1000 },
		{ perSecond: 1, limit: 1, windowMs: 1000 },
		{ perSecond: 0.083, limit: 1, windowMs: 12_048 },
		{ perSecond: 2.5, limit: 2, windowMs: 800 },
		{ perSecond: 20, limit: 20, windowMs: 1000 },
	])('keeps $perSecond a second in any window, and uses 98 % of it', (given) => {
		const { perSecond, limit, windowMs } = given;
		const times = send(new Pace(), 100, perSecond);
		expect(tightest(times, limit)).toBeGreaterThan(windowMs);
		expect(times[99]).toBeLessThanOrEqual((99_000 / perSecond) * 1.0201);
	});

	it('is even, so that no burst of several arrives at once', () => {
		for (const gap of gaps(send(new Pace(), 20, 4))) expect(gap).toBeCloseTo(255, 6);
	});

	it('does not wait for answers that take longer than the window', () => {
		const times = send(new Pace(), 40, 4, 0, () => 1500);
		expect(times[39]).toBeLessThanOrEqual((39_000 / 4) * 1.1);
	});

	it('uses a slot later again when the answer before was late, because the request may have been', () => {
		const pace = new Pace();
		send(pace, 8, 4, 0, () => 20);
		const late = send(pace, 1, 4, 20_000, () => 20).concat(send(pace, 4, 4, 20_000, () => 100));
		expect(late.length).toBe(5);
		// The four before were sent from 20 s on, and answered 80 ms later than others.
		expect(pace.freeAt(4)).toBeGreaterThanOrEqual(late[1] + 1000 + 30);
	});

	it('saves up nothing in a rest', () => {
		const pace = new Pace();
		send(pace, 8, 4);
		for (const gap of gaps(send(pace, 8, 4, 3600_000))) expect(gap).toBeGreaterThanOrEqual(250);
	});
});

describe('a refusal', () => {
	/** Sends so many, all refused at once. */
	const refuse = (pace: Pace, count: number, from: number) => {
		let now = from;
		for (let sent = 0; sent < count; sent++) {
			now = Math.max(now, pace.freeAt(4));
			pace.responded(pace.sent(now, 4, 0.5), sent % 2 ? 420 : 429, now, 0.5);
		}
		return now;
	};
	/** What is sent in so many seconds from then on. */
	const sentIn = (pace: Pace, seconds: number, from: number) => {
		let now = from;
		for (let count = 0; ; count++) {
			now = Math.max(now, pace.freeAt(4));
			if (now > from + seconds * 1000) return count;
			pace.responded(pace.sent(now, 4, 0.5), 200, now, 0.999);
		}
	};

	it.each([
		{ way: 'changes nothing where requests are late now and then', lateMs: 60, from: 38, to: 40 },
		{ way: 'slows down where none is ever late', lateMs: 0, from: 28, to: 36 },
	])('alone among many that were served $way', ({ lateMs, from, to }) => {
		const pace = new Pace();
		let count = 0;
		const [last] = send(pace, 20, 4, 0, () => 20 + (count++ % 5 ? 0 : lateMs)).slice(-1);
		const sent = sentIn(pace, 10, refuse(pace, 1, last + 255));
		expect(sent).toBeGreaterThanOrEqual(from);
		expect(sent).toBeLessThanOrEqual(to);
	});

	it('after refusal slows down, and quiet brings the rate back step by step', () => {
		const pace = new Pace();
		const now = refuse(pace, 8, 0);
		const sent = [0, 1, 2, 3, 4].map((turn) => sentIn(pace, 5, now + turn * 5000));
		expect(sent[0]).toBeLessThanOrEqual(5);
		expect(sent[1]).toBeLessThanOrEqual(12);
		expect(sent[4]).toBeGreaterThanOrEqual(18);
	});

	it('is remembered in a rest', () => {
		const pace = new Pace();
		const now = refuse(pace, 8, 0);
		expect(sentIn(pace, 3, now + 9 * 60_000)).toBeLessThanOrEqual(4);
	});

	it('of requests that were under way together counts once', () => {
		const [together, alone] = [new Pace(), new Pace()];
		const sent = [0, 255, 510, 765].map((at) => together.sent(at, 4, 0.5));
		for (const one of sent) together.responded(one, 429, 2000, 0.5);
		alone.responded(alone.sent(765, 4, 0.5), 429, 2000, 0.5);
		expect(together.freeAt(4)).toBe(alone.freeAt(4));
	});
});

describe('on the wire', () => {
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
			const ofFirst = patches(world).map(({ path }) =>
				people(9).some(({ id }) => path.endsWith(id)),
			);
			expect(new Set(ofFirst.slice(0, 6)).size).toBe(2);
		});

		it('is not there with 0, so that the limit is met and every update still applied', async () => {
			await startPaced(0, 10);
			const { items, hints } = await inVirtualTime(
				async () => await world.run(update(), people(13)),
			);
			expect(items.filter(({ json }) => json.firstName)).toHaveLength(13);
			expect(refusals()).toBeGreaterThan(0);
			expect(hints('Node').some(({ message }) => /had to be sent again/.test(message))).toBe(true);
		});

		it('that the account does not allow is told, with what got through by the count of the service', async () => {
			await startPaced(100, 10);
			const { items, hints } = await inVirtualTime(
				async () => await world.run(update(), people(40)),
			);
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
			answer: {
				status: 429,
				headers: { 'retry-after': retryAfter },
				body: { detail: 'Throttled.' },
			},
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
});
