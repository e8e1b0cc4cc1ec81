import { explainFailure, explainPause } from '../../../../nodes/shared/http/errors';
import type { ApiRequest } from '../../../../nodes/shared/http/service';
import { Redactor } from '../../../../nodes/shared/redact';
import { ubidots } from '../../../../nodes/Ubidots/api';
import { upsun } from '../../../../nodes/Upsun/api';
import { path } from '../../../../nodes/shared/path';

const redactor = new Redactor(['token-0815']);
const seen = { redactor, timeoutMs: 60_000, retries: 0, maybeApplied: false };
const patch: ApiRequest = {
	method: 'PATCH',
	path: path`/users/1`,
	idempotent: true,
	purpose: 'update the user 1',
};
const get: ApiRequest = { ...patch, method: 'GET', purpose: 'read the user 1' };

describe('an error status', () => {
	const text = (status: number, body: unknown, service = ubidots) =>
		explainFailure(service, patch, { ...seen, status, body }).message;

	it('says what was tried, what was answered and what to do', () => {
		expect(text(413, { detail: 'Too large.' })).toBe(
			"Could not update the user 1: Ubidots answered 413: Too large. → lower 'Max Batch Bytes' in the options",
		);
	});

	it.each([undefined, null, '', 'Oops', [], {}, { detail: {} }, { detail: null }, 5])(
		'with the body %j gives no reason',
		(body) => {
			expect(text(500, body)).toBe(
				'Could not update the user 1: Ubidots answered 500: no reason was given. It may have been carried out anyway',
			);
			expect(text(500, body, upsun)).toBe(
				'Could not update the user 1: Upsun answered 500: no reason was given. It may have been carried out anyway',
			);
		},
	);

	it.each([401, 402, 403, 404, 413, 420, 429])('%i has a word of advice for Ubidots', (status) => {
		expect(text(status, {})).toMatch(/ → \S+/);
	});

	it.each([401, 403, 404, 409, 420, 429])('%i has a word of advice for Upsun', (status) => {
		expect(text(status, {}, upsun)).toMatch(/ → \S+/);
	});

	it.each([500, 502, 503, 504])(
		'%i says of a write that it may have been carried out',
		(status) => {
			expect(text(status, { detail: 'Oh.' })).toMatch(
				/: Oh\. It may have been carried out anyway$/,
			);
			const question = explainFailure(ubidots, get, { ...seen, status, body: {} });
			expect(question.message).not.toContain('carried out');
		},
	);

	it.each([400, 404, 409, 420, 429])('%i says so only after a doubtful attempt', (status) => {
		expect(text(status, {})).not.toContain('carried out');
		const failed = { ...seen, status, body: {}, maybeApplied: true };
		expect(explainFailure(ubidots, patch, failed).message).toContain('may have been carried out');
	});

	it.each([
		['that are empty', { detail: { a: Array(5000).fill('') } }],
		['without names', { detail: { '': Array(5000).fill('') } }],
		['of thousands of rows', { detail: Array.from({ length: 5000 }, (_, n) => ({ [n]: ['a'] })) }],
	])('says so too after many messages %s', (_, body) => {
		expect(text(500, body)).toMatch(/ more\. It may have been carried out anyway$/);
		expect(text(500, body).length).toBeLessThan(2000);
	});

	it('says how often it was tried', () => {
		const tried = { ...seen, status: 503, body: {}, retries: 2, reason: 'busy' };
		const failure = explainFailure(ubidots, patch, tried);
		expect(failure.message).toContain('answered 503 after 3 attempts (busy): ');
	});

	it('keeps messages by field and by row for those who ask', () => {
		const rows = [{}, { email: ['No.'] }];
		const body = { code: 400001, message: 'Validation Error.', detail: rows };
		expect(explainFailure(ubidots, patch, { ...seen, status: 400, body })).toMatchObject({
			status: 400,
			said: { rows },
			details: { httpCode: '400', code: 400001 },
		});
	});

	it.each([
		{ error: 'Text.' },
		{ message: 'Text.' },
		{ detail: 'Text.' },
		{ title: 'Text.' },
		{ error_description: 'Text.' },
		{ error_hint: 'Text.' },
	])('finds the text of Upsun in %j', (body) => {
		expect(text(400, body, upsun)).toBe('Could not update the user 1: Upsun answered 400: Text.');
	});
});

