/* eslint-disable no-console -- runs in a real n8n, never shipped */
import { assert, check } from '../../checks';
import { IS_OLDER } from '../../../../tools/n8n/paths';
import { errorOf, examples, outputOf } from '../../../../tools/n8n/workflows';
import { checkApproval, checkHugeList, checkUndo, checkUpsunApprovals } from './exampleSteps';
import type { Sandbox } from '../../../../tools/n8n/sandbox';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

type Verify = (execution: Json, sandbox: Sandbox) => void | Promise<void>;

const statuses = (items: Json[]) => items.map(({ status }) => status);

const EXPECTED: Record<string, { sentence: string; verify: Verify }> = {
	'hr-sync-bulk.json': {
		sentence: 'reports seven people in the dry run, then updates them, and finds the stranger',
		async verify(execution, sandbox) {
			assert.equal(outputOf(execution, 'Planned').length, 7);
			assert.deepEqual([...new Set(statuses(outputOf(execution, 'Done')))].sort(), [
				'applied',
				'unchanged',
			]);
			assert.equal(outputOf(execution, 'Done').length, 7);
			assert.match(outputOf(execution, 'Failed')[0].error, /not\.there\.yet@example\.com/);
			assert.equal((await sandbox.user('amara-okafor')).lastName, 'Okafor-Bello');
		},
	},
	'single-update-webhook.json': {
		sentence: 'updates two people and hands the third to the error branch',
		verify(execution) {
			assert.equal(outputOf(execution, 'Answer: Updated').length, 2);
			assert.match(outputOf(execution, 'Update User', 1)[0].error, /nobody-here/);
		},
	},
	'upsun-profile.json': {
		sentence: 'says what would change, then brings the profile into step',
		verify(execution) {
			assert.equal(outputOf(execution, 'Would Change')[0].status, 'planned');
			assert.deepEqual(outputOf(execution, 'Updated')[0].changes.country, { from: 'CO', to: 'SE' });
		},
	},
	'upsun-access-review.json': {
		sentence: 'lists the members with their access, those without a second factor first',
		verify(execution) {
			const rows = outputOf(execution, 'Review Sheet');
			assert.deepEqual(
				rows.slice(0, 3).map(({ secondFactor }) => secondFactor),
				['none', 'none', 'yes'],
			);
			assert.match(rows[0].access, /Website: .*team Field engineers/);
			assert.equal(outputOf(execution, 'Keep This Month').length, rows.length);
		},
	},
	'nightly-sync-with-guard.json': {
		sentence: 'makes users what the sheet says, and keeps what it changed',
		async verify(execution, sandbox) {
			const kept = outputOf(execution, 'Keep for Undo');
			assert.deepEqual(
				kept.map(({ action }) => action),
				['update', 'update', 'create', 'deactivate'],
			);
			assert.equal((await sandbox.user('amara-okafor')).lastName, 'Okafor-Bello');
			assert.equal((await sandbox.user('testt')).isActive, false);
			assert.equal((await sandbox.user('nina-novak')).email, 'nina.novak@example.com');
		},
	},
	'onboarding.json': {
		sentence: 'makes an account with a role, and hands the taken username to the error branch',
		async verify(execution, sandbox) {
			assert.equal(outputOf(execution, 'Welcome').length, 1);
			assert.match(outputOf(execution, 'Failed')[0].error, /amara-okafor/);
			const { organizations } = await sandbox.user('nina-novak');
			assert.deepEqual(
				organizations.map(({ label }: Json) => label),
				['acme-energy'],
			);
		},
	},
	'offboarding.json': {
		sentence: 'deactivates the account of the one who left',
		async verify(execution, sandbox) {
			assert.equal(outputOf(execution, 'Deactivated').length, 1);
			const { isActive, tags } = await sandbox.user('wei-zhang');
			assert.deepEqual([isActive, tags], [false, ['left']]);
		},
	},
};

/** The example, with the nodes switched on that it ships deactivated. */
const switchedOn = (workflow: Json) => ({
	...workflow,
	nodes: workflow.nodes.map((one: Json) => ({ ...one, disabled: false })),
});

