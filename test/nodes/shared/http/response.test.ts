import { apiFailure } from '../../../../nodes/shared/errors';
import {
	getExpectedBody,
	isExpected,
	parseResponse,
	parseThrown,
} from '../../../../nodes/shared/http/response';
import type { ApiRequest } from '../../../../nodes/shared/http/service';
import { path } from '../../../../nodes/shared/path';
import type { FaultAnswer } from '../../../../tools/sandbox';
import { TESTT } from '../../../support/people';
import { bulkUpdate, byId, updateOf } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

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

	it.each([[undefined], [{}]])('with the headers %j has no Retry-After', (headers) => {
		expect(parseResponse({ statusCode: 200, headers, body: '' })).toStrictEqual({
			status: 200,
			retryAfter: undefined,
			body: '',
		});
	});
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
		expect(() => parseThrown({ cause: failure })).toThrow(failure);
		expect(() => parseThrown(failure)).toThrow(failure);
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
		const strange = { httpStatus: '503', networkCode: 5 };
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

/** Answers that are no answer of the API: a proxy, a sign-in page or a broken line stands in between. */
describe('on the wire', () => {
	const world = useWorld();

	const NO_RETRY = { retryTimeout: 0 };

	const answer = (fault: FaultAnswer) =>
		world.sandbox.faults.add({ times: Infinity, answer: fault });

	const update = async (timeout = 30) =>
		await world.run(updateOf(byId(TESTT), { firstName: 'Ada' }, { ...NO_RETRY, timeout }));

	const bulk = async () => await world.run(bulkUpdate(NO_RETRY), [{ id: TESTT, firstName: 'Ada' }]);

	const page = '<!DOCTYPE html><html><head><title>Sign in</title></head></html>';

	describe('a success that is none', () => {
		it.each<[string, FaultAnswer, string]>([
			['a page of HTML', { status: 200, body: page, contentType: 'text/html' }, 'not JSON'],
			['half of the JSON', 'truncatedJson', 'not JSON'],
			['an empty body', { status: 200 }, 'empty'],
			['no content', { status: 204 }, 'empty'],
			['the text null', { status: 200, body: 'null', contentType: 'application/json' }, 'empty'],
		])('%s ends the run, and says that it may have been carried out', async (_, fault, what) => {
			answer(fault);
			for (const { status, message } of [await update(), await bulk()]) {
				expect(status).toBe('error');
				expect(message).toContain(`is ${what}`);
				expect(message).toContain('It may have been carried out anyway.');
				expect(message).toMatch(/Check .* in the credential.*of the Ubidots API/);
			}
		});

		it('is shown with its first words, so that a sign-in page can be known', async () => {
			answer({ status: 200, body: page, contentType: 'text/html' });
			const { message } = await update();
			expect(message).toContain(`it begins with: ${page.slice(0, 80).replace(/</g, '‹')}`);
		});

		it('an object without an ID is no user', async () => {
			answer({ status: 200, body: { detail: 'Not found.' } });
			const { message } = await update();
			expect(message).toContain(
				"the response (200) is missing 'id'; it begins with: Not found. It may have",
			);
		});

		it('a page of a megabyte is searched for secrets without keeping n8n busy', async () => {
			answer({ status: 200, contentType: 'text/html', body: 'http://eyJ-'.repeat(100_000) });
			// A search that is quadratic takes minutes, and the test fails by its timeout.
			const { message } = await update();
			expect(message).toContain('not JSON');
		});
	});

	describe('an answer of a gateway', () => {
		it('says the status and that no reason was given', async () => {
			answer('html');
			const { message } = await update();
			expect(message).toContain(`Could not update the user '${TESTT}': Ubidots answered 502`);
			expect(message).not.toContain('<html>');
		});
	});

	describe('no answer', () => {
		it.each<[string, FaultAnswer, string]>([
			['the connection is closed', 'reset', 'the connection was closed before the response came'],
			['the answer breaks off', 'cutOff', 'the connection was closed'],
			['nothing comes', 'hang', 'no response came within 0.2 s'],
		])('%s: says so, and that it may have been carried out', async (_, fault, text) => {
			answer(fault);
			const { message } = await update(fault === 'hang' ? 0.2 : undefined);
			expect(message).toContain(text);
			expect(message).toContain('It may have been carried out anyway');
		});

		it('an answer that drips for longer than Timeout is given up', async () => {
			answer('drip');
			// It drips for ever: without an end of its own the test fails by its timeout.
			const { message } = await update(0.5);
			expect(message).toContain('no response came within 0.5 s');
		});

		it('a server that is not there: says where to look', async () => {
			world.setCredential('ubidots', { baseUrl: 'http://127.0.0.1:9' });
			const { message } = await update();
			expect(message).toContain(`Could not update the user '${TESTT}': Ubidots did not answer`);
			expect(message).toContain(
				'nothing answers at that address: check the address in the credential [item 0]',
			);
			expect(message).not.toContain('carried out');
		});
	});
});
