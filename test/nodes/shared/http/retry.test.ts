import {
	backoffMs,
	decideRetry,
	type FailedRequest,
	isNeverConnected,
	mayHaveApplied,
	parseRetryAfter,
} from '../../../../nodes/shared/http/retry';
import { people } from '../../../support/people';
import { patches } from '../../../support/requests';
import { CONTINUE, update } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';
import { inVirtualTime } from '../../../support/virtualTime';

const NOW = Date.UTC(2025, 0, 1, 12);
const question = (changes: Partial<FailedRequest>): FailedRequest => ({
	idempotent: true,
	retriesSoFar: 0,
	budgetLeftMs: 120_000,
	wallMs: NOW,
	random: 0.5,
	...changes,
});
const retries = (changes: Partial<FailedRequest>) => decideRetry(question(changes)).retry;

describe('which answers are worth a repeat', () => {
	it.each([
		// status, idempotent request, any other request
		[420, true, true],
		[429, true, true],
		[502, true, false],
		[503, true, false],
		[504, true, false],
		[500, false, false],
		[501, false, false],
		[400, false, false],
		[401, false, false],
		[402, false, false],
		[403, false, false],
		[404, false, false],
		[405, false, false],
		[409, false, false],
		[413, false, false],
		[415, false, false],
		[422, false, false],
		[301, false, false],
	])('%i: idempotent %s, not idempotent %s', (status, idempotent, other) => {
		expect(retries({ status, idempotent: true })).toBe(idempotent);
		expect(retries({ status, idempotent: false })).toBe(other);
	});

	it.each([
		// never connected: safe whatever the request does
		['ECONNREFUSED', true, true],
		['EAI_AGAIN', true, true],
		['ENOTFOUND', true, true],
		['EHOSTUNREACH', true, true],
		['ENETUNREACH', true, true],
		['ENETDOWN', true, true],
		// broken off: it may have been carried out
		['ECONNRESET', true, false],
		['ECONNABORTED', true, false],
		['ETIMEDOUT', true, false],
		['EPIPE', true, false],
		['ERR_BAD_RESPONSE', true, false],
		// nothing that a repeat could cure
		['CERT_HAS_EXPIRED', false, false],
		['DEPTH_ZERO_SELF_SIGNED_CERT', false, false],
		['ERR_TLS_CERT_ALTNAME_INVALID', false, false],
		['UNKNOWN', false, false],
	])('%s: idempotent %s, not idempotent %s', (networkCode, idempotent, other) => {
		expect(retries({ networkCode, idempotent: true })).toBe(idempotent);
		expect(retries({ networkCode, idempotent: false })).toBe(other);
	});

	it('asks an unknown host name twice more at most: it is nearly always a typing error', () => {
		const asked = [0, 1, 2, 3].map((retriesSoFar) =>
			retries({ networkCode: 'ENOTFOUND', retriesSoFar }),
		);
		expect(asked).toEqual([true, true, false, false]);
	});

	it('asks a host that is known again and again', () => {
		expect(retries({ networkCode: 'ECONNREFUSED', retriesSoFar: 3 })).toBe(true);
	});

	it('makes the whole account wait for a 429 or 420, and for nothing else', () => {
		expect(decideRetry(question({ status: 429 })).wholeAccountWaits).toBe(true);
		expect(decideRetry(question({ status: 420 })).wholeAccountWaits).toBe(true);
		expect(decideRetry(question({ status: 503 })).wholeAccountWaits).toBe(false);
		expect(decideRetry(question({ networkCode: 'ECONNRESET' })).wholeAccountWaits).toBe(false);
	});
});

