import { apiFailure, type Failure } from '../../../../nodes/shared/errors';
import { CircuitBreaker } from '../../../../nodes/shared/run/circuitBreaker';

const failTimes = (breaker: CircuitBreaker, failure: Failure, times: number) =>
	Array.from({ length: times }, () => breaker.failed(failure));

describe('the circuit breaker', () => {
	it.each([
		['a refused token', apiFailure('Refused', { httpCode: '401' })],
		['no connection', apiFailure('Nobody there', { code: 'ECONNREFUSED' })],
		['a certificate that is not trusted', apiFailure('TLS', { code: 'CERT_HAS_EXPIRED' })],
		['no response in time', apiFailure('Late', { code: 'ETIMEDOUT' })],
		['no response in time, as axios says it', apiFailure('Late', { code: 'ECONNABORTED' })],
	])('opens after ten items in a row: %s', (_, failure) => {
		const seen = failTimes(new CircuitBreaker(), failure, 10);
		expect(seen.slice(0, 9)).toEqual(Array(9).fill(undefined));
		expect(seen[9]?.message).toBe(
			`Not sent, because 10 items in a row failed like this: ${failure.message}`,
		);
		expect(seen[9]?.details).toEqual(failure.details);
	});

	it.each([
		['a bad value', apiFailure('No', { httpCode: '400' })],
		['a limit', apiFailure('Slow down', { httpCode: '429' })],
		['a broken connection', apiFailure('Cut', { code: 'ECONNRESET' })],
		['a busy gateway', apiFailure('Busy', { httpCode: '503' })],
	])('stays closed for what another item need not meet: %s', (_, failure) => {
		expect(failTimes(new CircuitBreaker(), failure, 30)).toEqual(Array(30).fill(undefined));
	});

	it('counts anew after an item that succeeded, or that failed in another way', () => {
		const breaker = new CircuitBreaker();
		const late = apiFailure('Late', { code: 'ETIMEDOUT' });
		failTimes(breaker, late, 9);
		breaker.succeeded();
		expect(failTimes(breaker, late, 9)).toEqual(Array(9).fill(undefined));
		breaker.failed(apiFailure('No', { httpCode: '400' }));
		expect(failTimes(breaker, late, 9)).toEqual(Array(9).fill(undefined));
		expect(breaker.failed(late)).toBeDefined();
	});
});
