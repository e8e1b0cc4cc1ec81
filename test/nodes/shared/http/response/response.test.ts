import { apiFailure } from '../../../../../nodes/shared/errors';
import {
	getExpectedBody,
	isExpected,
	parseResponse,
	parseThrown,
} from '../../../../../nodes/shared/http/response';
import type { ApiRequest } from '../../../../../nodes/shared/http/service';
import { path } from '../../../../../nodes/shared/path';

const get: ApiRequest = {
	method: 'GET',
	path: path`/users/1`,
	idempotent: true,
	purpose: 'read the user 1',
};

describe('a response', () => {
	it('is read with its status, its Retry-After and its body', () => {
		const response = {
			statusCode: 503,
			headers: { 'retry-after': '3' },
			body: { detail: 'Busy.' },
		};
		expect(parseResponse(response)).toStrictEqual({
			status: 503,
			retryAfter: '3',
			body: { detail: 'Busy.' },
		});
	});

	it.each([[undefined], [{}], [{ 'retry-after': ['1', '2'] }], [{ 'retry-after': 5 }]])(
		'with the headers %j has no Retry-After',
		(headers) => {
			expect(parseResponse({ statusCode: 200, headers, body: '' })).toStrictEqual({
				status: 200,
				retryAfter: undefined,
				body: '',
			});
		},
	);
});

describe('an error of the HTTP helper', () => {
	const response = { status: 429, headers: { 'retry-after': '3' }, data: { detail: 'Slow down.' } };
	const parsed = { status: 429, retryAfter: '3', body: { detail: 'Slow down.' } };

	it('stands for the response behind it, wrapped or not', () => {
		expect(parseThrown({ response })).toStrictEqual(parsed);
		expect(parseThrown({ cause: { response } })).toStrictEqual(parsed);
		expect(parseThrown({ response: { ...response, status: 200 } }).status).toBe(200);
	});

	it.each([200, 204, 299])('is a broken connection where a %i was cut off', (status) => {
		const cause = { code: 'ERR_BAD_RESPONSE', response: { ...response, status } };
		expect(parseThrown({ cause })).toStrictEqual({ networkCode: 'ERR_BAD_RESPONSE' });
	});

	it.each([300, 404, 502])('is a response where a %i has the code of a bad one', (status) => {
		const cause = { code: 'ERR_BAD_RESPONSE', response: { ...response, status } };
		expect(parseThrown({ cause })).toStrictEqual({ ...parsed, status });
	});

	it.each([
		[{ cause: { code: 'ECONNRESET' } }, 'ECONNRESET'],
		[{ code: 'ECONNRESET' }, 'ECONNRESET'],
		[{ code: 'ETIMEDOUT', cause: {} }, 'ETIMEDOUT'],
		[{ code: 'ETIMEDOUT', cause: { code: 'ECONNRESET' } }, 'ECONNRESET'],
		[{ code: 'ECONNRESET', response: { status: '500' } }, 'ECONNRESET'],
		[{ code: 5 }, 'UNKNOWN'],
		[{}, 'UNKNOWN'],
		[undefined, 'UNKNOWN'],
	])('%j has the code %s', (error, networkCode) => {
		expect(parseThrown(error)).toStrictEqual({ networkCode });
	});

	it('is the failure of a credential that is not valid', () => {
		const failure = apiFailure('The credential is empty');
		expect(parseThrown({ cause: failure })).toStrictEqual({ failure });
		expect(parseThrown(failure)).toStrictEqual({ failure });
	});

	it('tells why there is no session token, and how the exchange of the key ended', () => {
		const sessionRefused = 'Ubidots gave no session token';
		const exchange = { httpStatus: 503, retryAfter: '3', networkCode: 'ECONNRESET' };
		expect(parseThrown({ cause: { sessionRefused, exchange } })).toStrictEqual({
			sessionRefused,
			status: 503,
			retryAfter: '3',
			networkCode: 'ECONNRESET',
		});
		const strange = { httpStatus: '503', retryAfter: 3, networkCode: 5 };
		expect(parseThrown({ cause: { sessionRefused, exchange: strange } })).toStrictEqual({
			sessionRefused,
			status: undefined,
			retryAfter: undefined,
			networkCode: undefined,
		});
	});
});

describe('an expected response', () => {
	it.each([
		[200, undefined, true],
		[204, undefined, true],
		[404, undefined, false],
		[404, [404], true],
		[409, [404], false],
		[200, [404], true],
	])('%i, where %j are expected besides a success: %s', (status, expected, expectation) => {
		expect(isExpected(status, { ...get, expected })).toBe(expectation);
		const body = getExpectedBody({ status, body: { id: '1' } }, { ...get, expected });
		expect(body).toEqual(expectation ? { id: '1' } : undefined);
	});

	it('is not one without a status', () => {
		expect(getExpectedBody({ body: { id: '1' } }, get)).toBeUndefined();
	});

	it('has the key that shows that the API sent it', () => {
		const request = { ...get, responseHas: 'id' };
		expect(getExpectedBody({ status: 200, body: { id: null } }, request)).toEqual({ id: null });
		expect(getExpectedBody({ status: 200, body: { detail: 'No.' } }, request)).toBeUndefined();
		expect(getExpectedBody({ status: 200, body: { detail: 'No.' } }, get)).toEqual({
			detail: 'No.',
		});
	});

	it('needs no key when it is no success', () => {
		const request = { ...get, responseHas: 'id', expected: [404] };
		expect(getExpectedBody({ status: 404, body: { detail: 'No.' } }, request)).toEqual({
			detail: 'No.',
		});
	});

	it.each([undefined, null, ''])('may be empty (%j) where the API sends nothing', (body) => {
		expect(getExpectedBody({ status: 200, body }, { ...get, responseIsEmpty: true })).toEqual({});
		expect(getExpectedBody({ status: 200, body }, get)).toBeUndefined();
	});

	it.each(['<html>', 'null', [], 0, false])('is not the body %j of a success', (body) => {
		expect(getExpectedBody({ status: 200, body }, get)).toBeUndefined();
		const request = { ...get, responseIsEmpty: true };
		expect(getExpectedBody({ status: 200, body }, request)).toBeUndefined();
	});

	it.each([undefined, '', '<html>'])('needs no body (%j) when it is no success', (body) => {
		expect(getExpectedBody({ status: 404, body }, { ...get, expected: [404] })).toEqual({});
	});
});
