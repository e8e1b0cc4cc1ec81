import fc from 'fast-check';

import type { BulkRun } from '../../../../../../nodes/Ubidots/user/bulk/rows';
import { sendBatches } from '../../../../../../nodes/Ubidots/user/bulk/send';
import { Failure, NotSent } from '../../../../../../nodes/shared/errors';
import { RefusedRequest } from '../../../../../../nodes/shared/http/errors';
import type { ApiRequest } from '../../../../../../nodes/shared/http/service';
import { resultOf } from '../../../../../../nodes/shared/run/summary';
import { aPlan } from '../planned';

/** What the service does with the requests of one run. */
interface World {
	rows: number;
	batchSize: number;
	concurrency: number;
	/** Places of rows that the service refuses. */
	bad: number[];
	/** Whether it says which rows. */
	saysRows: boolean;
	/** The request that fails for good, counted as they come; beyond the last one for none. */
	breaksAt: number;
	continueOnFail: boolean;
	isolateBadRows: boolean;
	/** In which order the answers come. */
	delays: number[];
}

const worlds: fc.Arbitrary<World> = fc.record({
	rows: fc.integer({ min: 1, max: 60 }),
	batchSize: fc.integer({ min: 1, max: 25 }),
	concurrency: fc.integer({ min: 1, max: 5 }),
	bad: fc.uniqueArray(fc.nat(59), { maxLength: 6 }),
	saysRows: fc.boolean(),
	breaksAt: fc.nat(40),
	continueOnFail: fc.boolean(),
	isolateBadRows: fc.boolean(),
	delays: fc.array(fc.nat(4), { minLength: 1, maxLength: 10 }),
});

interface Sent {
	ids: string[];
	outcome: 'accepted' | 'refused' | 'broken';
}

async function send(world: World) {
	const bad = new Set(world.bad.map(String));
	const sent: Sent[] = [];
	const planned = Array.from({ length: world.rows }, (_, item) => aPlan(item, `${item}`));
	const request = async ({ body }: ApiRequest) => {
		const place = sent.length;
		const ids = (body as unknown as Array<{ id: string }>).map(({ id }) => id);
		const isBroken = place === world.breaksAt;
		const isRefused = ids.some((id) => bad.has(id));
		sent.push({ ids, outcome: isBroken ? 'broken' : isRefused ? 'refused' : 'accepted' });
		const ticks = world.delays[place % world.delays.length];
		for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
		if (isBroken) throw new Failure('It broke', { kind: 'api', details: { httpCode: '500' } });
		if (isRefused) {
			const messages = ids.map(
				(id): Record<string, string[]> => (bad.has(id) ? { email: ['Bad.'] } : {}),
			);
			throw new RefusedRequest('Refused', 400, world.saysRows ? { rows: messages } : {}, false);
		}
		return { status: 200, body: { task: { id: `task-${place}` } }, maybeApplied: false };
	};
	const run = {
		client: { request },
		settings: {
			batchSize: world.batchSize,
			maxBatchBytes: 10_000,
			maxConcurrentRequests: world.concurrency,
			isolateBadRows: world.isolateBadRows,
		},
		continueOnFail: world.continueOnFail,
		hint: () => {},
	} as unknown as BulkRun;
	await sendBatches(run, planned);
	const rows = planned.map(({ id, row }) => ({
		id,
		result: row.result,
		taskId: resultOf(row)?.taskId,
	}));
	return { rows, sent, bad };
}

const property = (
	name: string,
	check: (world: World, result: Awaited<ReturnType<typeof send>>) => void,
) =>
	it(name, async () => {
		await fc.assert(
			fc.asyncProperty(worlds, async (world) => check(world, await send(world))),
			{ numRuns: 300 },
		);
	});

property('every row ends as accepted with a task, or with a failure', (_, { rows }) => {
	for (const { result, taskId } of rows) {
		if (!(result instanceof Failure)) expect(result).toEqual({ status: 'accepted', taskId });
		expect(typeof taskId).toBe(result instanceof Failure ? 'undefined' : 'string');
	}
});

property(
	'a row counts as accepted exactly when its request was, with the task of that request',
	(_, { rows, sent }) => {
		const taskOf = new Map(
			sent.flatMap(({ ids, outcome }, place) =>
				outcome === 'accepted' ? ids.map((id) => [id, `task-${place}`] as const) : [],
			),
		);
		expect(rows.map(({ taskId }) => taskId)).toEqual(rows.map(({ id }) => taskOf.get(id)));
	},
);

property(
	'no row is sent again once it was accepted, and none stands twice in a request',
	(_, { sent }) => {
		const accepted = new Set<string>();
		for (const { ids, outcome } of sent) {
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids.some((id) => accepted.has(id))).toBe(false);
			if (outcome === 'accepted') for (const id of ids) accepted.add(id);
		}
	},
);

property(
	'a row that was never sent says so, and one that was sent does not',
	(_, { rows, sent }) => {
		const tried = new Set(sent.flatMap(({ ids }) => ids));
		for (const { id, result } of rows) {
			if (!tried.has(id)) expect(result).toBeInstanceOf(NotSent);
			else expect(result).not.toBeInstanceOf(NotSent);
		}
	},
);

property(
	'a request holds rows in the order of the items, and no more than the batch size',
	({ batchSize }, { sent }) => {
		for (const { ids } of sent) {
			expect(ids.length).toBeLessThanOrEqual(batchSize);
			expect(ids).toEqual([...ids].sort((a, b) => Number(a) - Number(b)));
		}
	},
);

property(
	'only bad rows fail when they are isolated and nothing breaks',
	(world, { rows, sent, bad }) => {
		const isCalm = !sent.some(({ outcome }) => outcome === 'broken');
		if (!isCalm || !world.isolateBadRows || !world.continueOnFail) return;
		const failed = rows.flatMap(({ id, result }) => (result instanceof Failure ? [id] : []));
		expect(failed).toEqual(rows.flatMap(({ id }) => (bad.has(id) ? [id] : [])));
	},
);

property('the number of requests is bounded', ({ rows, batchSize, isolateBadRows }, { sent }) => {
	const batches = Math.ceil(rows / batchSize);
	// Without isolating, one for each batch; with it, at most twice as many as rows, and never endlessly many.
	expect(sent.length).toBeLessThanOrEqual(isolateBadRows ? batches + 2 * rows : batches);
});