describe('no answer', () => {
	const text = (networkCode: string, request = patch) =>
		explainFailure(ubidots, request, { ...seen, networkCode }).message;

	it('to a request that left says that it may have been carried out', () => {
		for (const code of ['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'ERR_BAD_RESPONSE', 'EWHAT']) {
			expect(text(code)).toMatch(/It may have been carried out anyway$/);
		}
	});

	it('to a request that cannot have left does not', () => {
		for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']) {
			expect(text(code)).not.toContain('carried out');
		}
	});

	it('to a certificate that n8n does not trust does not: nothing was sent', () => {
		for (const code of ['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT']) {
			expect(text(code)).toContain('certificate');
			expect(text(code)).not.toContain('carried out');
		}
	});

	it('to a question says nothing of that kind', () => {
		expect(text('ECONNRESET', get)).not.toContain('carried out');
	});

	it('within the time says which time', () => {
		expect(text('ECONNABORTED')).toContain('no response came within 60 s');
	});

	it('with an unknown code shows the code', () => {
		expect(text('EWHAT')).toContain('the connection failed (EWHAT)');
	});
});

describe('a success that cannot be read', () => {
	const text = (body: unknown, request = patch) =>
		explainFailure(ubidots, request, { ...seen, status: 200, body }).message;

	it('shows its first words without secrets', () => {
		expect(text('<h1>Hello token-0815</h1>')).toContain('it begins with: ‹h1>Hello •••‹/h1>');
		expect(text('x'.repeat(500))).toContain(`it begins with: ${'x'.repeat(80)}. It may`);
	});

	it('is called empty where there is nothing', () => {
		for (const body of [undefined, '', ' \n']) expect(text(body)).toContain('is empty. It may');
	});

	it('says where to look', () => {
		const said = text('', get);
		expect(said).toMatch(/^Could not read the user 1: the response \(200\) is empty\. Check /);
		expect(said).toContain("'Base URL'");
		expect(said).toContain('Ubidots API');
	});
});

describe('what an error status shows', () => {
	const failureOf = (status: number, body: unknown, service = ubidots) =>
		explainFailure(service, patch, { ...seen, status, body });
	const saidOf = (body: unknown) => {
		const [, said] = failureOf(400, body).message.split('answered 400: ');
		return said;
	};

	it('is the documented text alone, where there is one', () => {
		expect(saidOf({ message: 'Not now.', errors: ['Something else.'] })).toBe('Not now.');
	});

	it('is the documented messages by field alone, where there are any', () => {
		expect(saidOf({ detail: { email: ['Taken.'] }, error: 'oops' })).toBe('email: Taken.');
	});

	it('is the messages of all rows by field, each once', () => {
		expect(
			saidOf([{ email: ['Taken.'] }, {}, { tags: ['Long.'], email: ['Odd.', 'Taken.'] }]),
		).toBe('email: Taken. Odd.; tags: Long.');
	});

	it('is what can be found, where nothing of it is documented', () => {
		expect(saidOf({ code: 4, error: 'oops', email: ['Taken.'] })).toBe('oops email: Taken.');
	});

	it.each([
		{ non_field_errors: ['Not both.'] },
		{ error: 'Not both.' },
		{ message: 'Not both.' },
		{ detail: ['Not both.'] },
		{ errors: 'Not both.' },
		['Not both.'],
		{ errors: 'After that.', error: 'Then.', non_field_errors: ['Not both.'] },
	])('is the text in %j', (body) => {
		expect(saidOf(body)).toBe('Not both.');
	});

	it('is of the undocumented keys those with lists, which are of fields, as text', () => {
		const others = { status: 400, type: 'about:blank', at: { a: 1 } };
		const body = { email: ['Taken.', { 0: 'Odd.' }], tags: [], ...others };
		expect(saidOf(body)).toBe('email: Taken. {"0":"Odd."}');
		expect(saidOf(['One.', { later: 1 }, null])).toBe('One. {"later":1} null');
	});

	it('leaves out a field of which nothing is said', () => {
		const body = { detail: { email: null, tags: [], firstName: ['No.'] } };
		expect(saidOf(body)).toBe('firstName: No.');
		expect(failureOf(400, body).details).toMatchObject({ fields: { firstName: ['No.'] } });
		expect(Object.keys(failureOf(400, body).details?.fields ?? {})).toEqual(['firstName']);
	});

	it('is 300 characters of one text at most', () => {
		expect(saidOf({ detail: 'x'.repeat(300) })).toBe('x'.repeat(300));
		expect(saidOf({ detail: 'x'.repeat(301) })).toBe(`${'x'.repeat(300)}…`);
	});

	it('is also in its details: the status, the code and the messages by field', () => {
		const body = { code: 400001, message: 'No.', detail: { email: ['Taken.'] } };
		expect(failureOf(400, body).details).toStrictEqual({
			httpCode: '400',
			code: 400001,
			fields: { email: ['Taken.'] },
		});
		expect(failureOf(400, { message: 'No.' }).details).toStrictEqual({ httpCode: '400' });
	});

	it('has no secret in its text, its code, or the names and messages of its fields', () => {
		const body = {
			code: 'E-token-0815',
			message: 'token-0815 is odd.',
			detail: { 'token-0815': ['no token-0815 here'] },
		};
		const failure = failureOf(400, body);
		expect(failure.message).toMatch(/: ••• is odd\. •••: no ••• here$/);
		expect(failure.details).toEqual({
			httpCode: '400',
			code: 'E-•••',
			fields: { '•••': ['no ••• here'] },
		});
	});

	it('keeps its dots, but for the last one before a warning', () => {
		expect(failureOf(500, { detail: 'Version 2.0 broke.' }).message).toMatch(
			/: Version 2\.0 broke\. It may have been carried out anyway$/,
		);
	});

	it.each([301, 302, 307, 308])('is where to look when it is the redirect %i', (status) => {
		expect(failureOf(status, '').message).toBe(
			`Could not update the user 1: Ubidots answered ${status}: no reason was given → the address redirects elsewhere: check 'Base URL' in the credential`,
		);
	});
});

