import { generatedUserId } from '../../../tools/sandbox';
import type { SandboxOptions } from '../../../tools/sandbox';

import { INES, OTTO, OWNER, TESTT, bulkUpdate, client, ubidotsClient, useSandbox } from './support';

describe('as on the page', () => {
	const used = useSandbox({ maxBodyBytes: 0 });

	describe('a bulk update', () => {
		it('is applied when it is due, not before', async () => {
			const { sandbox, clock } = used;
			sandbox.options.taskDelayMs = 1000;
			const { data } = await bulkUpdate(sandbox, [{ id: TESTT, firstName: 'Later' }]);
			expect(sandbox.ubidots.tasks()).toEqual([{ id: data.task.id, rows: 1, appliedAt: null }]);
			const dueAt = (clock.at += 999) + 1;
			expect(sandbox.ubidots.user(TESTT)?.firstName).toBe('Test');
			clock.at += 10;
			const read = await ubidotsClient(sandbox).get(`/api/v2.0/users/${TESTT}`);
			expect(read.data.firstName).toBe('Later');
			expect(sandbox.ubidots.tasks()[0].appliedAt).toBe(dueAt);
			sandbox.options.taskDelayMs = 300;
		});

		it('applies tasks in the order in which they came', async () => {
			const { sandbox, clock } = used;
			await bulkUpdate(sandbox, [{ id: TESTT, firstName: 'First' }]);
			await bulkUpdate(sandbox, [{ id: TESTT, firstName: 'Second' }]);
			clock.at += 300;
			expect(sandbox.ubidots.user(TESTT)?.firstName).toBe('Second');
		});

		it('takes any value of the header', async () => {
			const { status } = await ubidotsClient(used.sandbox).patch(
				'/api/v2.0/users/_/bulk/update/',
				[],
				{
					headers: { 'X-Bulk-Operation': '1' },
				},
			);
			expect(status).toBe(200);
		});

		it('ignores unknown ids', async () => {
			const { sandbox, clock } = used;
			const { status } = await bulkUpdate(sandbox, [
				{ id: '000000000000000000000000', firstName: 'Nobody' },
				{ id: TESTT, firstName: 'Somebody' },
			]);
			clock.at += 300;
			expect(status).toBe(200);
			expect(sandbox.ubidots.user(TESTT)?.firstName).toBe('Somebody');
		});

		it('is refused as a whole when one row breaks a rule', async () => {
			const { sandbox, clock } = used;
			const { status } = await bulkUpdate(sandbox, [
				{ id: INES, firstName: 'Good' },
				{ id: OTTO, email: 'bad' },
			]);
			clock.at += 300;
			expect(status).toBe(400);
			expect(sandbox.ubidots.user(INES)?.firstName).toBe('Inês');
			expect(sandbox.ubidots.tasks()).toEqual([]);
		});

		it('merges the messages of all rows by field', async () => {
			const { data } = await bulkUpdate(used.sandbox, [
				{ id: INES, email: 'bad', tags: 1 },
				{ id: OTTO, email: 'worse' },
				{ id: TESTT, email: 'otto.berg@example.org' },
			]);
			expect(data.detail).toEqual({
				email: ['Enter a valid email address.', 'A user with that email already exists.'],
				tags: ['Expected a list of items.'],
			});
		});

		it('lists the messages row by row when told so', async () => {
			const { sandbox } = used;
			sandbox.options.bulkErrors = 'rows';
			const { status, data } = await bulkUpdate(sandbox, [
				{ id: INES },
				{ id: OTTO, email: 'bad' },
				{},
				{ id: 7 },
				'x',
			]);
			sandbox.options.bulkErrors = 'object';
			expect([status, data.detail]).toEqual([
				400,
				[
					{},
					{ email: ['Enter a valid email address.'] },
					{ id: ['This field is required.'] },
					{ id: ['Not a valid string.'] },
					{ non_field_errors: ['Expected an object.'] },
				],
			]);
		});

		it('refuses one name or address for two users of a request', async () => {
			const { data } = await bulkUpdate(used.sandbox, [
				{ id: INES, email: 'same@example.com', username: 'same' },
				{ id: OTTO, email: 'SAME@example.com', username: 'same' },
			]);
			expect(Object.keys(data.detail).sort()).toEqual(['email', 'username']);
		});

		it('applies the rule for owners', async () => {
			expect((await bulkUpdate(used.sandbox, [{ id: OWNER, username: 'testing' }])).status).toBe(
				400,
			);
		});

		it('drops a row whose name was taken while the task waited', async () => {
			const { sandbox, clock } = used;
			await bulkUpdate(sandbox, [{ id: INES, username: 'wanted' }]);
			sandbox.ubidots.put({ id: OTTO, username: 'wanted' });
			clock.at += 300;
			expect(sandbox.ubidots.user(INES)?.username).toBe('ines-duarte');
		});

		it('wants a list', async () => {
			const { status, data } = await bulkUpdate(used.sandbox, { id: TESTT });
			expect([status, data.detail]).toEqual([
				400,
				{ non_field_errors: ['Expected a list of items.'] },
			]);
		});

		it('handles 100,000 users', async () => {
			const { sandbox, clock } = used;
			sandbox.options.users = 100_000;
			sandbox.reset();
			for (let first = 1; first <= 100_000; first += 10_000) {
				const rows = Array.from({ length: 10_000 }, (_, n) => ({
					id: generatedUserId(first + n),
					lastName: 'Done',
				}));
				expect((await bulkUpdate(sandbox, rows)).status).toBe(200);
			}
			clock.at += 300;
			const wanted = [1, 50_000, 100_000].map(generatedUserId);
			const { data } = await ubidotsClient(sandbox).get('/api/v2.0/users/', {
				params: { id__in: wanted.join(','), fields: 'lastName' },
			});
			expect(data).toMatchObject({
				count: 3,
				results: [{ lastName: 'Done' }, { lastName: 'Done' }, { lastName: 'Done' }],
			});
			sandbox.options.users = 0;
		});
	});
});

describe('in doubt', () => {
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
			expect(used.sandbox.ubidots.user(TESTT)).toMatchObject({
				firstName: 'Test',
				lastName: 'Name',
			});
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
});
