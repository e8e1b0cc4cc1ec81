import { setAccessToken } from '../../../support/credentials';
import { AIKO, ME } from '../../../support/people';
import { requestCount, requestsInFull } from '../../../support/requests';
import {
	byEmail,
	byId,
	byUsername,
	CONTINUE,
	fromList,
	type OnError,
	upsun,
} from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const NEW = 'robin.new@example.com';
const OPERATIONS = [
	['changeEmail', { emailAddress: NEW }, 'emailaddress', NEW],
	['resetPassword', {}, 'resetpassword', 'robin.salgado@example.com'],
] as const;

describe.each(OPERATIONS)('%s', (operation, parameters, path, to) => {
	const run = async (userId: unknown, onError?: OnError, items = [{}]) =>
		await world.run(upsun(operation, { userId, ...parameters }, onError), items);
	const POST = {
		method: 'POST',
		path: `/users/${ME}/${path}`,
		...(operation === 'changeEmail' && { body: { email_address: NEW } }),
	};

	it('by ID sends one request, and Upsun sends one mail', async () => {
		const { items } = await run(byId(ME));
		expect(requestsInFull(world)).toEqual([POST]);
		expect(items).toEqual([{ json: { success: true, id: ME }, pairedItem: { item: 0 } }]);
		expect(world.sandbox.upsun.mails()).toEqual([{ kind: path, userId: ME, to }]);
	});

	it.each([
		['Me', fromList('me'), 'me'],
		['email', byEmail('robin.salgado@example.com'), 'email=robin.salgado%40example.com'],
		['username', byUsername('robin-salgado'), 'username=robin-salgado'],
	])('by %s finds the ID first: the API takes nothing else', async (_, userId, key) => {
		const { items } = await run(userId);
		expect(requestsInFull(world)).toEqual([{ method: 'GET', path: `/users/${key}` }, POST]);
		expect(items[0].json).toEqual({ success: true, id: ME });
	});

	it('says what happens next', async () => {
		const { hints } = await run(byId(ME));
		expect(JSON.stringify(hints('Node'))).toContain('mail');
	});

	it('does not say that a mail is on its way when none was sent', async () => {
		const { hints, items } = await run(byId(AIKO), CONTINUE);
		expect(items[0].json).toHaveProperty('error');
		expect(hints('Node')).toEqual([]);
	});

	it.each([
		['the connection breaks', 'reset'],
		['a gateway is busy', { status: 503 }],
		['a gateway times out', { status: 504 }],
	] as const)('is not repeated when %s: each request is a mail', async (_, answer) => {
		world.sandbox.faults.add({ answer, when: 'after', match: { method: 'POST' } });
		const { status, message } = await run(byId(ME));
		expect(status).toBe('error');
		expect(message).toContain('It may have been carried out anyway');
		expect(requestsInFull(world)).toHaveLength(1);
		expect(world.sandbox.upsun.mails()).toHaveLength(1);
	});

	it('tells that somebody else is nearly always forbidden, and what to do', async () => {
		const { message, error } = await run(byId(AIKO));
		expect(message).toContain('You do not have access to this user.');
		expect(message).toContain("'Me'");
		expect(error?.httpCode).toBe('403');
	});

	it('keeps the failure of one item with it, with Continue On Fail', async () => {
		const rows = [{ id: AIKO }, { id: 'nobody@example.org' }, { id: 'me' }];
		const { items } = await run('={{ $json.id }}', CONTINUE, rows);
		expect(items.map(({ json, pairedItem }) => [Object.keys(json), pairedItem])).toEqual([
			[['error', 'details'], { item: 0 }],
			[['error', 'details'], { item: 1 }],
			[['success', 'id'], { item: 2 }],
		]);
		expect(world.sandbox.upsun.mails()).toHaveLength(1);
	});

	it('asks for the same user once, however many items name it', async () => {
		await run(byUsername('robin-salgado'), undefined, [{}, {}, {}]);
		expect(requestCount(world, { method: 'GET' })).toBe(1);
		expect(requestCount(world, { method: 'POST' })).toBe(3);
	});
});

describe('the new address of Change Email', () => {
	const change = async (emailAddress: unknown) =>
		await world.run(upsun('changeEmail', { userId: byId(ME), emailAddress }));

	it('is sent without the blanks around it, otherwise as it was given', async () => {
		await change('  Robin.New+upsun@Example.com ');
		expect(requestsInFull(world)[0].body).toEqual({ email_address: 'Robin.New+upsun@Example.com' });
	});

	it.each([
		'={{ "" }}',
		'robin',
		'robin@',
		'@x.example',
		'a b@x.example',
		'={{ null }}',
		'={{ 7 }}',
	])('(%s) is refused before any request when it is none', async (emailAddress) => {
		const { message } = await change(emailAddress);
		expect(message).toContain("'Email Address'");
		expect(requestsInFull(world)).toEqual([]);
	});

	it('that somebody else has is refused by Upsun, in words', async () => {
		const { message, error } = await change('aiko.tanaka@example.org');
		expect(message).toContain('This email address is already in use.');
		expect(error?.httpCode).toBe('409');
	});
});