describe('how long to wait', () => {
	it('takes Retry-After in seconds at its word', () => {
		expect(decideRetry(question({ status: 429, retryAfter: '7' })).delayMs).toBe(7000);
		expect(decideRetry(question({ status: 503, retryAfter: '2' })).delayMs).toBe(2000);
	});

	it('takes Retry-After as a date at its word', () => {
		const retryAfter = new Date(NOW + 9000).toUTCString();
		expect(decideRetry(question({ status: 429, retryAfter })).delayMs).toBe(9000);
	});

	it.each([undefined, '', ' ', 'soon', '-5', 'NaN', 'Infinity', 5, ['1', '2']])(
		'falls back on its own back-off when Retry-After is %p',
		(retryAfter) => {
			expect(parseRetryAfter(retryAfter, NOW)).toBeUndefined();
			expect(decideRetry(question({ status: 429, retryAfter, random: 1 })).delayMs).toBe(500);
		},
	);

	it('takes a date in the past for no wait at all, like 0 seconds', () => {
		expect(parseRetryAfter('0', NOW)).toBe(0);
		expect(parseRetryAfter(new Date(NOW - 60_000).toUTCString(), NOW)).toBe(0);
	});

	it.each(['1e308', '9'.repeat(300), 'Fri, 31 Dec 9999 23:59:59 GMT'])(
		'takes %s for a year: no text says Infinity',
		(retryAfter) => {
			const tooLong = decideRetry(question({ status: 429, retryAfter }));
			expect(tooLong).toMatchObject({ retry: false, delayMs: 365 * 24 * 3_600_000 });
			expect(tooLong.reason).toContain('asked to wait 31536000 s');
		},
	);

	it('takes a tenth of a second at its word, and nothing shorter', () => {
		const delayMs = (retryAfter: string) =>
			decideRetry(question({ status: 429, retryAfter, random: 1 })).delayMs;
		expect(delayMs('0.1')).toBe(100);
		expect(delayMs('0.099')).toBe(500);
	});

	it.each(['0', new Date(NOW - 60_000).toUTCString()])(
		'does not hammer a service that answers 429 with Retry-After %p',
		(retryAfter) => {
			const last = question({ status: 429, retryAfter, retriesSoFar: 6, random: 1 });
			expect(decideRetry(last).delayMs).toBeGreaterThan(0);
		},
	);

	it('spreads out over everything from 0 to a ceiling that doubles, up to 30 s', () => {
		const ceilings = [0, 1, 2, 3, 4, 5, 6, 7, 20, 5000].map((so) => backoffMs(so, 1));
		expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
		expect(backoffMs(3, 0)).toBe(0);
		expect(backoffMs(3, 0.25)).toBe(1000);
	});
});

describe('a paced account', () => {
	const waits = (changes: Partial<FailedRequest>) =>
		decideRetry(question({ isPaced: true, ...changes }));

	it.each([429, 420])('needs no wait after %i beyond the next turn', (status) => {
		expect(waits({ status, retriesSoFar: 6 })).toMatchObject({ retry: true, delayMs: 0 });
	});

	it('waits as long as it is asked to', () => {
		expect(waits({ status: 429, retryAfter: '7' })).toMatchObject({ retry: true, delayMs: 7000 });
	});

	it('waits after any other failure like others', () => {
		expect(waits({ status: 503, random: 1 })).toMatchObject({ retry: true, delayMs: 500 });
	});

	it('gives up when the time for retries is over', () => {
		expect(waits({ status: 429, budgetLeftMs: 0 })).toMatchObject({ retry: false });
	});
});

