import { ubidotsOrigin } from '../../../../nodes/Ubidots/api';
import { upsunApiUrl } from '../../../../nodes/Upsun/api';
import {
	parseBaseUrl,
	parsePace,
	parseSecret,
} from '../../../../nodes/shared/credentials/properties';
import { setAccessToken } from '../../../support/credentials';
import { ME, TESTT } from '../../../support/people';
import { requestLines } from '../../../support/requests';
import { bulkUpdate, byId, updateOf, upsunUpdateOf } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

describe('a secret from a credential', () => {
	it.each([
		['abc', 'abc'],
		[' abc\n', 'abc'],
		['\t\u00a0abc\r\n', 'abc'],
		['!~', '!~'],
		['a b', 'a b'],
	])('%j is taken as %j', (entered, secret) => {
		expect(parseSecret(entered, 'Token')).toBe(secret);
	});

	it.each(['', ' \n', undefined, null, 5, {}])(
		'%j is refused by the name of its field',
		(entered) => {
			expect(() => parseSecret(entered, 'API Key')).toThrow(
				expect.objectContaining({
					message: "'API Key' in the credential is empty: enter it",
					kind: 'api',
				}),
			);
		},
	);
});

describe('a secret that was pasted with something in it', () => {
	it.each([
		['abc\ndef', 'a line break'],
		['abc\r\nX-Evil: 1', 'a line break'],
		['abc\u2028def', 'a line break'],
		['abc\tdef', 'an invisible character'],
		['abc\u0000', 'an invisible character'],
		['abc\u007fdef', 'an invisible character'],
		['abc\u200b', 'an invisible character'],
		['\ufeffabc', 'an invisible character'],
		['abc\ufeff', 'an invisible character'],
		['ab\u2060c', 'an invisible character'],
		['\ufeff', 'an invisible character'],
		['ab\u00adc', 'an invisible character'],
		['abc\u00e9', 'a character that no token has, such as an accented letter'],
		['ab\u00a0c', 'a character that no token has, such as an accented letter'],
		['abc→', 'a character that no token has, such as an accented letter'],
		['abc😀', 'a character that no token has, such as an accented letter'],
	])('%j is refused for %s, and not shown', (entered, what) => {
		expect(() => parseSecret(entered, 'Token')).toThrow(
			expect.objectContaining({
				message: `'Token' in the credential contains ${what}: copy it again and paste it`,
				kind: 'api',
			}),
		);
	});
});

describe('a pace from a credential', () => {
	it.each([
		[4, 4],
		['4', 4],
		[0.083, 0.083],
		[0, 0],
		['', 0],
		[null, 0],
		[undefined, 0],
	])('%j is %d a second', (entered, pace) => {
		expect(parsePace(entered)).toBe(pace);
	});

	it.each([-1, -Infinity, Infinity, NaN, 'fast', {}])('%p is refused', (entered) => {
		expect(() => parsePace(entered)).toThrow(
			`'Requests per Second' in the credential is '${String(entered)}': it has to be a number, or 0 for no limit`,
		);
	});
});

