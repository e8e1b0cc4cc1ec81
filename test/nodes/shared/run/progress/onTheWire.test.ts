import { people, peopleByUsername } from '../../../../support/people';
import { bulkUpdate, CONTINUE, update } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { workflowOf } from '../../../../support/world';

const world = useWorld({ users: 250 });

/** From now on a millisecond lasts a second, by the clock that runs are timed with. */
function hurry(): void {
	const now = performance.now.bind(performance);
	const began = now();
	jest.spyOn(performance, 'now').mockImplementation(() => began + (now() - began) * 1000);
}
beforeEach(() => world.engine.consoleMessages.splice(0));
afterEach(() => jest.restoreAllMocks());

const SAID =
	/^Bulk Update: ([\d,]+) of 250 users( looked up| confirmed)?(, \d+ failed)?(, about .+ left)?$/;

it('a short run says nothing', async () => {
	await world.run(update(), people(50));
	expect(world.engine.consoleMessages).toEqual([]);
});

it('a long run tells the browser’s console where it is, in each of its steps', async () => {
	hurry();
	const options = {
		batchSize: 20,
		maxConcurrentRequests: 1,
		confirm: true,
		confirmTimeout: 80_000,
	};
	const setup = bulkUpdate(options, CONTINUE, {
		mappingMode: 'autoMapInputData',
		value: null,
		matchingColumns: ['username'],
	});
	const { items } = await world.run(setup, peopleByUsername(250));
	expect(items).toHaveLength(250);
	const said = world.engine.consoleMessages;
	expect(said.length).toBeGreaterThan(3);
	expect(said.filter((text) => !SAID.test(text))).toEqual([]);
	expect(said.some((text) => text.includes(' looked up'))).toBe(true);
	expect(said.some((text) => / users(, \d+ failed)?, about/.test(text))).toBe(true);
});

it('a run that nobody watches leaves the browser alone', async () => {
	hurry();
	const setup = bulkUpdate({ batchSize: 20, maxConcurrentRequests: 1 });
	const execution = await world.engine.run(workflowOf(setup, people(250)), 'trigger');
	expect(execution.status).toBe('success');
	expect(world.engine.consoleMessages).toEqual([]);
});
