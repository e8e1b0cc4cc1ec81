import { setAccessToken } from '../support/credentials';
import { ME, TESTT } from '../support/people';
import { requestLines } from '../support/requests';
import { bulkUpdate, byId, updateOf, upsunUpdateOf } from '../support/setups';
import { useWorld } from '../support/useWorld';

/** That the nodes take an address as baseUrl reads it, whose own tests have the forms that people type and paste. */
const world = useWorld();

const updateUbidots = async (baseUrl: string) => {
	world.setCredential('ubidots', { baseUrl });
	return await world.run(updateOf(byId(TESTT), { firstName: 'A' }));
};

const updateUpsun = async (apiUrl: string) => {
	setAccessToken(world);
	world.setCredential('upsun', { apiUrl });
	return await world.run(upsunUpdateOf(byId(ME), { company: 'A' }));
};

describe('the Base URL of Ubidots', () => {
	it.each(['', '/api/v2.0/users/'])('may have %j behind it', async (rest) => {
		const { status } = await updateUbidots(` ${world.sandbox.url}${rest}\n`);
		expect(status).toBe('success');
		expect(requestLines(world)).toEqual([`PATCH /api/v2.0/users/${TESTT}`]);
	});

	it('serves the bulk update as well', async () => {
		world.setCredential('ubidots', { baseUrl: `${world.sandbox.url}/api/v2.0/` });
		await world.run(bulkUpdate(), [{ id: TESTT, firstName: 'A' }]);
		expect(requestLines(world)).toEqual(['PATCH /api/v2.0/users/_/bulk/update/']);
	});

	it.each(['', 'industrial.api.ubidots.com'])(
		'%j is refused before any request',
		async (baseUrl) => {
			const { message } = await updateUbidots(baseUrl);
			expect(message).toContain("'Base URL' in the credential is not a web address");
			expect(message).not.toContain('[item');
		},
	);

	it('with a password in it is refused without being shown', async () => {
		const { message } = await updateUbidots('https://user:hush-hush@example.com');
		expect(message).toContain(
			"'Base URL' in the credential must not contain a user name or password",
		);
		expect(message).not.toContain('hush');
	});

	it('of something else says which field to check', async () => {
		const { message } = await updateUbidots(`${world.sandbox.url}/elsewhere`);
		expect(message).toContain('answered 404');
		expect(message).toMatch(/Base URL|address/);
	});
});

describe('the API URL of Upsun', () => {
	it.each(['', '/users/me'])('may have %j behind it', async (rest) => {
		expect((await updateUpsun(`${world.sandbox.url}${rest}`)).status).toBe('success');
		expect(requestLines(world)).toEqual([`PATCH /users/${ME}`]);
	});

	it('may have a path of its own before the API', async () => {
		expect((await updateUpsun(`${world.sandbox.url}/upsun/`)).status).toBe('success');
		expect(requestLines(world)).toEqual([`PATCH /upsun/users/${ME}`]);
	});

	it.each(['', 'api.upsun.com'])('%j is refused before any request', async (apiUrl) => {
		const { message } = await updateUpsun(apiUrl);
		expect(message).toContain("'API URL' in the credential is not a web address");
		expect(requestLines(world)).toEqual([]);
	});
});
