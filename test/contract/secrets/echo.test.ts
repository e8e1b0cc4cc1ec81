/**
 * What n8n logs is heard only if n8n is loaded here anew.
 * @jest-environment node
 */
import { usePrintedText } from '../../support/printedText';
import { INES, ME, TESTT } from '../../support/people';
import { bulkUpdate, byId, CONTINUE, updateOf, upsunUpdateOf } from '../../support/setups';
import { useNewWorlds } from '../../support/useWorld';
import type { Result } from '../../support/world';

/** The API repeats a secret in its own error text: it is hidden there too. */
const world = useNewWorlds();
const heard = usePrintedText();

const CANARY = 'canary+T0ken/4711==';

const answer = (status: number, body: unknown, path?: string) =>
	world.sandbox.faults.add({ match: { path }, times: Infinity, answer: { status, body } });

const NO_RETRY = { retryTimeout: 0 };
const update = async () => await world.run(updateOf(byId(TESTT), undefined, NO_RETRY, CONTINUE));
const updateUpsun = async () =>
	await world.run(upsunUpdateOf(byId(ME), undefined, NO_RETRY, CONTINUE));

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
		const password = '={{ $json.secret }}';
		const setup = updateOf(byId(TESTT), { password }, NO_RETRY, CONTINUE);
		const { items } = await world.run(setup, [{ secret: PASSWORD }]);
		expect(JSON.stringify(items)).toContain('answered 400');
		expect(JSON.stringify(items)).not.toContain('canary');
		expect(heard()).not.toContain('canary');
	});

	it('is hidden in a bulk update, also one that was a number', async () => {
		answer(400, { detail: { password: [PASSWORD, '20260708 is too common.'] } });
		const setup = bulkUpdate({ ...NO_RETRY, isolateBadRows: false }, CONTINUE);
		const { items } = await world.run(setup, [
			{ id: TESTT, password: PASSWORD },
			{ id: INES, password: 20260708 },
		]);
		expect(JSON.stringify(items)).toContain('is too common');
		expect(JSON.stringify(items)).not.toContain('canary');
		expect(JSON.stringify(items)).not.toContain('20260708');
	});
});
