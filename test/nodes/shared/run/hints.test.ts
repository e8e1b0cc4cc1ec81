import type { IDataObject } from 'n8n-workflow';

import { generatedUserId } from '../../../../tools/sandbox';
import {
	noteRefusal,
	passedPerSecond,
	type RequestStats,
} from '../../../../nodes/shared/http/requestStats';
import { retriesHint } from '../../../../nodes/shared/run/retriesHint';
import { hintsOf as hintsBesides } from '../../../support/outputs';
import { NOBODY, people } from '../../../support/people';
import { applyChanges, bulkUpdate, CONTINUE, update } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';
import { inVirtualTime } from '../../../support/virtualTime';
import type { World } from '../../../support/world';

const world = useWorld({ users: 20 });
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

const hintsOf = async (...run: Parameters<World['run']>) => {
	const result = await inVirtualTime(async () => await world.run(...run));
	expect(result.status).toBe('success');
	return hintsBesides(result);
};
const busy = (times: number) =>
	world.sandbox.faults.add({ match: { method: 'PATCH' }, times, answer: { status: 503 } });

it('a run in which all went well has nothing to say', async () => {
	expect(await hintsOf(update(), people(3))).toEqual([]);
	expect(await hintsOf(bulkUpdate({ confirm: true }), people(3))).toEqual([]);
});

it('says how many users needed no change', async () => {
	world.sandbox.ubidots.put({ id: generatedUserId(2), firstName: 'New 2' });
	for (const setup of [update({ skipUnchanged: true }), bulkUpdate({ skipUnchanged: true })]) {
		world.sandbox.ubidots.put({ id: generatedUserId(1), firstName: 'Old' });
		expect(await hintsOf(setup, people(2))).toEqual(['1 of 2 users needed no change']);
	}
});

it.each([
	['update', update],
	['bulkUpdate', bulkUpdate],
	['applyChanges', applyChanges],
])('says of a dry run that nothing was written, with the sums: %s', async (_, setupOf) => {
	const upToDate = { id: generatedUserId(2), firstName: 'New 2' };
	world.sandbox.ubidots.put({ id: generatedUserId(1), firstName: 'Old' });
	world.sandbox.ubidots.put(upToDate);
	const rows = [...people(2), { id: '..' }, { id: NOBODY, firstName: 'X' }].map((row) => ({
		...row,
		changes: { firstName: { from: 'Old', to: (row as IDataObject).firstName } },
	}));
	expect(await hintsOf(setupOf({ dryRun: true }, CONTINUE), rows)).toEqual([
		'Dry run: nothing was written. 1 would change, 1 is up to date, 2 failed',
	]);
	expect(await hintsOf(setupOf({ dryRun: true }), rows.slice(0, 1))).toEqual([
		'Dry run: nothing was written. 1 would change',
	]);
});

it('says how many requests were sent again', async () => {
	busy(3);
	const hints = await hintsOf(update(), people(5));
	expect(hints).toHaveLength(1);
	expect(hints[0]).toMatch(/\b3 requests\b/);
});

it('says nothing of a request that was refused, but not sent again', async () => {
	world.sandbox.faults.add({ match: { method: 'PATCH' }, times: 1, answer: { status: 429 } });
	expect(await hintsOf(update({ retryTimeout: 0 }, CONTINUE), people(2))).toEqual([]);
});

it('counts in good English when it was only one', async () => {
	busy(1);
	const [hint] = await hintsOf(update(), people(5));
	expect(hint).toMatch(/\b1 request\b/);
	expect(hint).not.toMatch(/1 requests|were/);
});

it('says how many users are still pending, and after how long', async () => {
	world.sandbox.options.taskDelayMs = 3600_000;
	const [hint] = await hintsOf(bulkUpdate({ confirm: true, confirmTimeout: 0.6 }), people(4));
	expect(hint).toMatch(/pending/);
	expect(hint).toContain('4 of 4 users');
	expect(hint).toContain('0.6 s');
});

