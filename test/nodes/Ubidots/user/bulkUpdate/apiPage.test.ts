import type { IDataObject } from 'n8n-workflow';

import { answerOnce } from '../../../../support/answers';
import { INES, OTTO } from '../../../../support/people';
import { patches } from '../../../../support/requests';
import { bulkUpdate, CONTINUE, type OnError } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** Bulk Update Users, as https://docs.ubidots.com/reference/bulk-update-users shows it. */
const world = useWorld();

const PATH = '/api/v2.0/users/_/bulk/update/';

const asOnThePage = [
	{ id: INES, username: 'User 1' },
	{ id: OTTO, username: 'User 4' },
];
const asTheRuleWants = [
	{ id: INES, username: 'User-1' },
	{ id: OTTO, username: 'User-4' },
];

const bulk = async (items: IDataObject[], onError?: OnError) =>
	await world.run(bulkUpdate({ isolateBadRows: false }, onError), items);

describe("the page's request", () => {
	it('leaves as shown: method, path with a trailing slash, headers, body', async () => {
		await bulk(asTheRuleWants);
		const [request, ...others] = patches(world);
		expect(others).toEqual([]);
		expect(`${request.method} ${request.path}`).toBe(`PATCH ${PATH}`);
		expect(request.query).toEqual({});
		expect(request.auth).toBe('header');
		expect(request.headers).toMatchObject({
			'content-type': 'application/json',
			'x-auth-token': '<secret>',
			'x-bulk-operation': 'True',
		});
		expect(request.rawBody).toBe(JSON.stringify(asTheRuleWants));
	});

	it('leaves with the usernames of the page too, which break its own rule: the API decides', async () => {
		world.sandbox.options.strictUsernames = false;
		const { status } = await bulk(asOnThePage);
		expect(status).toBe('success');
		expect(patches(world)[0].rawBody).toBe(JSON.stringify(asOnThePage));
	});

	it('with usernames that the API refuses shows what it says of them', async () => {
		const { message } = await bulk(asOnThePage);
		expect(message).toContain('Only alphanumeric characters, dash or hyphen are allowed.');
	});

	it('can carry the token as the query parameter instead', async () => {
		world.setCredential('ubidots', { sendTokenIn: 'query' });
		await bulk(asTheRuleWants);
		const [request] = patches(world);
		expect([request.auth, request.query, request.status]).toEqual([
			'query',
			{ token: '<secret>' },
			200,
		]);
		expect(request.headers).not.toHaveProperty('x-auth-token');
	});
});

describe("the page's response", () => {
	it('gives every row the task id, as accepted and not as updated', async () => {
		answerOnce(world, 200, { task: { id: 'tyg54645501a9ca5714e7b098721' } });
		const { items } = await bulk(asTheRuleWants);
		const task = { id: 'tyg54645501a9ca5714e7b098721' };
		expect(items).toEqual([
			{ json: { id: INES, status: 'accepted', task }, pairedItem: { item: 0 } },
			{ json: { id: OTTO, status: 'accepted', task }, pairedItem: { item: 1 } },
		]);
	});

	it('is as good with 202, as its success status is not on the page', async () => {
		answerOnce(world, 202, { task: { id: 'tyg1' } });
		expect((await bulk(asTheRuleWants)).items[0].json.status).toBe('accepted');
	});

	it('changes the users', async () => {
		await bulk(asTheRuleWants);
		expect(world.sandbox.ubidots.user(INES)?.username).toBe('User-1');
		expect(world.sandbox.ubidots.user(OTTO)?.username).toBe('User-4');
	});

	it.each([
		['no task', {}],
		['a task without an id', { task: {} }],
		['an empty id', { task: { id: '' } }],
		['something else', { ok: true }],
	])('with %s is no success', async (_, body) => {
		answerOnce(world, 200, body);
		const { message } = await bulk(asTheRuleWants);
		expect(message).toContain('the response has no task ID');
		expect(message).toContain('It may have been carried out anyway');
	});
});

describe("the page's error bodies", () => {
	const WHAT = 'Could not update 2 users (request 1 of 1): Ubidots answered';

	it('400001: the messages of each field reach the user', async () => {
		const detail = { username: ['Taken.'] };
		answerOnce(world, 400, { code: 400001, message: 'Validation Error.', detail });
		const { message, description } = await bulk(asTheRuleWants);
		expect(message).toBe(`${WHAT} 400: Validation Error. username: Taken.`);
		expect(description).toContain('Failed: items 0-1 (2): ');
	});

	it('401001: says what the API said, and what to do', async () => {
		const text = 'Authentication credentials were not provided.';
		answerOnce(world, 401, { code: 401001, message: text, detail: text });
		const { message } = await bulk(asTheRuleWants);
		expect(message).toContain(`${WHAT} 401: ${text} → check the token or API key`);
		expect(patches(world)).toHaveLength(1);
	});

	it('the bare detail of a missing bulk header reaches the user', async () => {
		const detail = 'Header `X-BULK-OPERATION` should be provided for bulk operation.';
		answerOnce(world, 400, { detail });
		expect((await bulk(asTheRuleWants)).message).toBe(`${WHAT} 400: ${detail}`);
	});

	it('an empty body is said to give no reason', async () => {
		answerOnce(world, 400);
		expect((await bulk(asTheRuleWants)).message).toBe(`${WHAT} 400: no reason was given`);
	});

	it('a page of HTML is not poured into the message', async () => {
		answerOnce(world, 413, '<html><body>Request Entity Too Large</body></html>', 'text/html');
		expect((await bulk(asTheRuleWants)).message).toBe(
			`${WHAT} 413: no reason was given → lower 'Max Batch Bytes' in the options`,
		);
	});

	it('stand in the details of every row with Continue On Fail', async () => {
		const detail = { username: ['Taken.'] };
		answerOnce(world, 400, { code: 400001, message: 'Validation Error.', detail });
		const { items } = await bulk(asTheRuleWants, CONTINUE);
		const details = { httpCode: '400', code: 400001, fields: detail };
		expect(items.map(({ json }) => json.details)).toEqual([details, details]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});
