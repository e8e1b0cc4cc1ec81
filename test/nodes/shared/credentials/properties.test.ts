import { parsePace, parseSecret } from '../../../../nodes/shared/credentials/properties';

describe('a secret from a credential', () => {
	it.each([
		['abc', 'abc'],
		[' abc\n', 'abc'],
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
