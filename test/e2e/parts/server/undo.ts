import { assert, check } from '../../../../tools/n8n/checks';
import { errorOf, outputOf } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** The sync with only the first rows of its list. */
const cutShort = (workflow: Json) => ({
	...workflow,
	pinData: { ...workflow.pinData, 'HR Sheet': workflow.pinData['HR Sheet'].slice(0, 2) },
});

/** The nightly sync keeps what it changed in a data table of n8n, and the undo finds it there. */
export async function checkUndo(
	{ sandbox, execute }: World,
	{ sync, undo, switchedOn }: { sync: Json; undo: Json; switchedOn: (workflow: Json) => Json },
) {
	const usersNow = async () => (await sandbox.state()).ubidots.users;

	await check(
		'examples/nightly-sync-with-guard.json ends as failed over a limit, and tells why once',
		async () => {
			await sandbox.reset();
			const before = await usersNow();
			const execution = await execute(switchedOn(cutShort(sync)));
			assert.equal(execution.status, 'error');
			assert.match(errorOf(execution).message, /more than 'Max Leavers' allows/);
			const [{ failed, why }, ...others] = outputOf(execution, 'Notify: Sync Failed');
			assert.deepEqual([failed, others], ['2', []]);
			assert.match(
				why,
				/more than 'Max Leavers' allows \(2\)\. Nothing was written.*in the options$/,
			);
			assert.deepEqual(await usersNow(), before);
		},
	);
	await check('examples/undo-last-night.json brings back whom the sync changed', async () => {
		await sandbox.reset();
		const before = await usersNow();
		await execute(switchedOn(sync));
		const looked = await execute(undo);
		assert.equal(looked.status, 'success', errorOf(looked)?.message);
		assert.deepEqual(
			outputOf(looked, 'Would Be Undone').map(({ status }) => status),
			['planned', 'planned', 'skipped', 'planned'],
		);
		assert.equal((await sandbox.user('testt')).isActive, false);
		const execution = await execute(switchedOn(undo));
		assert.equal(execution.status, 'success', errorOf(execution)?.message);
		const skipped = outputOf(execution, 'Undone').filter(({ status }) => status === 'skipped');
		assert.deepEqual(
			skipped.map(({ summary }) => summary.includes("'nina.novak@example.com'")),
			[true],
		);
		assert.equal(outputOf(execution, 'Undone').length, 4);
		assert.deepEqual(outputOf(execution, 'Not Undone'), []);
		const after = await usersNow();
		assert.deepEqual(
			after.filter(({ username }: Json) => username !== 'nina-novak'),
			before,
		);
	});
}
