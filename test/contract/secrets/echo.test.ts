/**
 * What n8n logs is heard only if n8n is loaded here anew.
 * @jest-environment node
 */
import { hearEverything } from '../../support/hear';
import type { IDataObject } from 'n8n-workflow';

import { autoMap, byId, type Result } from '../../support/world';
import { useNewWorlds } from '../../support/useWorld';

/** The API repeats a secret in its own error text: it is hidden there too. */
const world = useNewWorlds();
const heard = hearEverything();

const USER = '63d3f1247fefea000cd325af';
const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';
const CANARY = 'canary+T0ken/4711==';

const answer = (status: number, body: unknown, path?: string) =>
	world.sandbox.faults.add({ match: { path }, times: Infinity, answer: { status, body } });

const run = async (
	{ options, ...parameters }: IDataObject,
	service: 'ubidots' | 'upsun',
	items: IDataObject[],
) =>
	await world.run(
		{
			service,
			parameters: {
				...parameters,
				options: { retryTimeout: 0, ...(options as IDataObject) },
			} as never,
			onError: 'continueRegularOutput',
		},
		items,
	);

const update = async () =>
	await run(
		{ operation: 'update', userKey: byId(USER), updateFields: { firstName: 'Ada' } },
		'ubidots',
		[{}],
	);

const updateUpsun = async () =>
	await run({ operation: 'update', userId: byId(ME), updateFields: { company: 'Acme' } }, 'upsun', [
		{},
	]);

const traces = (result: Result) =>
	`${result.stored()}\n${JSON.stringify(result.items)}\n${heard()}`;

describe('an account token in the error text of the API', () => {
	beforeEach(() => world.setCredential('ubidots', { token: CANARY, sendTokenIn: 'query' }));

	it.each([
		['as text', { detail: `The token ${CANARY} is no good.` }],
		['twice', { message: CANARY, detail: `${CANARY}${CANARY}` }],
		['below a field', { detail: { token: [`${CANARY} is no good.`] } }],
		['deep below a field', { detail: { token: [{ value: CANARY }] } }],
		['as the code', { code: CANARY, detail: 'No.' }],
		['as the name of a field', { detail: { [CANARY]: ['is no field'] } }],
		['for a row', { detail: [{ token: [CANARY] }] }],
		['percent-encoded', { detail: `GET /users?token=${encodeURIComponent(CANARY)}` }],
		[
			'at the place where the text is cut',
			{ detail: `${'x'.repeat(290)}${CANARY} ${'y'.repeat(99)}` },
		],
	])('%s', async (_, body) => {
		answer(400, body);
		const result = await update();
		expect(result.items[0].json.error).toContain('answered 400');
		expect(traces(result)).not.toContain('canary');
	});

	it.each([
		['at its start', `Your token ${CANARY} is not known here. Sign in.`],
		['at the place where it is cut', `${'x'.repeat(70)}${CANARY}`],
		['percent-encoded', `<a href="?token=${encodeURIComponent(CANARY)}">`],
	])('on a page that came instead of JSON, %s', async (_, page) => {
		world.sandbox.faults.add({
			answer: { status: 200, body: page, contentType: 'text/html' },
		});
		const all = traces(await update());
		expect(all).toContain('it begins with');
		expect(all).not.toContain('canary');
	});

	it('is hidden although it was pasted with blanks around it', async () => {
		world.setCredential('ubidots', { token: ` ${CANARY}\n` });
		answer(400, { detail: `The token ${CANARY} is no good.` });
		expect(traces(await update())).not.toContain('canary');
	});

	it('a URL with its query string is cut', async () => {
		answer(400, { detail: 'No: https://api.example.com/api/v2.0/users/1?token=other-token&a=b' });
		expect((await update()).items[0].json.error).not.toContain('other-token');
	});
});

describe('a session token that was fetched during the run', () => {
	it('is hidden in the text of Ubidots', async () => {
		const session = 'minted-session-token-0815';
		world.setCredential('ubidots', { authentication: 'apiKey', apiKey: 'some-api-key' });
		world.sandbox.faults.add({ answer: { status: 200, body: { token: session } } });
		answer(403, { detail: `${session} may not` });
		const result = await update();
		expect(result.items[0].json.error).toContain('may not');
		expect(traces(result)).not.toContain(session);
	});

	it('is hidden in the text of Upsun', async () => {
		const session = 'sandboxUpsunSession000001-e27b90d4';
		answer(400, { error: `${session} may not` }, '/users/');
		const result = await updateUpsun();
		expect(result.items[0].json.error).toContain('may not');
		expect(traces(result)).not.toContain(session);
	});

	it('is hidden although it is the second one', async () => {
		await updateUpsun();
		world.sandbox.upsun.expireAccessTokens();
		world.sandbox.faults.add({
			match: { path: '/users/' },
			skip: 1,
			answer: { status: 400, body: { error: 'sandboxUpsunSession000002-e27b90d4 may not' } },
		});
		const result = await updateUpsun();
		expect(result.items[0].json.error).toContain('may not');
		expect(traces(result)).not.toContain('sandboxUpsunSession000002');
	});
});

describe('a secret in the text of a refused exchange', () => {
	it.each([
		['as it is', CANARY],
		['percent-encoded', encodeURIComponent(CANARY)],
	])('is hidden: %s', async (_, echo) => {
		world.setCredential('upsun', { apiToken: CANARY });
		answer(400, { error: 'invalid_grant', error_description: `No: ${echo}` });
		const all = traces(await updateUpsun());
		expect(all).toContain('No: ');
		expect(all).not.toContain('canary');
	});
});

describe('a password in the error text of the API', () => {
	const PASSWORD = 'canary "pass" \\ wörd';

	it.each([
		['as text', { detail: `${PASSWORD} is too common.` }],
		['below a field', { detail: { password: [`'${PASSWORD}' is too common.`] } }],
		['deep below a field', { detail: { password: [{ value: PASSWORD }] } }],
	])('is hidden in an update, %s', async (_, body) => {
		answer(400, body);
		const parameters = {
			operation: 'update',
			userKey: byId(USER),
			updateFields: { password: '={{ $json.secret }}' },
		};
		const { items } = await run(parameters, 'ubidots', [{ secret: PASSWORD }]);
		expect(JSON.stringify(items)).toContain('answered 400');
		expect(JSON.stringify(items)).not.toContain('canary');
		expect(heard()).not.toContain('canary');
	});

	it('is hidden in a bulk update, also one that was a number', async () => {
		answer(400, { detail: { password: [PASSWORD, '20260708 is too common.'] } });
		const options = { isolateBadRows: false };
		const parameters = { operation: 'bulkUpdate', columns: autoMap(), options };
		const { items } = await run(parameters, 'ubidots', [
			{ id: USER, password: PASSWORD },
			{ id: '409dba9c67d3bb19f554', password: 20260708 },
		]);
		expect(JSON.stringify(items)).toContain('is too common');
		expect(JSON.stringify(items)).not.toContain('canary');
		expect(JSON.stringify(items)).not.toContain('20260708');
	});

	it('never comes out of a dry run', async () => {
		const parameters = { operation: 'bulkUpdate', columns: autoMap(), options: { dryRun: true } };
		const { items } = await world.run({ service: 'ubidots', parameters }, [
			{ id: USER, password: PASSWORD },
		]);
		expect(items[0].json.changes).toEqual({ password: { from: '•••', to: '•••' } });
	});
});
