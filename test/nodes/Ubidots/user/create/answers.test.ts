import { setApiKey } from '../../../../support/credentials';
import { PASSWORD } from '../../../../support/people';
import { requestCount, requestLines } from '../../../../support/requests';
import { CONTINUE, type OnError, ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const setup = (username: string, onError?: OnError) =>
	ubidots(
		'create',
		{ username, email: `${username}@new.example.com`, password: PASSWORD },
		onError,
	);

const POST = 'POST /api/v2.0/users/';

describe('a username that is taken', () => {
	it("shows the API's own message for the field", async () => {
		const { message, error } = await world.run(setup('testt'));
		expect(message).toContain("Could not create the user 'testt'");
		expect(message).toContain('username: A user with that username already exists.');
		expect(message).toContain('[item 0]');
		expect(error?.httpCode).toBe('400');
	});

	it('is an error item with the message by field, with Continue On Fail', async () => {
		const { items } = await world.run(setup('testt', CONTINUE));
		expect(Object.keys(items[0].json)).toEqual(['error', 'details']);
		expect(items[0].json.details).toEqual({
			httpCode: '400',
			code: 400001,
			fields: { username: ['A user with that username already exists.'] },
		});
	});

	it('ends the run without Continue On Fail, saying who was created and who was not', async () => {
		const parameters = {
			username: '={{ $json.name }}',
			email: '={{ $json.name }}@x.example',
			password: PASSWORD,
			options: { maxConcurrentRequests: 1 },
		};
		const { description } = await world.run(ubidots('create', parameters), [
			{ name: 'fresh' },
			{ name: 'testt' },
			{ name: 'never' },
		]);
		expect(description).toContain('Created: item 0 (1)');
		expect(description).toContain('Failed: item 1 (1)');
		expect(description).toContain('Not sent: item 2 (1)');
		expect(world.sandbox.ubidots.user('never')).toBeUndefined();
	});
});

describe('Create is sent once', () => {
	it.each([
		['the connection breaks before it is carried out', 'reset', 'before'],
		['the connection breaks after it was carried out', 'reset', 'after'],
		['the answer is cut off', 'cutOff', 'after'],
		['a gateway is busy', { status: 503 }, 'before'],
		['a gateway times out', { status: 504 }, 'after'],
		['the service fails', { status: 500 }, 'before'],
	] as const)('when %s', async (_, answer, when) => {
		world.sandbox.faults.add({ answer, when });
		const { status, message } = await world.run(setup('once'));
		expect(requestLines(world)).toEqual([POST]);
		expect(status).toBe('error');
		expect(message).toContain("Could not create the user 'once'");
	});

	it.each([
		'reset',
		'cutOff',
		'truncatedJson',
		{ status: 500 },
		{ status: 502 },
		{ status: 503 },
		{ status: 504 },
	] as const)(
		'and after a doubtful end (%j) the text says that it may have been carried out',
		async (answer) => {
			world.sandbox.faults.add({ answer, when: 'after' });
			const { message } = await world.run(setup('once'));
			expect(message).toContain('It may have been carried out anyway');
			expect(world.sandbox.ubidots.user('once')).toBeDefined();
		},
	);

	it('but again when the service says that it did not carry it out', async () => {
		world.sandbox.faults.add({ answer: { status: 429, headers: { 'retry-after': '0' } } });
		const { items } = await world.run(setup('again'));
		expect(requestLines(world)).toEqual([POST, POST]);
		expect(items[0].json.username).toBe('again');
	});

	it('and once more, with a new token, when the session token was refused', async () => {
		setApiKey(world);
		world.setCredential('ubidots', { sessionToken: 'BBFF-longGoneSessionToken' });
		const { items } = await world.run(setup('renewed'));
		expect(items[0].json.username).toBe('renewed');
		expect(requestCount(world, { method: 'POST', path: /users/ })).toBe(2);
	});
});

it('the password of a new user is not shown when the answer repeats it', async () => {
	const body = { detail: `${PASSWORD} is too short.` };
	world.sandbox.faults.add({ match: { method: 'POST' }, answer: { status: 400, body } });
	const account = { username: 'fresh', email: 'fresh@example.com', password: PASSWORD };
	const { message } = await world.run(ubidots('create', account));
	expect(message).toContain('answered 400: ••• is too short.');
});
