import type { SandboxOptions } from '../../../../tools/sandbox';

import { INES, OTTO, TESTT, bulkUpdate, client, useSandbox } from '../support';

const used = useSandbox();

const sendRows = async () =>
	(
		await bulkUpdate(
			used.sandbox,
			[TESTT, INES, OTTO].map((id) => ({ id, firstName: 'New', lastName: 'Name' })),
		)
	).data;
/** Which of the three users have the new first name. */
const changed = () =>
	[TESTT, INES, OTTO].map((id) => used.sandbox.ubidots.user(id)?.firstName === 'New');

describe('a bulk task', () => {
	it.each<[SandboxOptions['forgottenRows'], boolean[]]>([
		[{ every: 2 }, [true, false, true]],
		[{ every: 1 }, [false, false, false]],
		[{ ids: [TESTT, OTTO] }, [false, true, false]],
		[{ after: 1 }, [true, false, false]],
		[{ fields: ['firstName'] }, [false, false, false]],
	])('may forget rows without a word: %j', async (forgottenRows, expected) => {
		Object.assign(used.sandbox.options, { forgottenRows });
		await sendRows();
		used.clock.at += 300;
		expect(changed()).toEqual(expected);
		expect(used.sandbox.ubidots.tasks()).toMatchObject([{ rows: 3, appliedAt: used.clock.at }]);
	});

	it('may forget a field and apply the others', async () => {
		used.sandbox.options.forgottenRows = { fields: ['firstName'] };
		await sendRows();
		used.clock.at += 300;
		expect(used.sandbox.ubidots.user(TESTT)).toMatchObject({ firstName: 'Test', lastName: 'Name' });
	});

	it('may apply its rows one after the other', async () => {
		used.sandbox.options.rowDelayMs = 1000;
		await sendRows();
		used.clock.at += 300;
		expect(changed()).toEqual([true, false, false]);
		used.clock.at += 1000;
		expect(changed()).toEqual([true, true, false]);
		expect(used.sandbox.ubidots.tasks()[0].appliedAt).toBeNull();
		used.clock.at += 1000;
		expect(changed()).toEqual([true, true, true]);
		expect(used.sandbox.ubidots.tasks()[0].appliedAt).toBe(used.clock.at);
	});

	it('may never be applied, which JSON says as a text', async () => {
		await client(used.sandbox).patch('/__sandbox/options', { taskDelayMs: 'Infinity' });
		await sendRows();
		used.clock.at += 1e12;
		expect(changed()).toEqual([false, false, false]);
		expect(used.sandbox.ubidots.tasks()[0].appliedAt).toBeNull();
	});

	it.each([
		['number', { task: { id: 1 } }],
		['missing', { task: {} }],
		['noTask', {}],
	] as const)('may be named otherwise than the page shows: %s', async (taskIds, answer) => {
		used.sandbox.options.taskIds = taskIds;
		expect(await sendRows()).toEqual(answer);
		used.clock.at += 300;
		expect(changed()).toEqual([true, true, true]);
	});
});
