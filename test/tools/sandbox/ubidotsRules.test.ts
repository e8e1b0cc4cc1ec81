import { accepted, refused } from './ubidotsRuleCases';
import { OWNER, TESTT, raw, ubidotsClient, useSandbox } from './support';

const used = useSandbox({ maxBodyBytes: 0 });
const patch = async (body: unknown, key = TESTT) =>
	await ubidotsClient(used.sandbox).patch(`/api/v2.0/users/${key}`, body);

describe('a Ubidots user update', () => {
	it.each(accepted)('accepts %s', async (_, body) => {
		const { status, data } = await patch(body);
		expect([status, data.detail]).toEqual([200, undefined]);
	});

	it.each(refused)('refuses %s', async (_, field, value, message) => {
		const before = used.sandbox.ubidots.user(TESTT);
		const { status, data } = await patch({
			[field]: value,
			firstName: field === 'firstName' ? value : 'Kept out',
		});
		expect(status).toBe(400);
		expect(data).toEqual({
			code: 400001,
			message: 'Validation Error.',
			detail: { [field]: [message] },
		});
		expect(used.sandbox.ubidots.user(TESTT)).toEqual(before);
	});

	it('names every field that is wrong', async () => {
		const { data } = await patch({ username: '', isActive: null, tags: 1 });
		expect(Object.keys(data.detail)).toEqual(['username', 'isActive', 'tags']);
	});

	it('refuses the prefix testing on the owner only', async () => {
		const { status, data } = await patch({ username: 'Testing-mara' }, OWNER);
		expect([status, data.detail]).toEqual([
			400,
			{ username: ['The prefix testing is not allowed on owners.'] },
		]);
		expect((await patch({ username: 'testing-testt' })).status).toBe(200);
	});

	it('finds the user under the new username at once, and no more under the old one', async () => {
		await patch({ username: 'renamed' });
		expect((await patch({}, '~renamed')).data.id).toBe(TESTT);
		expect((await patch({}, '~testt')).status).toBe(404);
	});

	it('takes an organization by id, label or ~label and reads it back as an object', async () => {
		for (const key of ['61c0a2de4f1b8e000a51d002', 'northwind-water', '~northwind-water']) {
			const { data } = await patch({ defaultOrganization: key });
			expect(data.defaultOrganization).toEqual({
				url: `${used.sandbox.url}/api/v2.0/organizations/61c0a2de4f1b8e000a51d002`,
				id: '61c0a2de4f1b8e000a51d002',
				label: 'northwind-water',
				name: 'Northwind Water',
				createdAt: '2022-02-03T14:41:52.004210Z',
			});
		}
	});

	it('reads a role back without an id, and a dashboard with one', async () => {
		const { data } = await patch({
			defaultRole: 'viewer',
			defaultDashboard: '60d1b3ef5a2c9f000b62e004',
		});
		expect(Object.keys(data.defaultRole)).toEqual(['url', 'label', 'name', 'createdAt']);
		expect(data.defaultDashboard).toMatchObject({
			id: '60d1b3ef5a2c9f000b62e004',
			label: 'on-call',
		});
	});

	it('never gives the password back but notes when it was changed', async () => {
		const { data } = await patch({ password: 'Sesame-0pen!' });
		expect(JSON.stringify(data)).not.toContain('Sesame');
		expect(data.properties.password_update_timestamp).toBe(used.clock.at);
		expect(used.sandbox.ubidots.passwordOf(TESTT)).toBe('Sesame-0pen!');
	});

	it('merges properties', async () => {
		const { data } = await patch({ properties: { team: 'blue' } });
		expect(data.properties).toEqual({ password_update_timestamp: 1712608765455, team: 'blue' });
	});

	it('gives contact methods back with an id and properties', async () => {
		const { data } = await patch({
			contactMethods: [{ type: 'voice', values: ['+57 3305514578'] }],
		});
		expect(data.contactMethods).toEqual([
			{
				id: expect.stringMatching(/^[0-9a-f]{24}$/),
				type: 'voice',
				values: ['+57 3305514578'],
				properties: {},
			},
		]);
	});

	it('changes nothing for an empty object or no body', async () => {
		const before = used.sandbox.ubidots.user(TESTT);
		expect((await patch({})).data).toEqual(before);
		expect((await patch(undefined)).data).toEqual(before);
	});

	it('refuses a body that is a list, broken JSON or no JSON', async () => {
		expect((await patch([])).data.detail).toEqual({ non_field_errors: ['Expected an object.'] });
		expect((await patch(raw('{"firstName": '))).data).toMatchObject({
			code: 400001,
			message: 'JSON parse error.',
		});
		const form = await ubidotsClient(used.sandbox).patch(
			`/api/v2.0/users/${TESTT}`,
			'firstName=x',
			{
				headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
			},
		);
		expect(form.status).toBe(415);
	});

	it('gives only the wanted fields back', async () => {
		const { data } = await ubidotsClient(used.sandbox).patch(
			`/api/v2.0/users/${TESTT}?fields=lastName,id`,
			{
				lastName: 'X',
			},
		);
		expect(data).toEqual({ id: TESTT, lastName: 'X' });
	});
});
