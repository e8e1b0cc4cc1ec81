import { Progress } from '../../../../nodes/shared/run/progress';
import { people, peopleByUsername } from '../../../support/people';
import { bulkUpdate, CONTINUE, settingsOf, sync, update } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';
import { inVirtualTime } from '../../../support/virtualTime';
import { workflowOf } from '../../../support/world';

describe('what a long run says of where it is', () => {
	let said: string[];
	let progress: Progress;
	beforeEach(() => {
		jest.useFakeTimers();
		said = [];
		progress = new Progress('Bulk Update', (text) => said.push(text));
	});
	afterEach(() => jest.useRealTimers());
	const wait = (seconds: number) => jest.advanceTimersByTime(seconds * 1000);

	it('is nothing within the first five seconds', () => {
		progress.begin('', 10_000);
		for (let second = 0; second < 4; second++) {
			wait(1);
			progress.advance(100);
		}
		expect(said).toEqual([]);
	});

	it('is how many users are done, how many of them failed, and how long the others will take', () => {
		progress.begin('', 10_000);
		wait(19);
		progress.advance(3200, 12);
		expect(said).toEqual(['Bulk Update: 3,200 of 10,000 users, 12 failed, about 40 s left']);
	});

	it('comes every five seconds and not more often', () => {
		progress.begin('', 100);
		for (let second = 1; second <= 20; second++) {
			wait(1);
			progress.advance(1);
		}
		expect(said.map((text) => /\d+ of/.exec(text)?.[0])).toEqual([
			'5 of',
			'10 of',
			'15 of',
			'20 of',
		]);
	});

	it('names the step of the run', () => {
		progress.begin(' looked up', 300);
		wait(6);
		progress.advance(99.6);
		expect(said).toEqual(['Bulk Update: 100 of 300 users looked up, about 12 s left']);
	});

	it('does not guess how long a step takes that does not depend on the node', () => {
		progress.begin(' confirmed', 300, false);
		wait(6);
		progress.advance(0);
		expect(said).toEqual(['Bulk Update: 0 of 300 users confirmed']);
	});

	it('counts in minutes where it takes long', () => {
		progress.begin('', 100_000);
		wait(60);
		progress.advance(10_000);
		expect(said).toEqual(['Bulk Update: 10,000 of 100,000 users, about 9 min left']);
	});

	it('is not that a step has ended', () => {
		progress.begin('', 10);
		wait(60);
		progress.advance(10);
		expect(said).toEqual([]);
	});

	it('never makes the run fail', () => {
		const broken = new Progress('Update', () => {
			throw new Error('no console');
		});
		broken.begin('', 10);
		wait(6);
		expect(() => broken.advance(1)).not.toThrow();
	});
});

describe('in n8n', () => {
	const world = useWorld({ users: 250 });

	/** Each answer takes six seconds. */
	const runSlowly = async <T>(work: () => Promise<T>): Promise<T> => {
		world.sandbox.options.latencyMs = 6000;
		return await inVirtualTime(work);
	};
	beforeEach(() => world.engine.consoleMessages.splice(0));

	const SAID =
		/^Bulk Update: ([\d,]+) of 250 users( looked up| confirmed)?(, \d+ failed)?(, about .+ left)?$/;

	it('a short run says nothing', async () => {
		await world.run(update(), people(50));
		expect(world.engine.consoleMessages).toEqual([]);
	});

	it('a long run tells the browser’s console where it is, in each of its steps', async () => {
		const options = {
			batchSize: 20,
			maxConcurrentRequests: 1,
			confirm: true,
		};
		const setup = bulkUpdate(options, CONTINUE, {
			mappingMode: 'autoMapInputData',
			value: null,
			matchingColumns: ['username'],
		});
		const { items } = await runSlowly(async () => await world.run(setup, peopleByUsername(250)));
		expect(items).toHaveLength(250);
		const said = world.engine.consoleMessages;
		expect(said.length).toBeGreaterThan(3);
		expect(said.filter((text) => !SAID.test(text))).toEqual([]);
		expect(said.some((text) => text.includes(' looked up'))).toBe(true);
		expect(said.some((text) => / users(, \d+ failed)?, about/.test(text))).toBe(true);
	});

	it('a sync says what is done to the users, in each of its steps', async () => {
		const email = (name: string) => `${name}@crew.example`;
		for (let n = 0; n < 120; n++)
			world.sandbox.ubidots.put({ username: `leaver-${n}`, email: email(`leaver-${n}`) });
		const old = peopleByUsername(40).map((row) => ({ ...row, lastName: 'New' }));
		const rows = Array.from({ length: 3 }, (_, n) => `new-${n}`).map((username) => ({
			username,
			email: email(username),
		}));
		const scope = { emailEndsWith: '@crew.example' };
		// So that the list of the scope takes a while.
		world.sandbox.options.maxPageSize = 20;
		const settings = settingsOf({ batchSize: 10, maxConcurrentRequests: 1, maxLeavers: 1000 });
		world.sandbox.ubidots.put({ username: 'new-0', email: email('new-0') });
		const setup = sync({ leavers: 'deactivate', scope, ...settings }, CONTINUE);
		await runSlowly(async () => await world.run(setup, [...old, ...rows]));
		const steps = world.engine.consoleMessages.flatMap(
			(text) => /users ([a-z]+ ?[a-z]*)/.exec(text)?.[1] ?? text,
		);
		expect([...new Set(steps)]).toEqual([
			'listed',
			'looked up',
			'updated',
			'created',
			'deactivated',
		]);
	});

	it('a run that nobody watches leaves the browser alone', async () => {
		const setup = bulkUpdate({ batchSize: 20, maxConcurrentRequests: 1 });
		const execution = await runSlowly(
			async () => await world.engine.run(workflowOf(setup, people(250)), 'trigger'),
		);
		expect(execution.status).toBe('success');
		expect(world.engine.consoleMessages).toEqual([]);
	});
});