describe('the time that retries may take', () => {
	it('ends the retries when the wait is longer than what is left', () => {
		expect(retries({ status: 503, random: 1, budgetLeftMs: 501 })).toBe(true);
		expect(retries({ status: 503, random: 1, budgetLeftMs: 500 })).toBe(false);
		expect(retries({ status: 429, retryAfter: '30', budgetLeftMs: 29_999 })).toBe(false);
	});

	it.each([429, 502, 503, 504])('allows no retry of a %i with retryTimeout 0', (status) => {
		for (const random of [0, 0.001, 1]) {
			expect(retries({ status, budgetLeftMs: 0, random })).toBe(false);
		}
	});

	it('allows no retry after the time is over', () => {
		expect(retries({ status: 503, budgetLeftMs: -1, random: 0 })).toBe(false);
	});

	it('says what is the matter', () => {
		const tooLong = decideRetry(question({ status: 429, retryAfter: '3600' }));
		expect(tooLong.reason).toContain('asked to wait 3600 s');
		const usedUp = decideRetry(question({ status: 503, budgetLeftMs: 0 }));
		expect(usedUp.reason).toBe('the time for retries is used up');
		expect(decideRetry(question({ status: 429 })).reason).toContain('did not carry it out');
	});

	it('lets the account wait even when this request is not tried again', () => {
		const decision = decideRetry(question({ status: 429, retryAfter: '30', budgetLeftMs: 0 }));
		expect(decision).toMatchObject({ retry: false, wholeAccountWaits: true, delayMs: 30_000 });
	});
});

describe('what is certain about a request that failed', () => {
	it.each(['ECONNREFUSED', 'EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'])(
		'without a connection (%s) it was not carried out',
		(networkCode) => {
			expect(isNeverConnected(networkCode)).toBe(true);
			expect(mayHaveApplied({ networkCode })).toBe(false);
		},
	);

	it.each([
		'CERT_HAS_EXPIRED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'ERR_TLS_CERT_ALTNAME_INVALID',
	])('without trust in the certificate (%s) it was not carried out', (networkCode) => {
		expect(isNeverConnected(networkCode)).toBe(true);
		expect(mayHaveApplied({ networkCode })).toBe(false);
	});

	it.each(['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'ERR_BAD_RESPONSE', 'UNKNOWN'])(
		'with a broken connection (%s) it may have been carried out',
		(networkCode) => {
			expect(isNeverConnected(networkCode)).toBe(false);
			expect(mayHaveApplied({ networkCode })).toBe(true);
		},
	);

	it('without a status or a code it may have been carried out', () => {
		expect(mayHaveApplied({})).toBe(true);
	});

	it.each([
		[301, false],
		[400, false],
		[404, false],
		[409, false],
		[429, false],
		[499, false],
		[500, true],
		[502, true],
		[503, true],
		[504, true],
	])('with the status %i it may have been carried out: %s', (status, maybe) => {
		expect(mayHaveApplied({ status })).toBe(maybe);
	});
});

describe('on the wire', () => {
	const world = useWorld({ users: 5 });
	const run = async (...given: Parameters<typeof world.run>) =>
		await inVirtualTime(async () => await world.run(...given));

	it('a service that stays busy is given up within retryTimeout, with the number of attempts', async () => {
		world.sandbox.faults.add({
			match: { method: 'PATCH' },
			times: Infinity,
			answer: { status: 503, headers: { 'retry-after': '0.2' } },
		});
		const { message } = await run(update({ retryTimeout: 0.7 }), people(1));
		// The first, and after 0.2, 0.4 and 0.6 s.
		expect(patches(world)).toHaveLength(4);
		expect(message).toContain('after 4 attempts');
	});

	it('a retryTimeout of 0 means that nothing is sent twice', async () => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: { status: 503 } });
		const { items } = await run(update({ retryTimeout: 0 }, CONTINUE), people(2));
		expect(items[0].json.error).toContain('answered 503');
		expect(items[1].json.firstName).toBe('New 2');
		expect(patches(world).length).toBe(2);
	});

	it.each([429, 400, 403])(
		'a write whose response was lost says so also when its repeat is answered %i',
		async (status) => {
			const match = { method: 'PATCH' };
			world.sandbox.faults.add({ match, answer: 'reset', when: 'after' });
			world.sandbox.faults.add({ match, times: 99, answer: { status } });
			const [row] = people(1);
			const { message } = await run(update({ retryTimeout: 1 }), [row]);
			expect(message).toContain(`answered ${status}`);
			expect(message).toContain('It may have been carried out anyway');
			expect(world.sandbox.ubidots.user(row.id)?.firstName).toBe(row.firstName);
		},
	);
});
