import { TESTT, ubidotsClient, useSandbox } from './support';

const used = useSandbox();
const person = { username: 'new-one', email: 'new.one@example.com', password: 'Sesame-0pen!' };
const post = async (path: string, body: unknown) =>
	await ubidotsClient(used.sandbox).post(`/api/v2.0/users/${path}`, body);

describe('creating a Ubidots user', () => {
	it('answers the user with the documented defaults', async () => {
		const { status, data } = await post('', { ...person, tags: ['new'] });
		expect(status).toBe(201);
		expect(data).toMatchObject({
			id: expect.stringMatching(/^[0-9a-f]{24}$/),
			username: 'new-one',
			firstName: '',
			defaultOrganization: null,
			language: null,
			website: '',
			decimalPlaces: null,
			isActive: true,
			tags: ['new'],
			organizations: [],
			lastLogin: null,
			createdAt: '2025-03-01T12:00:00.000000Z',
		});
		expect(data).not.toHaveProperty('password');
		expect(used.sandbox.ubidots.passwordOf('new-one')).toBe('Sesame-0pen!');
	});

	it('needs username, email and password', async () => {
		const { status, data } = await post('', {});
		expect(status).toBe(400);
		expect(Object.keys(data.detail)).toEqual(['username', 'email', 'password']);
	});

	it('refuses a taken username or address and creates nobody', async () => {
		const count = used.sandbox.ubidots.users().length;
		const { data } = await post('', { ...person, username: 'testt', email: 'TESTT@example.com' });
		expect(Object.keys(data.detail).sort()).toEqual(['email', 'username']);
		expect(used.sandbox.ubidots.users()).toHaveLength(count);
	});
});

describe('deleting a Ubidots user', () => {
	it('answers 204 without a body, and the user is gone', async () => {
		const api = ubidotsClient(used.sandbox);
		const { status, data } = await api.delete('/api/v2.0/users/~testt');
		expect([status, data]).toEqual([204, '']);
		expect((await api.get(`/api/v2.0/users/${TESTT}`)).status).toBe(404);
		expect((await api.delete('/api/v2.0/users/~testt')).data.code).toBe(404001);
	});

	it('frees the username and the address', async () => {
		await ubidotsClient(used.sandbox).delete(`/api/v2.0/users/${TESTT}`);
		expect(
			(await post('', { ...person, username: 'testt', email: 'testt@example.com' })).status,
		).toBe(201);
	});
});

describe('assigning organizations', () => {
	const assign = async (rows: unknown, key = TESTT) =>
		await post(`${key}/_/assign_organizations/`, rows);

	it('answers the assigned ones with their roles', async () => {
		const { status, data } = await assign([
			{ label: 'acme-energy', role: 'viewer' },
			{
				label: 'city-lights',
				role: 'operator',
				invitation: { subject: 'Hi', expires: 365, resetPassword: true },
			},
		]);
		expect(status).toBe(200);
		expect(data).toMatchObject({
			count: 2,
			next: null,
			previous: null,
			results: [
				{ label: 'acme-energy', role: { label: 'viewer' } },
				{ label: 'city-lights', role: { label: 'operator' } },
			],
		});
		expect(used.sandbox.ubidots.user(TESTT)?.organizationsCount).toBe(3);
	});

	it('replaces an earlier role', async () => {
		await assign([{ label: 'my-third-customer', role: 'viewer' }]);
		expect(used.sandbox.ubidots.user(TESTT)?.organizations).toMatchObject([
			{ role: { label: 'viewer' } },
		]);
	});

	it('refuses unknown labels, missing keys and anything but a list', async () => {
		const { status, data } = await assign([
			{ label: '~acme-energy', role: 'boss', invitation: 'hello' },
			{ label: 1 },
			null,
		]);
		expect(status).toBe(400);
		expect(data.detail.map(Object.keys)).toEqual([
			['label', 'role', 'invitation'],
			['label', 'role'],
			['non_field_errors'],
		]);
		expect((await assign({ label: 'acme-energy', role: 'viewer' })).status).toBe(400);
		expect((await assign([], 'nobody')).status).toBe(404);
	});
});

describe('the removal of organizations', () => {
	const labels = () => used.sandbox.ubidots.user(TESTT)?.organizations.map(({ label }) => label);
	const remove = async (label: string, role = 'viewer') =>
		await post(`${TESTT}/_/remove_organizations/`, [{ label, role }]);

	it('takes the user out, whatever the role in the body and whether the user was in', async () => {
		expect((await remove('my-third-customer')).status).toBe(200);
		expect((await remove('my-third-customer')).status).toBe(200);
		expect(labels()).toEqual([]);
		expect((await remove('nowhere')).status).toBe(400);
	});

	it('may answer without a body', async () => {
		used.sandbox.options.removalStatus = 204;
		expect((await remove('my-third-customer')).status).toBe(204);
	});

	it('may want the role that the user has', async () => {
		used.sandbox.options.removalWantsRole = true;
		expect((await remove('my-third-customer')).status).toBe(400);
		expect((await remove('my-third-customer', 'patch1')).status).toBe(200);
	});

	it('may refuse the last one', async () => {
		used.sandbox.options.keepsLastOrganization = true;
		expect((await remove('my-third-customer')).status).toBe(400);
		expect(labels()).toEqual(['my-third-customer']);
	});

	it('may be needed of organizations whose roles are hidden', async () => {
		used.sandbox.options.hidesRoles = true;
		const { data } = await ubidotsClient(used.sandbox).get(`/api/v2.0/users/${TESTT}`);
		expect(data.organizations[0]).not.toHaveProperty('role');
		expect(used.sandbox.ubidots.user(TESTT)?.organizations[0]).toHaveProperty('role');
	});
});

describe('direct access', () => {
	it('puts new users and changes held ones, past every rule', () => {
		const { ubidots } = used.sandbox;
		expect(
			ubidots.put({ username: 'not allowed!', defaultOrganization: 'acme-energy' }),
		).toMatchObject({
			username: 'not allowed!',
			defaultOrganization: { label: 'acme-energy' },
		});
		expect(ubidots.put({ username: 'testt', firstName: 'Direct' }).id).toBe(TESTT);
		expect(ubidots.user('~testt')?.firstName).toBe('Direct');
		expect(() => ubidots.put({ id: TESTT, defaultDashboard: 'none' })).toThrow(
			'there is no dashboard "none"',
		);
	});

	it('hands out copies', () => {
		const { ubidots } = used.sandbox;
		ubidots.user(TESTT)?.tags.push('mine');
		expect(ubidots.user(TESTT)?.tags).toEqual(['tag1', 'tag2']);
	});
});
