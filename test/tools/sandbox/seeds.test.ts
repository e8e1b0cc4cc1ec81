import {
	INES,
	ME,
	OTTO,
	TESTT,
	bulkUpdate,
	client,
	raw,
	ubidotsClient,
	upsunClient,
	useSandbox,
} from './support';
import { exampleUser } from '../../support/people';

const used = useSandbox();

const NOT_PROVIDED = {
	code: 401001,
	message: 'Authentication credentials were not provided.',
	detail: 'Authentication credentials were not provided.',
};

describe('the Update User page', () => {
	it('answers its example request with its example user, key by key', async () => {
		const { sandbox } = used;
		const api = `${sandbox.url}/api/v2.0`;
		const { status, data } = await ubidotsClient(sandbox).patch(`/api/v2.0/users/${TESTT}`, {
			firstName: 'first',
			lastName: 'Ubidots',
		});
		expect(status).toBe(200);
		const expected = exampleUser(api, 'testt@example.com', '63a560e49bd0d36c626be10ceac466d8');
		expect(JSON.stringify(data)).toBe(JSON.stringify(expected));
	});

	it('takes the username with the prefix ~ as the user key', async () => {
		const { data } = await ubidotsClient(used.sandbox).patch('/api/v2.0/users/~testt', {
			lastName: 'Again',
		});
		expect(data).toMatchObject({ id: TESTT, lastName: 'Again' });
	});

	it('takes the token as a query parameter', async () => {
		const { sandbox } = used;
		const { status } = await client(sandbox).patch(
			`/api/v2.0/users/${TESTT}?token=${sandbox.secrets.ubidotsToken}`,
			{ firstName: 'By query' },
		);
		expect(status).toBe(200);
		expect(sandbox.ubidots.user(TESTT)?.firstName).toBe('By query');
	});

	it('answers 401001 without credentials', async () => {
		const { status, data } = await client(used.sandbox).patch(`/api/v2.0/users/${TESTT}`, {});
		expect([status, data]).toEqual([401, NOT_PROVIDED]);
	});

	it('answers 400001 with details by field', async () => {
		const { status, data } = await ubidotsClient(used.sandbox).patch(`/api/v2.0/users/${TESTT}`, {
			isActive: 'false',
		});
		expect(status).toBe(400);
		expect(data).toEqual({
			code: 400001,
			message: 'Validation Error.',
			detail: { isActive: ['Must be a valid boolean.'] },
		});
	});
});

describe('the Bulk Update Users page', () => {
	it('answers with a task id and changes the users a moment later', async () => {
		const { sandbox, clock } = used;
		const { status, data } = await bulkUpdate(sandbox, [
			{ id: INES, username: 'User-1' },
			{ id: OTTO, username: 'User-4' },
		]);
		expect([status, data]).toEqual([
			200,
			{ task: { id: expect.stringMatching(/^tyg[0-9a-f]{25}$/) } },
		]);
		expect(sandbox.ubidots.user(INES)?.username).toBe('ines-duarte');
		clock.at += 300;
		expect(sandbox.ubidots.user(INES)?.username).toBe('User-1');
		expect(sandbox.ubidots.user(OTTO)?.username).toBe('User-4');
	});

	it('refuses the names of its own example, which break its own rule with a space', async () => {
		const { status, data } = await bulkUpdate(used.sandbox, [{ id: INES, username: 'User 1' }]);
		expect(status).toBe(400);
		expect(data).toMatchObject({ code: 400001, message: 'Validation Error.' });
		expect(Object.keys(data.detail)).toEqual(['username']);
	});

	it('refuses the text of its own example, which is no JSON', async () => {
		const example = `[
  {
    "id": "409dba9c67d3bb19f554",
    "username": "User 1"
  },
  ...
  {
    "id": "445da83878abc3c75756",
    "username": "User 4"
  },
]`;
		const { status, data } = await bulkUpdate(used.sandbox, raw(example));
		expect([status, data.message]).toEqual([400, 'JSON parse error.']);
	});

	it('answers 401001 without credentials', async () => {
		const { status, data } = await client(used.sandbox).patch('/api/v2.0/users/_/bulk/update/', []);
		expect([status, data]).toEqual([401, NOT_PROVIDED]);
	});

	it('asks for the bulk header', async () => {
		const { status, data } = await ubidotsClient(used.sandbox).patch(
			'/api/v2.0/users/_/bulk/update/',
			[],
		);
		expect(status).toBe(400);
		expect(data).toEqual({
			detail: 'Header `X-BULK-OPERATION` should be provided for bulk operation.',
		});
	});
});

describe("Upsun's Update a user page", () => {
	it('changes the seven fields and answers the user in the order of its example', async () => {
		const { sandbox } = used;
		const fields = {
			username: 'robin',
			first_name: 'Robin',
			last_name: 'S.',
			picture: 'https://example.com/r.png',
			company: 'Acme',
			website: 'https://acme.example.com/robin',
			country: 'EU',
		};
		const { status, data } = await upsunClient(sandbox).patch(`/users/${ME}`, fields);
		expect(status).toBe(200);
		expect(data).toMatchObject({ id: ME, ...fields, updated_at: '2025-03-01T12:00:00Z' });
		const order =
			'id deactivated namespace username email email_verified first_name last_name picture company';
		const rest = 'website country created_at updated_at consented_at consent_method';
		expect(Object.keys(data as object).join(' ')).toBe(`${order} ${rest}`);
	});

	it('knows the user of its example answer', async () => {
		const { data } = await upsunClient(used.sandbox).get(
			'/users/3c90c3cc-0d44-4b50-8888-8dd25736052a',
		);
		expect(data).toMatchObject({
			deactivated: true,
			email: 'jsmith@example.com',
			email_verified: true,
			created_at: '2023-11-07T05:31:56Z',
			consent_method: 'opt-in',
		});
	});
});