it('says it all when there is more than one thing to say', async () => {
	world.sandbox.ubidots.put({ id: generatedUserId(1), firstName: 'New 1' });
	world.sandbox.options.taskDelayMs = 3600_000;
	busy(1);
	const options = { skipUnchanged: true, confirm: true, confirmTimeout: 0.6 };
	const hints = await hintsOf(bulkUpdate(options), people(3));
	expect(hints).toHaveLength(3);
});

it('says it with Continue On Fail too', async () => {
	busy(1);
	const hints = await hintsOf(update({}, CONTINUE), people(2));
	expect(hints).toHaveLength(1);
});

it('is shown above the output', async () => {
	busy(1);
	const { hints } = await world.run(update(), people(2));
	expect(hints('Node')[0].location).toBe('outputPane');
});

/** Answers at these times in milliseconds. */
function statsOf(answers: Array<[status: number, at: number]>) {
	const stats: RequestStats = { retries: 0, rateLimited: 0, passed: 0 };
	for (const [status, at] of answers) {
		if (status === 429) noteRefusal(stats, at);
		else stats.passed++;
	}
	return stats;
}
const every = (stepMs: number, count: number, fromMs = 0) =>
	Array.from({ length: count }, (_, n): [number, number] => [200, fromMs + n * stepMs]);

describe('what the requests of a run met', () => {
	it('is nothing where none was refused', () => {
		expect(passedPerSecond(statsOf(every(100, 50)))).toBeUndefined();
	});

	it('is a rate from the first refusal to the last', () => {
		const quick = every(10, 40);
		const slow = every(1000, 10, 1500);
		const rest = every(10_000, 20, 20_000);
		const stats = statsOf([...quick, [429, 1000], ...slow, [429, 11_000], ...rest]);
		expect(passedPerSecond(stats)).toBe(1);
	});

	it('is no rate after few answers, or in no time', () => {
		const few = statsOf([[429, 0], ...every(1000, 9), [429, 9500]]);
		const sudden = statsOf([[429, 0], ...every(0, 20), [429, 0]]);
		for (const stats of [few, sudden]) expect(passedPerSecond(stats)).toBeUndefined();
	});
});

const ADVICE =
	"12 requests had to be sent again, because the account's request limit was reached. " +
	'About 0.98 a second got through: enter that as Requests per Second in the credential';
const met = { retries: 12, rateLimited: 12, perSecond: 0.978 as number | undefined };

describe('the hint about requests that were sent again', () => {
	it.each([
		[
			'other causes',
			{ retries: 1, rateLimited: 0, perSecond: undefined },
			4,
			'1 request had to be sent again',
		],
		[
			'few refusals, as sharing costs',
			{ retries: 6, rateLimited: 4, perSecond: 1 },
			4,
			"6 requests had to be sent again, 4 of them because the account's request limit was reached",
		],
		[
			'a pace that is about right',
			{ ...met, perSecond: 3.3 },
			4,
			"12 requests had to be sent again, because the account's request limit was reached",
		],
		['an account that allows less', met, 4, `${ADVICE}, unless other workers use the account, too`],
		[
			'the fewest refusals that say something',
			{ ...met, rateLimited: 5 },
			0,
			ADVICE.replace('again, because', 'again, 5 of them because'),
		],
		[
			'many refusals and few other answers',
			{ ...met, perSecond: undefined },
			4,
			"12 requests had to be sent again, because the account's request limit was reached",
		],
		['no pace', met, 0, ADVICE],
		[
			'a quick account without a pace',
			{ ...met, perSecond: 48.7 },
			0,
			ADVICE.replace('0.98', '49'),
		],
	])('after %s', (_, { perSecond, ...counts }, requestsPerSecond, text) => {
		const passed = perSecond === undefined ? 0 : 100 * perSecond;
		const firstRefusal = { passed: 0, atMs: 0 };
		const lastRefusal = { passed, atMs: 100_000 };
		const stats: RequestStats = { ...counts, passed, firstRefusal, lastRefusal };
		expect(retriesHint(stats, requestsPerSecond)).toBe(text);
	});
});
