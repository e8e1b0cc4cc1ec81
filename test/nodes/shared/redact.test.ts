import fc from 'fast-check';

import { HIDDEN, withoutSecrets } from '../../../nodes/shared/redact';

describe('a text without its secrets', () => {
	it.each([
		['the token abc-123-def is no good', ['abc-123-def'], `the token ${HIDDEN} is no good`],
		['abc123abc123', ['abc123'], `${HIDDEN}${HIDDEN}`],
		['a+b/c==(x)', ['a+b/c==(x)'], HIDDEN],
		['?token=a%2Bb%2Fc%3D%3D&x', ['a+b/c=='], `?token=${HIDDEN}&x`],
		['nothing here', ['', 'secret-1'], 'nothing here'],
		['', ['secret-1'], ''],
		['one - two', [''], 'one - two'],
	])('%j without %j', (text, secrets, shown) => {
		expect(withoutSecrets(text, secrets)).toBe(shown);
	});

	it('hides a short secret only where it stands alone', () => {
		expect(withoutSecrets('pass is a bad password, pass', ['pass'])).toBe(
			`${HIDDEN} is a bad password, ${HIDDEN}`,
		);
	});

	it('hides a secret that begins like another one as a whole', () => {
		for (const secrets of [
			['secret-1', 'secret-1-longer'],
			['secret-1-longer', 'secret-1'],
		]) {
			expect(withoutSecrets('secret-1-longer', secrets)).toBe(HIDDEN);
		}
	});

	it('hides a secret with quotes also where the text is JSON', () => {
		const secret = 'pa"ss\\wörd';
		expect(withoutSecrets(JSON.stringify({ value: secret }), [secret])).toBe(
			`{"value":"${HIDDEN}"}`,
		);
	});

	it.each([
		['without the blanks around it', `p<a>s's /ä`],
		['in HTML', `p&lt;a&gt;s&#x27;s /ä`],
		['in HTML with another apostrophe', `p&lt;a&gt;s&#39;s /ä`],
		['in JSON of ASCII characters', `p<a>s's /\\u00e4`],
		['in JSON of PHP', `p<a>s's \\/\\u00e4`],
		['as a form sends it', 'p%3Ca%3Es%27s+%2F%C3%A4'],
		['percent-encoded in small letters', 'p%3ca%3es%27s%20%2f%c3%a4'],
		['with the accent as a character of its own', `p<a>s's /a\u0308`],
		['in a text of Python', `p<a>s\\'s /ä`],
		['in base64', Buffer.from(`p<a>s's /ä`).toString('base64').replace(/=/g, '')],
	])('hides a secret %s', (_, written) => {
		expect(withoutSecrets(`It was "${written}".`, [` p<a>s's /ä `])).toBe(`It was "${HIDDEN}".`);
	});

	it.each([
		['as a form sends its asterisk', 'pass*word', 'pass%2Aword'],
		['in base64 without its padding of two', 'secret!', 'c2VjcmV0IQ'],
	])('hides a secret %s', (_, secret, written) => {
		expect(withoutSecrets(`It was "${written}".`, [secret])).toBe(`It was "${HIDDEN}".`);
	});

	it.each([
		['see http://example.com/a/b?key=abc&x=1 for it', 'see http://example.com/a/b?… for it'],
		['see https://example.com?key=abc', 'see https://example.com?…'],
		['"https://example.com/a?key=abc", "b"', '"https://example.com/a?…", "b"'],
		["'https://example.com/a?key=abc', 'b'", "'https://example.com/a?…', 'b'"],
		['is http://example.com/a right? yes', 'is http://example.com/a right? yes'],
	])('hides the query of an address: %s', (text, shown) => {
		expect(withoutSecrets(text, [])).toBe(shown);
	});

	it.each([[[]], [['a-secret-of-some-length']]])(
		'shows the first 20,000 characters of a text, with %j as with no secret',
		(secrets) => {
			const whole = 'x'.repeat(20_000);
			expect(withoutSecrets(whole, secrets)).toBe(whole);
			expect(withoutSecrets(whole + 'y'.repeat(20_000), secrets)).toBe(whole);
		},
	);

	it('shows nothing of a secret that stands where a long text is cut', () => {
		const secret = 'a-secret-of-some-length';
		for (let at = 19_990; at < 20_030; at++) {
			const text = withoutSecrets('x'.repeat(at) + secret.repeat(20), [secret]);
			expect(text).not.toContain('a-se');
		}
	});

	it('copes with half of a character pair in a secret', () => {
		expect(withoutSecrets('x secret\ud800 y', ['secret\ud800'])).toBe(`x ${HIDDEN} y`);
	});

	it.each([
		'BBFF-4f8a2b1c9d',
		'Bearer abc.def-123',
		'Bearer   abc.def-123',
		'eyJhbGciOi.eyJzdWIiOi',
		'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl',
	])('hides what is shaped like a token, known or not: %s', (token) => {
		expect(withoutSecrets(`with ${token} in it`, [])).toBe(`with ${HIDDEN} in it`);
	});

	it('never lets a secret of some length through, whatever it is made of', () => {
		const unit = fc.constantFrom(...'AZ09+/=%"\\.*$^(){}[]|?&é李😀');
		const secret = fc.string({ unit, minLength: 6, maxLength: 20 });
		const around = fc.string({ unit: fc.constantFrom(...'abc :,'), maxLength: 20 });
		fc.assert(
			fc.property(around, secret, around, (before, hidden, after) => {
				expect(withoutSecrets(before + hidden + after, [hidden])).toBe(before + HIDDEN + after);
			}),
		);
	});
});
