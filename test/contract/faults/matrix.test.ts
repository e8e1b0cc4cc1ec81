import { faultCases } from './faults';
import { ROWS, type Subject, subjects } from './subjects';
import { hintsOf } from '../../support/outputs';
import { setAccessToken } from '../../support/credentials';
import { requestCount } from '../../support/requests';
import { CONTINUE } from '../../support/setups';
import { inVirtualTime } from '../../support/virtualTime';
import { type Result, startWorld, type World } from '../../support/world';

/** The fault hits the second request: one has been carried out before it, and at least one comes after it. */
const HIT = 1;

/** A world for each test: what a 429 makes the account wait would last into the next one. */
async function inWorld(
	{ fault: { takesTime } }: Case,
	test: (world: World) => Promise<void>,
): Promise<void> {
	const world = await startWorld({ users: ROWS, upsunAdmin: true });
	// A token that is not renewed, so that every request counts once; the renewal has a file of its own.
	setAccessToken(world);
	const work = async () => await test(world);
	await (takesTime ? inVirtualTime(work) : work()).finally(async () => await world.close());
}
// Full jitter near nothing: the back-off itself is tested with faked time.
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

const allRows = Array.from({ length: ROWS }, (_, row) => row);
const sent = (world: World, { path }: Subject) => requestCount(world, { method: 'PATCH', path });
const arm = (world: World, subject: Subject, index: number) =>
	world.sandbox.faults.add({
		match: { method: 'PATCH', path: subject.path },
		skip: HIT,
		...faultCases()[index].fault,
	});

/** Rows before, of and after the request that was hit. */
function parts({ rowsInRequest }: Subject) {
	const [from, to] = [HIT * rowsInRequest, (HIT + 1) * rowsInRequest];
	return {
		before: allRows.slice(0, from),
		hit: allRows.slice(from, to),
		after: allRows.slice(to),
		requests: ROWS / rowsInRequest,
	};
}

function expectNoSecret(world: World, result: Result): void {
	const text = result.stored();
	for (const secret of Object.values(world.sandbox.secrets)) expect(text).not.toContain(secret);
}

const table = subjects.flatMap((subject) =>
	faultCases().flatMap((fault, index) =>
		[false, true].map((goOn) => ({
			subject,
			fault,
			index,
			goOn,
			title: `${subject.name}, ${fault.name}, Continue On Fail ${goOn ? 'on' : 'off'}`,
		})),
	),
);

type Case = (typeof table)[number];

async function expectPassing(world: World, { subject, fault, index, goOn }: Case): Promise<void> {
	arm(world, subject, index);
	const setup = { ...subject.setup(fault.options), onError: goOn ? CONTINUE : undefined };
	const result = await world.run(setup, subject.items);
	expect(result.status).toBe('success');
	expect(result.items.every(({ json }, at) => subject.isGood(json, at))).toBe(true);
	expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
		allRows.map((item) => ({ item })),
	);
	expect(sent(world, subject)).toBe(parts(subject).requests + 1);
	expect(subject.written(world)).toEqual(allRows);
	expect(hintsOf(result)).toHaveLength(1 + (subject.hints ?? 0));
	expectNoSecret(world, result);
}

async function expectFailing(world: World, { subject, fault, index, goOn }: Case): Promise<void> {
	arm(world, subject, index);
	const options = { ...fault.options, retryTimeout: 0 };
	const result = await world.run(
		{ ...subject.setup(options), onError: goOn ? CONTINUE : undefined },
		subject.items,
	);
	const { before, hit, after, requests } = parts(subject);
	const othersAreSent = goOn && subject.goesOn;

	expect(sent(world, subject)).toBe(othersAreSent ? requests : HIT + 1);
	expect(subject.written(world)).toEqual([
		...before,
		...(fault.isCarriedOut ? hit : []),
		...(othersAreSent ? after : []),
	]);
	expectNoSecret(world, result);
	expect(result.status).toBe(goOn ? 'success' : 'error');
	if (!goOn) {
		expectReadable(result.message, fault);
		expectAllAccounted(result.description, before, hit, after);
		return;
	}
	expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(
		allRows.map((item) => ({ item })),
	);
	for (const at of [...before, ...(othersAreSent ? after : [])]) {
		expect(subject.isGood(result.items[at].json, at)).toBe(true);
	}
	for (const at of hit) {
		const { json } = result.items[at];
		expect(Object.keys(json).sort()).toEqual(['details', 'error']);
		expectReadable(String(json.error), fault);
		expect(json.error).toContain(`[item ${at}]`);
		expect(JSON.stringify(json.details)).toMatch(fault.code);
	}
	for (const at of othersAreSent ? [] : after) {
		expect(result.items[at].json.error).toMatch(/^Not sent/);
	}
}

describe('a fault that passes', () => {
	it.each(table.filter(({ fault }) => fault.isRetried))('$title', async (row) =>
		inWorld(row, async (world) => expectPassing(world, row)),
	);
});

describe('a fault for which there is no retry', () => {
	it.each(table)('$title', async (row) => inWorld(row, async (world) => expectFailing(world, row)));
});

function expectReadable(
	text: string | undefined,
	fault: { says: RegExp; hasDoubt: boolean },
): void {
	expect(text).toMatch(/^Could not update /);
	expect(text).toMatch(fault.says);
	if (fault.hasDoubt) expect(text).toMatch(/may have been (carried out|updated) anyway/);
	else expect(text).not.toMatch(/anyway/);
	// No query, no stack, no markup, no unnamed object.
	expect(text).not.toMatch(/https?:\S*\?|\bat .*:\d+:\d+|<\w+>|\[object|undefined/);
}

/** Every row in exactly one line of the description. */
function expectAllAccounted(
	text: string | undefined,
	ok: number[],
	failed: number[],
	not: number[],
) {
	const numbers = (title: string) => {
		const line = (text ?? '').split('\n').find((one) => one.startsWith(`${title}: `)) ?? '';
		const list = /items? ([\d, -]+) \(/.exec(line)?.[1];
		return (list?.split(', ') ?? []).flatMap((part) => {
			const [from, to = from] = part.split('-').map(Number);
			return Array.from({ length: to - from + 1 }, (_, index) => from + index);
		});
	};
	expect([...numbers('Accepted'), ...numbers('Updated')]).toEqual(ok);
	expect(numbers('Failed')).toEqual(failed);
	expect(numbers('Not sent')).toEqual(not);
}
