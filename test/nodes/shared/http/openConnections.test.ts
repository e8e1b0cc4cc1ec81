import { EXCHANGE_TIMEOUT_MS } from '../../../../nodes/shared/credentials/exchange';
import { setAccessToken, setApiKey } from '../../../support/credentials';
import { type DrippingServer, startDrippingServer } from '../../../support/drippingServer';
import { ME, TESTT } from '../../../support/people';
import { failureOf, openPicker } from '../../../support/pickers';
import { byId, updateOf, upsunUpdateOf } from '../../../support/setups';
import { startRun } from '../../../support/startRun';
import { useWorld } from '../../../support/useWorld';
import { until } from '../../../support/waiting';

/** Over means closed: a service whose answers never end is left with no connection, whatever ended the request. */
const world = useWorld();
let server: DrippingServer;
beforeEach(async () => {
	server = await startDrippingServer();
	world.setCredential('ubidots', { baseUrl: server.url });
	world.setCredential('upsun', { apiUrl: server.url, authUrl: server.url });
});
afterEach(async () => {
	jest.useRealTimers();
	await server.close();
});

const TIMEOUT = { timeout: 0.2, retryTimeout: 0 };
const updateUbidots = (options: object = TIMEOUT) =>
	updateOf(byId(TESTT), { firstName: 'Ada' }, { ...options });
const updateUpsun = (options: object = TIMEOUT) =>
	upsunUpdateOf(byId(ME), { company: 'Acme' }, { ...options });

const allAreClosed = async () => await until(() => server.connections() === 0);

describe('a request', () => {
	it.each([
		['Ubidots', updateUbidots],
		['Upsun', updateUpsun],
	])('to %s is closed when its time is over', async (_, setup) => {
		setAccessToken(world);
		const { message } = await world.run(setup());
		expect(message).toContain('no response came within 0.2 s');
		expect(server.requestCount()).toBe(1);
		await allAreClosed();
	});

	it('is closed, and so is each of its retries', async () => {
		const { message } = await world.run(updateUbidots({ timeout: 0.2, retryTimeout: 1 }));
		expect(message).toContain('no response came within 0.2 s');
		expect(server.requestCount()).toBeGreaterThan(1);
		await allAreClosed();
	});

	it('is closed when the user stops the execution', async () => {
		const running = startRun(world, updateUbidots({ timeout: 60 }), [{}]);
		await until(() => server.requestCount() === 1);
		running.cancel();
		expect((await running.result).status).toBe('canceled');
		await allAreClosed();
	});
});

/** Only what waits by these is put off: sockets and the engine go on. */
const useOwnClock = () =>
	jest.useFakeTimers({
		doNotFake: [
			...(['Date', 'hrtime', 'nextTick', 'queueMicrotask'] as const),
			...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
		],
	});

/** Without waiting by a timer: they are put off. */
const untilNow = async (isTrue: () => boolean) => {
	while (!isTrue()) await jest.advanceTimersByTimeAsync(0);
};

it('a list of the editor is closed as well, which n8n has no signal for', async () => {
	useOwnClock();
	let isOver = false;
	const opening = openPicker(world, 'ubidots', 'searchUsers').finally(() => (isOver = true));
	const failure = failureOf(opening);
	await untilNow(() => server.requestCount() === 1);
	while (!isOver) await jest.advanceTimersByTimeAsync(500);
	expect((await failure).message).toContain('did not answer');
	await untilNow(() => server.connections() === 0);
});

let secrets = 0;

/** The time of the exchange passes, and everything else goes on. */
const passTheTimeOfTheExchange = async () =>
	await jest.advanceTimersByTimeAsync(EXCHANGE_TIMEOUT_MS);

describe.each([
	{
		service: 'Ubidots',
		path: '/api/v1.6/auth/token',
		answer: { token: 'BBFF-fetched-token' },
		setup: updateUbidots({ retryTimeout: 0 }),
		late: "Ubidots did not answer within 60 s while exchanging the API key for a session token → check 'Base URL' in the credential",
	},
	{
		service: 'Upsun',
		path: '/oauth2/token',
		answer: { access_token: 'fetched-token' },
		setup: updateUpsun({ retryTimeout: 0 }),
		late: "Upsun did not answer within 60 s while exchanging the API token for a session token → check 'Auth URL' in the credential",
	},
])('the exchange for a session token of $service', ({ path, answer, setup, late }) => {
	beforeEach(() => {
		setApiKey(world);
		// n8n's process remembers sessions by secret and address, and a port may come again.
		const secret = `secret-${++secrets}-of-its-own`;
		world.setCredential('ubidots', { apiKey: secret });
		world.setCredential('upsun', { apiToken: secret });
		useOwnClock();
	});

	it('is closed when its time is over, and the text says who did not answer and for how long', async () => {
		const { result } = startRun(world, setup, [{}]);
		await untilNow(() => server.requestCount() === 1);
		await passTheTimeOfTheExchange();
		const { error } = await result;
		expect(error?.message).toContain(late);
		await untilNow(() => server.connections() === 0);
	});

	it('is forgotten then: the next run begins another one', async () => {
		const first = startRun(world, setup, [{}]);
		await untilNow(() => server.requestCount() === 1);
		await passTheTimeOfTheExchange();
		await first.result;
		server.answer(path, answer);
		const second = startRun(world, setup, [{}]);
		// The exchange, and the request that it was for.
		await untilNow(() => server.requestCount() === 3);
		second.cancel();
		await second.result;
		await untilNow(() => server.connections() === 0);
	});

	it('goes on until its time is over when the user stops the execution, which ends at once', async () => {
		const running = startRun(world, setup, [{}]);
		await untilNow(() => server.requestCount() === 1);
		running.cancel();
		expect((await running.result).status).toBe('canceled');
		expect(server.connections()).toBe(1);
		await passTheTimeOfTheExchange();
		await untilNow(() => server.connections() === 0);
	});
});
