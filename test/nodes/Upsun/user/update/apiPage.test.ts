import { answerOnce } from '../../../../support/answers';
import { setAccessToken } from '../../../../support/credentials';
import { JSMITH, ME } from '../../../../support/people';
import { requestBodies, requestLines, requests } from '../../../../support/requests';
import { byId, CONTINUE, fromList, type OnError, upsunUpdateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** Update a user, as https://developer.upsun.com/api/rest/users/update-a-user shows it. */
const world = useWorld();
beforeEach(() => setAccessToken(world));

const update = async (fields: unknown = { first_name: 'Robin' }, onError?: OnError) =>
	await world.run(upsunUpdateOf(ME, fields, {}, onError));

const EXAMPLE_BODY = {
	username: '<string>',
	first_name: '<string>',
	last_name: '<string>',
	picture: '<string>',
	company: '<string>',
	website: '<string>',
	country: '<string>',
};

/** The page's example with values that its own rules allow: URIs, and a country code of two letters. */
const VALID_BODY = {
	...EXAMPLE_BODY,
	picture: 'https://www.example.com/jo.png',
	website: 'https://www.example.com',
	country: 'EU',
};

describe("the page's request", () => {
	it('leaves exactly as shown: method, path, headers, body', async () => {
		answerOnce(world, 200, {});
		await update(VALID_BODY);
		const [request, ...others] = requests(world);
		expect(others).toEqual([]);
		expect(`${request.method} ${request.path}`).toBe(`PATCH /users/${ME}`);
		expect(request.query).toEqual({});
		expect(request.auth).toBe('bearer');
		expect(request.headers).toMatchObject({
			'content-type': 'application/json',
			authorization: '<secret>',
		});
		expect(request.rawBody).toBe(JSON.stringify(VALID_BODY));
	});

	it('is refused by name with the placeholders of the page where they are no values', async () => {
		const { message } = await update(EXAMPLE_BODY);
		expect(message).toBe(
			"'Picture URL' is '<string>': it has to be a whole address that begins with http:// or https:// [item 0]",
		);
		expect(requestLines(world)).toEqual([]);
	});

	it('carries only the fields that are set', async () => {
		await update({ company: 'Example Ltd' });
		expect(requestBodies(world)).toEqual([{ company: 'Example Ltd' }]);
		expect(world.sandbox.upsun.me).toMatchObject({ company: 'Example Ltd', country: 'CO' });
	});
});

describe("the page's response", () => {
	it('becomes the one output item, untouched and paired', async () => {
		const body = {
			id: JSMITH,
			deactivated: true,
			namespace: '<string>',
			username: '<string>',
			email: 'jsmith@example.com',
			email_verified: true,
			first_name: '<string>',
			last_name: '<string>',
			picture: '<string>',
			company: '<string>',
			website: '<string>',
			country: '<string>',
			created_at: '2023-11-07T05:31:56Z',
			updated_at: '2023-11-07T05:31:56Z',
			consented_at: '2023-11-07T05:31:56Z',
			consent_method: 'opt-in',
		};
		answerOnce(world, 200, body);
		const { items } = await update();
		expect(items).toHaveLength(1);
		expect(JSON.stringify(items[0].json)).toBe(JSON.stringify(body));
		expect(items[0].pairedItem).toEqual({ item: 0 });
	});

	it('keeps keys that the page does not know', async () => {
		answerOnce(world, 200, { id: ME, mfa_enabled: true, phone_number_verified: false });
		const { items } = await update();
		expect(items[0].json).toEqual({ id: ME, mfa_enabled: true, phone_number_verified: false });
	});
});

describe('error bodies', () => {
	const WHAT = `Could not update the user '${ME}': Upsun answered`;

	it('{ error } reaches the user', async () => {
		answerOnce(world, 400, { error: 'Invalid country: not known.' });
		expect((await update()).message).toBe(`${WHAT} 400: Invalid country: not known. [item 0]`);
	});

	it('{ status, message, code, detail, title } reaches the user, with the messages by field', async () => {
		answerOnce(world, 400, {
			status: 'Invalid input',
			message: 'This field is required.',
			code: 400,
			detail: { username: ['This username is already taken.'] },
			title: 'Bad Request',
		});
		const { items } = await update(undefined, CONTINUE);
		expect(items[0].json.error).toContain(`${WHAT} 400: This field is required.`);
		expect(items[0].json.error).toContain('username: This username is already taken.');
		expect(items[0].json.details).toEqual({
			httpCode: '400',
			code: 400,
			fields: { username: ['This username is already taken.'] },
		});
	});

	it('problem details reach the user', async () => {
		answerOnce(
			world,
			409,
			{ title: 'Conflict', status: 409, detail: 'Username is taken.', errors: { username: 'x' } },
			'application/problem+json',
		);
		const { message } = await update();
		expect(message).toContain(`${WHAT} 409: `);
		expect(message).toContain('Username is taken.');
		expect(message).toContain('username: x');
		expect(message).toContain('a value, usually the username, is already taken: choose another');
	});

	it('a 404 without a body says what to check', async () => {
		answerOnce(world, 404);
		expect((await update()).message).toBe(
			`${WHAT} 404: no reason was given → check the user, and 'API URL' in the credential [item 0]`,
		);
	});

	it('a 403 explains that the account behind the token can usually update only itself', async () => {
		const { message, error } = await world.run(upsunUpdateOf(JSMITH));
		expect(message).toContain('Upsun answered 403: You do not have access to this user.');
		expect(message).toContain(
			"the account behind the token can usually update only itself: choose 'Me' as the user, or use that user's own token",
		);
		expect(error?.httpCode).toBe('403');
	});

	it('a 401 says that an access token cannot be renewed, and is not repeated', async () => {
		world.setCredential('upsun', { accessToken: 'expired-access-token' });
		const { message } = await update();
		expect(message).toContain(
			'Upsun answered 401: The access token is missing, invalid or has expired.',
		);
		expect(message).toContain('an access token lasts 15 minutes and cannot be renewed');
		expect(requestLines(world)).toEqual([`PATCH /users/${ME}`]);
	});

	it('a page of HTML is not poured into the message', async () => {
		answerOnce(world, 400, '<html><body>Bad Request</body></html>', 'text/html');
		expect((await update()).message).toBe(`${WHAT} 400: no reason was given [item 0]`);
	});

	it('a success that is no JSON is no success', async () => {
		answerOnce(world, 200, '<html>Sign in</html>', 'text/html');
		const { status, message } = await update();
		expect(status).toBe('error');
		expect(message).toMatch(/Check .* in the credential.*of the Upsun API/);
	});
});

describe('a service that is busy for a moment', () => {
	beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
	afterAll(() => jest.restoreAllMocks());

	const PATCH = `PATCH /users/${ME}`;
	const busy = (method: string) =>
		world.sandbox.faults.add({ match: { method }, answer: { status: 503 } });

	it('gets the update again: it writes absolute values', async () => {
		busy('PATCH');
		const { items } = await world.run(upsunUpdateOf(byId(ME), { company: 'Acme' }));
		expect(items[0].json.company).toBe('Acme');
		expect(requestLines(world)).toEqual([PATCH, PATCH]);
	});

	it('is asked for the user again', async () => {
		busy('GET');
		const { items } = await world.run(upsunUpdateOf(fromList('me'), { company: 'Acme' }));
		expect(items[0].json.company).toBe('Acme');
		expect(requestLines(world)).toEqual(['GET /users/me', 'GET /users/me', PATCH]);
	});
});
