import { apiFailure, NotSent } from '../../../../../nodes/shared/errors';
import { circuitBreaker } from '../../../../../nodes/shared/run/runner';
import { people } from '../../../../support/people';
import { requestCount } from '../../../../support/requests';
import { CONTINUE, fromList, update, upsunUpdateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const refused = apiFailure('The token is wrong', { httpCode: '401' });
const unreachable = apiFailure('Nobody answers', { code: 'ECONNREFUSED' });
const untrusted = apiFailure('The certificate has expired', { code: 'CERT_HAS_EXPIRED' });
const late = apiFailure('No response in time', { code: 'ETIMEDOUT' });
const lateForAxios = apiFailure('timeout of 100ms exceeded', { code: 'ECONNABORTED' });

const failures = (breaker: ReturnType<typeof circuitBreaker>, count: number, failure = refused) =>
	Array.from({ length: count }, () => breaker(failure));
const nothing = (count: number) => Array.from({ length: count }, () => undefined);

it.each([refused, unreachable, untrusted, late, lateForAxios])(
	'the tenth item in a row that cannot connect ends the run: $message',
	(failure) => {
		const breaker = circuitBreaker();
		expect(failures(breaker, 9, failure)).toEqual(nothing(9));
		const because = breaker(failure);
		expect(because).toBeInstanceOf(NotSent);
		expect(because).toMatchObject({
			message: `Not sent, because 10 items in a row failed like this: ${failure.message}`,
			details: failure.details,
		});
	},
);

it('the first answer that the account does not pay for this ends the run: it would be the same for all', () => {
	const unpaid = apiFailure('Not in your plan', { httpCode: '402' });
	const because = circuitBreaker()(unpaid);
	expect(because).toBeInstanceOf(NotSent);
	expect(because).toMatchObject({
		message: 'Not sent, because an item failed like this: Not in your plan',
		details: unpaid.details,
	});
});

it('they may fail in different ways', () => {
	const breaker = circuitBreaker();
	failures(breaker, 5, unreachable);
	failures(breaker, 4, untrusted);
	expect(breaker(refused)).toBeInstanceOf(NotSent);
});

it('counts on after it has opened: requests may still be under way', () => {
	const breaker = circuitBreaker();
	failures(breaker, 10);
	expect(breaker(refused)?.message).toContain('11 items in a row');
});

it('begins anew after an item that succeeded', () => {
	const breaker = circuitBreaker();
	failures(breaker, 9);
	expect(breaker()).toBeUndefined();
	expect(failures(breaker, 9)).toEqual(nothing(9));
	expect(breaker(refused)).toBeInstanceOf(NotSent);
});

it.each([
	apiFailure('No such user', { httpCode: '404' }),
	apiFailure('Not for you', { httpCode: '403' }),
	apiFailure('Slow down', { httpCode: '429' }),
	apiFailure('It broke', { httpCode: '500' }),
	apiFailure('Busy', { httpCode: '503' }),
	apiFailure('It broke off', { code: 'ECONNRESET' }),
	apiFailure('The value is wrong', { httpCode: '400', code: 'ETIMEDOUT' }),
	apiFailure('No words'),
])('begins anew after an item that failed for a reason of its own: $message', (own) => {
	const breaker = circuitBreaker();
	failures(breaker, 9);
	expect(breaker(own)).toBeUndefined();
	expect(failures(breaker, 9)).toEqual(nothing(9));
	expect(failures(circuitBreaker(), 12, own)).toEqual(nothing(12));
});

describe('with Continue On Fail', () => {
	const world = useWorld();

	it('a token that is refused for ten items in a row is not tried for the others', async () => {
		world.setCredential('ubidots', { token: 'wrong' });
		const { items } = await world.run(update({}, CONTINUE), people(100));
		expect(items).toHaveLength(100);
		expect(items[99].json.error).toContain('Not sent, because 10 items in a row failed like this');
		expect(requestCount(world)).toBeLessThan(20);
	});

	it('an address for tokens that nobody answers at is not tried for every item', async () => {
		world.setCredential('upsun', {
			authentication: 'apiToken',
			authUrl: 'http://127.0.0.1:9',
			sessionToken: '',
		});
		const { items } = await world.run(
			upsunUpdateOf(
				fromList('me'),
				{ company: 'X' },
				{ retryTimeout: 0, maxConcurrentRequests: 1 },
				CONTINUE,
			),
			people(40),
		);
		const errors = items.map(({ json }) => String(json.error));
		expect(errors.filter((error) => error.startsWith('Upsun did not answer'))).toHaveLength(10);
		expect(errors[39]).toContain('Not sent, because 10 items in a row failed like this');
	});
});
