import { INES, TESTT, bulkUpdate, ubidotsClient, useSandbox } from '../support';

const used = useSandbox();
// The username in the example of the bulk update page.
const rows = [{ id: INES, username: 'User 1' }];

describe('a username with a space', () => {
	it('is refused, as the table of the bulk update page has it', async () => {
		expect((await bulkUpdate(used.sandbox, rows)).status).toBe(400);
	});

	it('is accepted where the example of that page counts', async () => {
		used.sandbox.options.strictUsernames = false;
		expect((await bulkUpdate(used.sandbox, rows)).status).toBe(200);
		used.clock.at += 300;
		const api = ubidotsClient(used.sandbox);
		expect((await api.get('/api/v2.0/users/~User%201')).data.id).toBe(INES);
		const { status } = await api.patch(`/api/v2.0/users/${TESTT}`, { username: 'a/b' });
		expect(status).toBe(400);
	});
});
