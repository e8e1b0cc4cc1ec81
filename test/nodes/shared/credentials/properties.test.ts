import { parsePace, parseSecret } from '../../../../nodes/shared/credentials/properties';

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
