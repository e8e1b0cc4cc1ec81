import { ROWS, type Subject, subjects } from './subjects';
import { setApiKey } from '../../support/credentials';
import { failedItems } from '../../support/outputs';
import { requestCount } from '../../support/requests';
import { CONTINUE } from '../../support/setups';
import { startWorld, type World } from '../../support/world';

const MODES = [
	{ mode: 'off', onError: undefined },
	{ mode: 'on', onError: CONTINUE },
];
const allRows = Array.from({ length: ROWS }, (_, row) => row);
const table = subjects.flatMap((subject) =>
	MODES.map(({ mode, onError }) => ({ subject, onError, name: subject.name, mode })),
);

let world: World;
beforeEach(async () => {
	world = await startWorld({ users: ROWS, upsunAdmin: true });
	setApiKey(world);
});
afterEach(async () => await world.close());

const sent = ({ path }: Subject) => requestCount(world, { method: 'PATCH', path });
const exchanges = () => world.sandbox.ubidots.mintedTokens() + world.sandbox.upsun.exchanges();
const refuse = ({ path }: Subject, times: number) =>
	world.sandbox.faults.add({
		match: { method: 'PATCH', path },
		skip: 1,
		times,
		answer: { status: 401, body: { detail: 'The token has expired.' } },
	});

describe.each(table)('a session token that $name meets refused, Continue On Fail $mode', (row) => {
	const { subject, onError } = row;
	const run = async () => await world.run({ ...subject.setup(), onError }, subject.items);

	it('once: it is renewed, and the request sent again', async () => {
		refuse(subject, 1);
		const { items, status } = await run();
		expect(status).toBe('success');
		expect(items.every(({ json }, at) => subject.isGood(json, at))).toBe(true);
		expect(subject.written(world)).toEqual(allRows);
		expect(sent(subject)).toBe(ROWS / subject.rowsInRequest + 1);
		expect(exchanges()).toBe(2);
	});

	it('again after the renewal: that request fails, and says what to check', async () => {
		refuse(subject, 2);
		const { items, message, stored } = await run();
		const goesOn = subject.goesOn && onError !== undefined;
		const hit = allRows.slice(subject.rowsInRequest, 2 * subject.rowsInRequest);
		const lost = goesOn ? hit : allRows.slice(subject.rowsInRequest);
		expect(subject.written(world)).toEqual(allRows.filter((at) => !lost.includes(at)));
		if (onError) expect(failedItems(items)).toEqual(lost);
		const text = onError ? String(items[hit[0]].json.error) : message;
		expect(text).toMatch(/answered 401: The token has expired\. → check the token/);
		// Once as it was, once renewed; no other retry of a 401.
		const whole = ROWS / subject.rowsInRequest;
		expect(sent(subject)).toBe(goesOn ? whole + 1 : 3);
		expect(exchanges()).toBe(2);
		for (const secret of Object.values(world.sandbox.secrets)) {
			expect(stored()).not.toContain(secret);
		}
	});
});

describe('a 403 that a new session token does not cure', () => {
	const run = async (laterMs: number) => {
		const [{ setup, items }] = subjects;
		const ids = items.map(({ id }) => String(id));
		const forbid = (row: number, times: number) =>
			world.sandbox.faults.add({
				match: { method: 'PATCH', path: ids[row] },
				times,
				answer: { status: 403, body: { detail: 'Not yours.' } },
			});
		forbid(0, 2);
		forbid(2, 1);
		const now = performance.now.bind(performance);
		let [shiftMs, forbidden] = [0, 0];
		const clock = jest.spyOn(performance, 'now').mockImplementation(() => now() + shiftMs);
		world.sandbox.options.onRequest = ({ status, path }) => {
			// The second of them, with the new token, is the one that counts; this is heard a moment before the node hears it.
			if (status === 403 && path.endsWith(ids[0])) forbidden++;
			if (status === 200 && forbidden === 2) shiftMs = laterMs;
		};
		const one = setup();
		one.parameters.options = { maxConcurrentRequests: 1 };
		const result = await world.run({ ...one, onError: CONTINUE }, items);
		clock.mockRestore();
		return [result.items[0], result.items[2]].map(({ json }) => 'error' in json);
	};

	it('is taken for what it says by the requests after it', async () => {
		expect(await run(0)).toEqual([true, true]);
		expect(exchanges()).toBe(2);
	});

	it('but not for long: the session may have expired meanwhile', async () => {
		expect(await run(31_000)).toEqual([true, false]);
		expect(exchanges()).toBe(3);
	});
});
