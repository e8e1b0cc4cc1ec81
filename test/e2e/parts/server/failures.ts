import { assert, check } from '../../checks';
import { chain, errorOf, manual, ourNode, outputOf } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** The second one asks for an address that somebody else has, which only Ubidots can know. */
const ITEMS = [
	{ who: 'testt', mail: 'tess@example.com' },
	{ who: 'ines-duarte', mail: 'otto.berg@example.org' },
	{ who: 'noor-haddad', mail: 'noor@example.com' },
];
const UPDATE = {
	operation: 'update',
	userKey: { __rl: true, mode: 'username', value: '={{ $json.who }}' },
	updateFields: { email: '={{ $json.mail }}' },
};

export async function checkFailures(world: World) {
	const { sandbox, credentials } = world;
	const run = async (settings: Json, items: Json[] = ITEMS) => {
		await sandbox.reset();
		const ours = ourNode('ubidots', UPDATE, credentials.ubidots, settings);
		return await world.execute(chain('failures', [manual(), ours], { Start: items }));
	};

	await check(
		'a refused item leaves by the error branch with its reason, the others by the first',
		async () => {
			const execution = await run({ onError: 'continueErrorOutput' });
			assert.equal(execution.status, 'success');
			assert.deepEqual(
				outputOf(execution, 'Node').map(({ email }) => email),
				['tess@example.com', 'noor@example.com'],
			);
			const [failed, ...others] = outputOf(execution, 'Node', 1);
			assert.equal(others.length, 0);
			assert.match(failed.error, /ines-duarte.*400.*email/s);
			assert.deepEqual(failed.details.fields, {
				email: ['A user with that email already exists.'],
			});
			assert.equal(failed.who, 'ines-duarte', 'the input item comes along');
		},
	);
	await check(
		'with Continue On Fail every item comes out in order, the refused one as an error',
		async () => {
			const items = outputOf(await run({ onError: 'continueRegularOutput' }), 'Node');
			assert.deepEqual(
				items.map(({ email, error }) => email ?? (error && 'refused')),
				['tess@example.com', 'refused', 'noor@example.com'],
			);
		},
	);
	await check(
		'without it the run ends and says which item, what is wrong, and what was done',
		async () => {
			const execution = await run({});
			assert.equal(execution.status, 'error');
			const { message, description } = errorOf(execution);
			assert.match(message, /ines-duarte.*email/s);
			assert.match(`${message} ${description}`, /item 1/i);
		},
	);
	await check('a known-bad item ends the run before any request', async () => {
		const execution = await run({}, [...ITEMS, { who: '..', mail: 'x@example.com' }]);
		assert.equal(execution.status, 'error');
		assert.match(errorOf(execution).message, /User/);
		assert.deepEqual(await sandbox.journal(), []);
	});
}