describe('no session token for a request', () => {
	const refusal = 'Ubidots gave no session token';
	const failureOf = (how: object) =>
		explainFailure(ubidots, patch, { ...seen, sessionRefused: refusal, ...how });

	it('is told in the words of the exchange', () => {
		expect(failureOf({ status: 400 }).message).toBe(refusal);
	});

	it('is told with the attempts, when there were several', () => {
		expect(failureOf({ status: 503, retries: 2, reason: 'busy' }).message).toBe(
			`${refusal}, still so after 3 attempts (busy)`,
		);
	});

	it.each([200, 400, 401, 403, 404])('counts as a 401 when the exchange got a %i', (status) => {
		expect(failureOf({ status }).details).toStrictEqual({ httpCode: '401' });
	});

	it.each([420, 429, 500, 503])('keeps the %i of a service that is busy', (status) => {
		expect(failureOf({ status }).details).toStrictEqual({ httpCode: String(status) });
	});

	it('keeps the code of the connection, when there was no answer', () => {
		const details = { code: 'ECONNRESET' };
		expect(failureOf({ networkCode: 'ECONNRESET' }).details).toStrictEqual(details);
	});

	it.each([{ status: 200 }, { status: 503 }, { networkCode: 'ECONNRESET' }])(
		'means that nothing was sent, also on %j',
		(how) => {
			expect(failureOf(how).message).not.toContain('carried out');
		},
	);

	it('leaves the doubt about an attempt before it', () => {
		expect(failureOf({ status: 400, maybeApplied: true }).message).toBe(
			`${refusal}. It may have been carried out anyway`,
		);
	});
});

describe('the details of a failure', () => {
	it('hold the code of the connection, when there was no answer', () => {
		const failure = explainFailure(ubidots, patch, { ...seen, networkCode: 'ECONNRESET' });
		expect(failure.details).toEqual({ code: 'ECONNRESET' });
	});

	it('hold the status of a success that cannot be read', () => {
		const failure = explainFailure(ubidots, patch, { ...seen, status: 202, body: 'Hello v2.0.' });
		expect(failure.details).toEqual({ httpCode: '202' });
		expect(failure.message).toContain('begins with: Hello v2.0. It may have been carried out');
	});
});

describe('a pause that is too long to wait for', () => {
	const failureOf = (maybeApplied: boolean) => explainPause(ubidots, patch, 90_001, maybeApplied);

	it('is told in whole seconds, with what to do', () => {
		expect(failureOf(false).message).toBe(
			"Could not update the user 1: not sent, because Ubidots asked this account to wait another 91 s, longer than the time left for retries → run it again later, or raise 'Retry Timeout' in the options",
		);
		expect(failureOf(false).details).toEqual({ httpCode: '429' });
	});

	it('leaves the doubt about an attempt before it', () => {
		expect(failureOf(true).message).toContain(
			': it may have been carried out anyway, and was not sent again, because Ubidots asked',
		);
	});
});
