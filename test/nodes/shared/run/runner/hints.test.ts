import { generatedUserId } from '../../../../../tools/sandbox';
import { hintsOf as hintsBesides } from '../../../../support/hints';
import { people } from '../../../../support/people';
import { bulkUpdate, CONTINUE, update } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import type { World } from '../../../../support/world';

const world = useWorld({ users: 20 });
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

const hintsOf = async (...run: Parameters<World['run']>) => {
	const result = await world.run(...run);
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
	for (const setup of [update({ skipUnchanged: true }), bulkUpdate({ dryRun: true })]) {
		world.sandbox.ubidots.put({ id: generatedUserId(1), firstName: 'Old' });
		const hints = await hintsOf(setup, people(2));
		expect(hints).toHaveLength(1);
		expect(hints[0]).toMatch(/1 of 2 users|No change.*1 of 2/i);
	}
});

it('says how many requests were sent again', async () => {
	busy(3);
	const hints = await hintsOf(update(), people(5));
	expect(hints).toHaveLength(1);
	expect(hints[0]).toMatch(/\b3 requests\b/);
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