/** As they are shipped: somebody clicks before reading. */
const ONLY_LOOK = ['hr-sync-bulk.json', 'nightly-sync-with-guard.json', 'upsun-profile.json'];

/** They keep data in a data table, whose node cannot make one in n8n 1.123 and 2.0. */
const WITH_DATA_TABLE = [
	'huge-list.json',
	'nightly-sync-with-guard.json',
	'undo-last-night.json',
	'upsun-access-review.json',
	'upsun-somebody-leaves.json',
];

/** They need a model, a person, a run before, or each other, and have checks of their own. */
const WITH_OWN_CHECKS = [
	'agent-tool.json',
	'huge-list.json',
	'huge-list-part.json',
	'plan-approve-apply.json',
	'undo-last-night.json',
	'upsun-directory-to-organization.json',
	'upsun-somebody-leaves.json',
];

/** The second half of off-boarding: its own trigger, and a node that is deactivated in the file. */
async function checkDeleting(world: World, workflow: Json) {
	await check(
		'examples/offboarding.json deletes those who left once that node is activated',
		async () => {
			await world.sandbox.reset();
			const saved = await world.rest.save(switchedOn(workflow));
			const execution = await world.rest.run(saved, 'Every Month');
			assert.equal(execution.status, 'success', errorOf(execution)?.message);
			assert.deepEqual(
				outputOf(execution, 'Who Left').map(({ username }) => username),
				['noor-haddad'],
			);
			assert.equal(outputOf(execution, 'Delete User')[0].deleted, true);
			assert.equal(await world.sandbox.user('noor-haddad'), undefined);
		},
	);
}

/** @returns how many examples cannot be in this n8n */
export async function checkExamples(world: World): Promise<number> {
	const { sandbox, credentials } = world;
	const found = examples(Object.values(credentials));
	const later = [...WITH_OWN_CHECKS, ...(IS_OLDER ? WITH_DATA_TABLE : [])];
	for (const { file, workflow } of found.filter((one) => !later.includes(one.file))) {
		const expected = EXPECTED[file];
		await check(`examples/${file} ${expected?.sentence ?? 'runs'}`, async () => {
			await sandbox.reset();
			const execution = await world.execute(switchedOn(workflow));
			assert.equal(execution.status, 'success', errorOf(execution)?.message);
			await expected?.verify(execution, sandbox);
		});
		if (file === 'offboarding.json') await checkDeleting(world, workflow);
		if (!ONLY_LOOK.includes(file)) continue;
		await check(`examples/${file} writes nothing as it is shipped`, async () => {
			await sandbox.reset();
			const before = await sandbox.state();
			const execution = await world.execute(workflow);
			assert.equal(execution.status, 'success', errorOf(execution)?.message);
			const { ubidots, upsun } = await sandbox.state();
			assert.deepEqual([ubidots.users, upsun.users], [before.ubidots.users, before.upsun.users]);
		});
	}
	await check('every example that is expected is there', () => {
		const files = found.map(({ file }) => file);
		const expected = [...Object.keys(EXPECTED), ...WITH_OWN_CHECKS];
		assert.deepEqual(
			expected.filter((file) => !files.includes(file)),
			[],
		);
	});
	const workflowOf = (name: string) => found.find(({ file }) => file === name)?.workflow;
	await checkApproval(world, workflowOf('plan-approve-apply.json'));
	await checkUpsunApprovals(world, {
		directory: workflowOf('upsun-directory-to-organization.json'),
		leaving: IS_OLDER ? undefined : workflowOf('upsun-somebody-leaves.json'),
	});
	// What cannot be here is told, and not counted.
	if (IS_OLDER) {
		console.log(`  not in this n8n: ${WITH_DATA_TABLE.join(', ')}`);
		return WITH_DATA_TABLE.length;
	}
	await checkHugeList(world, {
		parent: workflowOf('huge-list.json'),
		part: workflowOf('huge-list-part.json'),
	});
	await checkUndo(world, {
		sync: workflowOf('nightly-sync-with-guard.json'),
		undo: workflowOf('undo-last-night.json'),
		switchedOn,
	});
	return 0;
}
