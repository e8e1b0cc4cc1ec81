import {
	bareSession,
	markSession,
	sessionFor,
} from '../../../../nodes/shared/credentials/sessionToken';
import { startSandbox } from '../../../../tools/sandbox';
import { setApiKey } from '../../../support/credentials';
import { column } from '../../../support/outputs';
import { members, people, TESTT } from '../../../support/people';
import { patches, requestCount, requests } from '../../../support/requests';
import { byId, update, updateOf, upsunUpdate } from '../../../support/setups';
import { useNewWorlds } from '../../../support/useWorld';
import { inVirtualTime } from '../../../support/virtualTime';

const owner = {
	secret: 'key-1',
	authUrl: 'https://auth.example.com',
	apiUrl: 'https://api.example.com',
};
const stored = markSession('BBFF-session', owner);

it('a session token is stored with a short mark of its owner, which gives the secret away in no form', () => {
	expect(stored).toMatch(/^BBFF-session#[0-9a-f]{12}$/);
	expect(markSession('BBFF-session', { ...owner })).toBe(stored);
});

it('it is used for its own account', () => {
	expect(sessionFor(stored, owner)).toBe('BBFF-session');
});

it.each([
	['another secret', stored, { secret: 'key-2' }],
	['another address of the exchange', stored, { authUrl: 'https://auth.example.org' }],
	['another address of the API', stored, { apiUrl: 'https://api.example.org' }],
	['swapped addresses', stored, { authUrl: owner.apiUrl, apiUrl: owner.authUrl }],
	['a token without a mark', 'BBFF-session', {}],
	['a token with the mark at its beginning', `#${stored.split('#')[1]}BBFF`, {}],
	['no token', '', {}],
	['no token yet', undefined, {}],
	['null', null, {}],
])('none is used for %s', (_, token, changes) => {
	expect(sessionFor(token, { ...owner, ...changes })).toBe('');
});

it.each([
	[stored, 'BBFF-session'],
	['BBFF-session', 'BBFF-session'],
	['a#0123456789ab#0123456789ab', 'a#0123456789ab'],
	['a#0123456789abc', 'a#0123456789abc'],
	['a#0123456789a', 'a#0123456789a'],
	['a#0123456789xy', 'a#0123456789xy'],
	['a#0123456789ab-', 'a#0123456789ab-'],
	[undefined, ''],
	[null, ''],
])('%j is %j without its mark', (token, bare) => {
	expect(bareSession(token)).toBe(bare);
});

const ROWS = 60;
const world = useNewWorlds({ users: ROWS, upsunAdmin: true, latencyMs: 15 });
beforeEach(() => setApiKey(world));

const run = async (...given: Parameters<typeof world.run>) =>
	await inVirtualTime(async () => await world.run(...given));

const PARALLEL = { maxConcurrentRequests: 20 };

/** Calls `expire` once this many updates have been answered. */
function expireAfter(answers: number, expire: () => void): void {
	if (answers === 0) return expire();
	let seen = 0;
	world.sandbox.options.onRequest = ({ method, status }) => {
		if (method === 'PATCH' && status === 200 && ++seen === answers) expire();
	};
}
const MOMENTS = [
	['before', 0],
	['in the middle of', 20],
] as const;

describe('a session token of Ubidots', () => {
	it('is fetched once, however many updates start together without one', async () => {
		const { items } = await run(update(PARALLEL), people(ROWS));
		expect(items).toHaveLength(ROWS);
		expect(world.sandbox.ubidots.mintedTokens()).toBe(1);
	});

	it.each(MOMENTS)(
		'that expires %s 60 parallel updates costs one or two exchanges',
		async (_, answers) => {
			await run(update(), people(1));
			world.sandbox.journal.clear();
			expireAfter(answers, () => world.sandbox.ubidots.expireSessionTokens());
			const { items } = await run(update(PARALLEL), people(ROWS));
			expect(column(items, 'firstName')).toEqual(people(ROWS).map(({ firstName }) => firstName));
			const minted = world.sandbox.ubidots.mintedTokens() - 1;
			expect(minted).toBeGreaterThanOrEqual(1);
			expect(minted).toBeLessThanOrEqual(2);
			// Only what was in flight with the old token was sent a second time.
			const refused = patches(world).filter(({ status }) => status === 401);
			expect(refused.length).toBeLessThanOrEqual(20);
			expect(patches(world).length).toBe(ROWS + refused.length);
		},
	);

	it('is not used for another account that the credential was changed to', async () => {
		const other = await startSandbox({ ubidotsRequestsPerSecond: 0 });
		const setup = updateOf(byId(TESTT));
		await run(setup);
		const stored = world.credentials[0].data.sessionToken;
		world.setCredential('ubidots', { baseUrl: other.url });
		world.sandbox.journal.clear();
		const { items } = await run(setup);
		await other.close();

		expect(items[0].json.firstName).toBe('Ada');
		// Refused without the old token, then with one of its own.
		const sent = requests({ sandbox: other });
		expect(sent.map(({ method, status }) => [method, status])).toEqual([
			['PATCH', 401],
			['POST', 200],
			['PATCH', 200],
		]);
		expect(requestCount(world)).toBe(0);
		expect(world.credentials[0].data.sessionToken).not.toBe(stored);
	});
});

describe('an access token of Upsun', () => {
	it.each(MOMENTS)(
		'that expires %s 60 parallel updates costs one or two exchanges',
		async (_, answers) => {
			const setup = upsunUpdate(PARALLEL);
			await run(setup, members(1));
			expireAfter(answers, () => world.sandbox.upsun.expireAccessTokens());
			const { items } = await run(setup, members(ROWS));
			expect(column(items, 'first_name')).toEqual(members(ROWS).map(({ firstName }) => firstName));
			const exchanged = world.sandbox.upsun.exchanges() - 1;
			expect(exchanged).toBeGreaterThanOrEqual(1);
			expect(exchanged).toBeLessThanOrEqual(2);
		},
	);
});
