import { assert } from '../../checks';
import type { Json } from '../../../../tools/n8n/rest';
import type { OperationCase } from './operations';

/** The user behind the sandbox's token. */
const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';
const me = { __rl: true, mode: 'list', value: 'me', cachedResultName: 'Me' };

export const upsunCases: OperationCase[] = [
	{
		operation: 'update',
		sentence: 'changes the profile of the user behind the token',
		parameters: {
			userId: me,
			updateFields: {
				company: '={{ $json.company }}',
				country: { __rl: true, mode: 'code', value: 'se' },
			},
		},
		items: [{ company: 'Acme Energy Group' }],
		async verify([user], sandbox) {
			assert.deepEqual([user.id, user.company, user.country], [ME, 'Acme Energy Group', 'SE']);
			const { upsun } = await sandbox.state();
			assert.equal(upsun.users.find(({ id }: Json) => id === ME).country, 'SE');
		},
	},
	{
		operation: 'update',
		sentence: 'skips what is so already',
		parameters: {
			userId: { __rl: true, mode: 'email', value: 'robin.salgado@example.com' },
			updateFields: { company: 'Acme Energy' },
			options: { skipUnchanged: true },
		},
		items: [{}],
		async verify([user], sandbox) {
			assert.deepEqual(user.changes, {});
			const written = (await sandbox.journal()).filter(({ method }) => method === 'PATCH');
			assert.equal(written.length, 0);
		},
	},
	{
		operation: 'get',
		sentence: 'reads the user with this username',
		parameters: {
			userId: { __rl: true, mode: 'username', value: 'robin-salgado' },
			simplify: true,
		},
		items: [{}],
		verify: ([user]) => assert.equal(user.id, ME),
	},
	{
		operation: 'changeEmail',
		sentence: 'has a confirmation email sent to the new address',
		parameters: { userId: me, emailAddress: 'robin@example.org' },
		items: [{}],
		async verify(items, sandbox) {
			assert.deepEqual(items, [{ success: true, id: ME }]);
			const { upsun } = await sandbox.state();
			assert.deepEqual(
				upsun.mails.map(({ to }: Json) => to),
				['robin@example.org'],
			);
		},
	},
	{
		operation: 'resetPassword',
		sentence: 'has an email with a link sent',
		parameters: { userId: me },
		items: [{}],
		async verify(items, sandbox) {
			assert.deepEqual(items, [{ success: true, id: ME }]);
			assert.equal((await sandbox.state()).upsun.mails.length, 1);
		},
	},
];