describe('an address from a credential', () => {
	it.each([
		['https://api.example.com', 'https://api.example.com'],
		['https://api.example.com/', 'https://api.example.com'],
		['https://api.example.com///', 'https://api.example.com'],
		['  https://api.example.com\n', 'https://api.example.com'],
		['HTTPS://API.Example.com', 'https://api.example.com'],
		['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
		['https://api.example.com:443', 'https://api.example.com'],
		['https://gate.example.com/upsun/v1/', 'https://gate.example.com/upsun/v1'],
		['https://api.example.com/?token=abc#top', 'https://api.example.com'],
		['https://bücher.example', 'https://xn--bcher-kva.example'],
		['\u00a0https://api.example.com\u00a0', 'https://api.example.com'],
	])('%j is taken as %s', (typed, address) => {
		expect(parseBaseUrl(typed, 'Base URL')).toBe(address);
	});

	it.each(['', '/', '//', '/v1', '/v1/', '/v1//', '//v1', '//v1//'])(
		'has no path of the API and no slash at its end: %s',
		(rest) => {
			const typed = `https://gate.example.com/upsun${rest}`;
			expect(parseBaseUrl(typed, 'Base URL', /\/v1$/)).toBe('https://gate.example.com/upsun');
		},
	);

	it.each([
		'',
		'   ',
		'api.example.com',
		'api.example.com:8080',
		'ftp://example.com',
		'xhttp://example.com',
		'file:///etc/passwd',
		'https://',
		'https:// example.com',
		'javascript:alert(1)',
		undefined,
		null,
		5,
		{},
	])('%j is refused by the name of its field', (typed) => {
		expect(() => parseBaseUrl(typed, 'Auth URL')).toThrow(
			"'Auth URL' in the credential is not a web address: enter it like https://api.example.com",
		);
	});

	it.each([
		'https://user@example.com',
		'https://user:pass-word@example.com',
		'https://:p@x.example',
	])('%s is refused without being shown', (typed) => {
		const text = "'Base URL' in the credential must not contain a user name or password";
		expect(() => parseBaseUrl(typed, 'Base URL')).toThrow(new Error(text));
	});
});

describe('the Base URL of Ubidots', () => {
	it.each([
		'https://industrial.api.ubidots.com',
		'https://industrial.api.ubidots.com/',
		'https://industrial.api.ubidots.com//',
		'https://industrial.api.ubidots.com/api',
		'https://industrial.api.ubidots.com/api/v2.0',
		'https://industrial.api.ubidots.com/api/v2.0/',
		'https://INDUSTRIAL.api.ubidots.com/API/V2.0',
		'https://industrial.api.ubidots.com/api/v2.0/users/',
		'https://industrial.api.ubidots.com/api/v2.0/users/_/bulk/update/',
		'https://industrial.api.ubidots.com/api/v1.6/auth/token',
		'https://industrial.api.ubidots.com/api/v2.0/users/?token=x',
		'https://industrial.api.ubidots.com/?token=x',
	])('%s is the origin', (typed) => {
		expect(ubidotsOrigin(typed)).toBe('https://industrial.api.ubidots.com');
	});

	it.each([
		['https://gate.example.com/ubidots/api/v2.0/', 'https://gate.example.com/ubidots'],
		['https://gate.example.com/api-gateway', 'https://gate.example.com/api-gateway'],
		['https://api.example.com', 'https://api.example.com'],
	])('%s keeps a prefix of its own: %s', (typed, origin) => {
		expect(ubidotsOrigin(typed)).toBe(origin);
	});
});

describe('the API URL of Upsun', () => {
	it.each([
		['https://api.upsun.com/', 'https://api.upsun.com'],
		['https://api.upsun.com/users/me', 'https://api.upsun.com'],
		['https://api.upsun.com/users', 'https://api.upsun.com'],
		['https://api.upsun.com/users/', 'https://api.upsun.com'],
		['https://api.upsun.com/Users/Me', 'https://api.upsun.com'],
		['https://gate.example.com/upsun/users', 'https://gate.example.com/upsun'],
		['https://gate.example.com/all-users', 'https://gate.example.com/all-users'],
	])('%s is %s', (typed, url) => {
		expect(upsunApiUrl(typed)).toBe(url);
	});
});

/** That the nodes take an address as baseUrl reads it, whose own tests have the forms that people type and paste. */
describe('on the wire', () => {
	const world = useWorld();

	const updateUbidots = async (baseUrl: string) => {
		world.setCredential('ubidots', { baseUrl });
		return await world.run(updateOf(byId(TESTT), { firstName: 'A' }));
	};

	const updateUpsun = async (apiUrl: string) => {
		setAccessToken(world);
		world.setCredential('upsun', { apiUrl });
		return await world.run(upsunUpdateOf(byId(ME), { company: 'A' }));
	};

	describe('the Base URL of Ubidots', () => {
		it.each(['', '/api/v2.0/users/'])('may have %j behind it', async (rest) => {
			const { status } = await updateUbidots(` ${world.sandbox.url}${rest}\n`);
			expect(status).toBe('success');
			expect(requestLines(world)).toEqual([`PATCH /api/v2.0/users/${TESTT}`]);
		});

		it('serves the bulk update as well', async () => {
			world.setCredential('ubidots', { baseUrl: `${world.sandbox.url}/api/v2.0/` });
			await world.run(bulkUpdate(), [{ id: TESTT, firstName: 'A' }]);
			expect(requestLines(world)).toEqual(['PATCH /api/v2.0/users/_/bulk/update/']);
		});

		it.each(['', 'industrial.api.ubidots.com'])(
			'%j is refused before any request',
			async (baseUrl) => {
				const { message } = await updateUbidots(baseUrl);
				expect(message).toContain("'Base URL' in the credential is not a web address");
				expect(message).not.toContain('[item');
			},
		);

		it('with a password in it is refused without being shown', async () => {
			const { message } = await updateUbidots('https://user:hush-hush@example.com');
			expect(message).toContain(
				"'Base URL' in the credential must not contain a user name or password",
			);
			expect(message).not.toContain('hush');
		});

		it('of something else says which field to check', async () => {
			const { message } = await updateUbidots(`${world.sandbox.url}/elsewhere`);
			expect(message).toContain('answered 404');
			expect(message).toMatch(/Base URL|address/);
		});
	});

	describe('the API URL of Upsun', () => {
		it.each(['', '/users/me'])('may have %j behind it', async (rest) => {
			expect((await updateUpsun(`${world.sandbox.url}${rest}`)).status).toBe('success');
			expect(requestLines(world)).toEqual([`PATCH /users/${ME}`]);
		});

		it('may have a path of its own before the API', async () => {
			expect((await updateUpsun(`${world.sandbox.url}/upsun/`)).status).toBe('success');
			expect(requestLines(world)).toEqual([`PATCH /upsun/users/${ME}`]);
		});

		it.each(['', 'api.upsun.com'])('%j is refused before any request', async (apiUrl) => {
			const { message } = await updateUpsun(apiUrl);
			expect(message).toContain("'API URL' in the credential is not a web address");
			expect(requestLines(world)).toEqual([]);
		});
	});
});
