import { answerOnce } from '../../../../support/answers';
import { exampleUser, TESTT } from '../../../../support/people';
import { requestBodies, requestLines, requests } from '../../../../support/requests';
import { byId, byUsername, CONTINUE, type OnError, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** Update User, as https://docs.ubidots.com/reference/update-user-1 shows it. */
const world = useWorld();

const EXAMPLE = { firstName: 'first', lastName: 'Ubidots' };

const updateExample = async (onError?: OnError) =>
	await world.run(updateOf(byId(TESTT), EXAMPLE, {}, onError));

describe("the page's request", () => {
	it('leaves exactly as shown: method, path without a trailing slash, headers, body', async () => {
		await updateExample();
		const [request, ...others] = requests(world);
		expect(others).toEqual([]);
		expect(`${request.method} ${request.path}`).toBe(`PATCH /api/v2.0/users/${TESTT}`);
		expect(request.query).toEqual({});
		expect(request.auth).toBe('header');
		expect(request.headers).toMatchObject({
			'content-type': 'application/json',
			'x-auth-token': '<secret>',
		});
		expect(request.headers).not.toHaveProperty('x-bulk-operation');
		expect(request.headers).not.toHaveProperty('authorization');
		expect(request.rawBody).toBe('{"firstName":"first","lastName":"Ubidots"}');
	});

	it('takes the user key as a username behind ~', async () => {
		await world.run(updateOf(byUsername('testt'), EXAMPLE));
		expect(requestLines(world)).toEqual(['PATCH /api/v2.0/users/~testt']);
		expect(world.sandbox.ubidots.user(TESTT)).toMatchObject(EXAMPLE);
	});

	it('can carry the token as the query parameter instead', async () => {
		world.setCredential('ubidots', { sendTokenIn: 'query' });
		const { status } = await updateExample();
		const [request] = requests(world);
		expect(status).toBe('success');
		expect(request.auth).toBe('query');
		expect(request.query).toEqual({ token: '<secret>' });
		expect(request.path).toBe(`/api/v2.0/users/${TESTT}`);
		expect(request.headers).not.toHaveProperty('x-auth-token');
		expect(requestBodies(world)).toEqual([EXAMPLE]);
	});
});

describe("the page's response", () => {
	it('becomes the one output item, untouched and paired', async () => {
		const api = 'https://industrial.api.ubidots.com/api/v2.0';
		const avatar = '1aedb8d9dc4751e229a335e371db8058';
		const body = exampleUser(api, '[email protected]', avatar);
		answerOnce(world, 200, body);
		const { items } = await updateExample();
		expect(items).toHaveLength(1);
		expect(JSON.stringify(items[0].json)).toBe(JSON.stringify(body));
		expect(items[0].pairedItem).toEqual({ item: 0 });
	});
});

describe("the page's error bodies", () => {
	it('400001: the messages of each field reach the user', async () => {
		answerOnce(world, 400, {
			code: 400001,
			message: 'Validation Error.',
			detail: { firstName: ['Too long.', 'Too loud.'], lastName: ['Not a name.'] },
		});
		const { message, status } = await updateExample();
		expect(status).toBe('error');
		expect(message).toBe(
			`Could not update the user '${TESTT}': Ubidots answered 400: Validation Error. firstName: Too long. Too loud.; lastName: Not a name. [item 0]`,
		);
	});

	it('400001: the details of an error item hold code and messages by field', async () => {
		const detail = { firstName: ['Too long.'] };
		answerOnce(world, 400, { code: 400001, message: 'Validation Error.', detail });
		const { items } = await updateExample(CONTINUE);
		expect(items[0].json.details).toEqual({ httpCode: '400', code: 400001, fields: detail });
	});

	it('400001 with an empty detail still says what the API said', async () => {
		answerOnce(world, 400, { code: 400001, message: 'Validation Error.', detail: {} });
		expect((await updateExample()).message).toContain('answered 400: Validation Error. [item 0]');
	});

	it('401001: says once what the API said, and what to do', async () => {
		const text = 'Authentication credentials were not provided.';
		answerOnce(world, 401, { code: 401001, message: text, detail: text });
		const { message, error } = await updateExample();
		expect(message).toBe(
			`Could not update the user '${TESTT}': Ubidots answered 401: ${text} → check the token or API key in the credential, and that its account may manage users [item 0]`,
		);
		expect(error?.httpCode).toBe('401');
	});

	it.each([
		['a detail alone', { detail: 'Not for you.' }, 'Not for you.'],
		['message and another detail', { message: 'No.', detail: 'Not for you.' }, 'No. Not for you.'],
		['a list of details', { message: 'No.', detail: ['Not', 'for you.'] }, 'No. Not for you.'],
		['details below a field', { detail: { tags: { 0: ['Long.'] } } }, 'tags: {"0":["Long."]}'],
		['a detail that is one text', { detail: { email: 'Taken.' } }, 'email: Taken.'],
		['a detail with a text and an object', { detail: ['a', { b: 1 }] }, 'a {"b":1}'],
		[
			'a field with the name of a method',
			{ detail: [{ constructor: ['No.'] }] },
			'constructor: No.',
		],
		['a list alone', ['Some error.'], 'Some error.'],
		['fields alone', { email: ['Enter a valid email.'] }, 'email: Enter a valid email.'],
		['errors of no field', { non_field_errors: ['Not both.'] }, 'Not both.'],
		['an error in one word', { error: 'oops' }, 'oops'],
		['a list of messages', { message: ['One.', 'Two.'] }, 'One. Two.'],
	])('%s is shown as text', async (_, body, text) => {
		answerOnce(world, 400, body);
		expect((await updateExample()).message).toContain(`answered 400: ${text} [item 0]`);
	});

	it('an empty body is said to give no reason', async () => {
		answerOnce(world, 400);
		expect((await updateExample()).message).toContain('answered 400: no reason was given [item 0]');
	});

	it('a page of HTML is not poured into the message', async () => {
		answerOnce(world, 400, '<html><body><h1>Bad Request</h1></body></html>', 'text/html');
		const { message } = await updateExample();
		expect(message).toContain('answered 400');
		expect(message).not.toContain('<');
	});
});
