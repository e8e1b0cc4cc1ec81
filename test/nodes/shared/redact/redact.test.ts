import fc from 'fast-check';

import { HIDDEN, Redactor, withoutSecrets } from '../../../../nodes/shared/redact';

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

	it('hides the beginning of a secret as far as it goes, though a shorter secret begins like it', () => {
		expect(withoutSecrets('secret-1-long and', ['secret-1', 'secret-1-longer'])).toBe(
			`${HIDDEN} and`,
		);
	});

	it('hides a secret with quotes also where the text is JSON', () => {
		const secret = 'pa"ss\\wörd';
		expect(withoutSecrets(JSON.stringify({ value: secret }), [secret])).toBe(
			`{"value":"${HIDDEN}"}`,
		);
	});

	it.each([
		['as a form sends its asterisk', 'pass*word', 'pass%2Aword'],
		['with the code of its slash in small letters', 'pass/1', 'pass%2f1'],
		['in base64 without its padding of two', 'secret!', 'c2VjcmV0IQ'],
	])('hides a secret %s', (_, secret, written) => {
		expect(withoutSecrets(`It was "${written}".`, [secret])).toBe(`It was "${HIDDEN}".`);
	});

	it('hides a secret that ends like a word of Greek, whatever follows', () => {
		const secret = 'ΠΑΣΠΑΡΤΟΥ-ΟΔΟΣ';
		for (const next of [' no', 'no']) {
			expect(withoutSecrets(`It was ${secret}${next}`, [secret])).toBe(`It was ${HIDDEN}${next}`);
		}
	});

	const long = 'Qx7canaryPlainTokenZ9qwertyUIOP';
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	it.each([
		['in capital letters', long.toUpperCase()],
		['in small letters', long.toLowerCase()],
		['cut after 20 characters', long.slice(0, 20)],
		['cut after 8 characters', long.slice(0, 8)],
		['cut in half, in small letters', long.slice(0, 15).toLowerCase()],
		['with a line break in it', `${long.slice(0, 9)}\n${long.slice(9)}`],
		['with a character of no width in it', `${long.slice(0, 3)}\u200b${long.slice(3)}`],
		['in the parts of a list', `${long.slice(0, 12)} ${long.slice(12)}`],
		['as hexadecimal digits', Buffer.from(long).toString('hex')],
		['in base64 behind a user', base64(`user:${long}`)],
		['in base64 behind a longer user', base64(`user12:${long}`)],
		['in base64 behind and before something', base64(`user1:${long}:x`)],
		['in base64 for addresses', Buffer.from(`a${long}`).toString('base64url')],
	])('hides a long secret %s', (_, written) => {
		const shown = withoutSecrets(`It was "${written}".`, [long]);
		// What stands before it in base64 is not secret.
		expect(shown).toMatch(/^It was "[\w+/-]{0,12}•••[\w+/-]{0,4}=*"\.$/);
	});

	it.each([
		['the name of its header', 'X-Auth-Token: Q'],
		['another secret of which it is the end', `Some-Other-Word.${long}`],
		['what is shaped like a token', 'Bearer Qx7'],
		['an address with a query', 'at https://example.com/?a'],
	])(
		'hides a secret also where a password was entered that is %s and its beginning',
		(_, other) => {
			for (const text of [
				`X-Auth-Token: ${long}; sent`,
				`Some-Other-${long}; sent`,
				`Some-Other-Word.${long}; sent`,
				`Authorization: Bearer ${long}; sent`,
				`Get at https://example.com/?a=${long} was sent`,
			]) {
				const shown = withoutSecrets(text, [long, other]);
				expect(shown).toMatch(/ sent$/);
				for (let at = 0; at <= long.length - 6; at++)
					expect(shown).not.toContain(long.slice(at, at + 6));
			}
		},
	);

	it('hides the shape of an unknown token although a password is how it begins', () => {
		expect(withoutSecrets('with BBFF-4f8a2b1c9d in it', ['with BBFF-4'])).toBe(`${HIDDEN} in it`);
		expect(withoutSecrets('with Bearer abc.def-123', ['with Bearer'])).toBe(HIDDEN);
	});

	it('hides the rest of a password that holds an address with a query', () => {
		const secret = 'my http://example.com/?is the rest of it';
		expect(withoutSecrets(`No: ${secret}.`, [secret])).toBe(`No: ${HIDDEN}.`);
	});

	it.each([
		['as it is', String.raw` k<"a"> \'s/ö* `],
		['without the blanks around it', String.raw`k<"a"> \'s/ö*`],
		[
			'with the accent as a character of its own',
			String.raw`k<"a"> \'s/o%*`.replace('%', '\u0308'),
		],
		['in a text of Python', String.raw`k<"a"> \\\'s/ö*`],
		['in JSON of .NET', String.raw`k\u003C\u0022a\u0022\u003E \\\u0027s/\u00F6*`],
		['in HTML', String.raw`k&lt;&quot;a&quot;&gt; \&#39;s/ö*`],
		['in HTML of Python', String.raw`k&lt;&quot;a&quot;&gt; \&#x27;s/ö*`],
		['in XML', String.raw`k&lt;&quot;a&quot;&gt; \&apos;s/ö*`],
		['in HTML that leaves apostrophes', String.raw`k&lt;&quot;a&quot;&gt; \'s/ö*`],
		['in HTML of Go and MarkupSafe', String.raw`k&lt;&#34;a&#34;&gt; \&#39;s/ö*`],
		['in HTML of ASCII characters', String.raw`k&lt;&quot;a&quot;&gt; \&#x27;s/&#246;*`],
		['in JSON', String.raw`k<\"a\"> \\'s/ö*`],
		['in JSON of ASCII characters', String.raw`k<\"a\"> \\'s/\u00f6*`],
		['in JSON with its slashes escaped', String.raw`k<\"a\"> \\'s\/ö*`],
		['in JSON of PHP', String.raw`k<\"a\"> \\'s\/\u00f6*`],
		['in JSON in JSON', String.raw`k<\\\"a\\\"> \\\\'s/ö*`],
		['in JSON in JSON, of ASCII characters', String.raw`k<\\\"a\\\"> \\\\'s/\\u00f6*`],
		['in an address', `k%3C%22a%22%3E%20%5C's%2F%C3%B6*`],
		['in an address, in small letters', `k%3c%22a%22%3e%20%5c's%2f%c3%b6*`],
		['in an address in an address', `k%253C%2522a%2522%253E%2520%255C's%252F%25C3%25B6*`],
		['in a form', 'k%3C%22a%22%3E+%5C%27s%2F%C3%B6%2A'],
		['in a form with its blanks encoded', 'k%3C%22a%22%3E%20%5C%27s%2F%C3%B6%2A'],
		['in a form in a form', 'k%253C%2522a%2522%253E+%255C%2527s%252F%25C3%25B6%252A'],
		[
			'in base64',
			Buffer.from(String.raw`k<"a"> \'s/ö*`)
				.toString('base64')
				.replace(/=/g, ''),
		],
	])('hides a secret of many signs %s', (_, written) => {
		const secret = String.raw` k<"a"> \'s/ö* `;
		expect(withoutSecrets(`It was "${written}".`, [secret])).toMatch(/^It was " ?••• ?"\.$/);
	});

	it('hides a secret in a text whose HTML is shown as text already', () => {
		const secret = 'pass<b>word-2024';
		expect(withoutSecrets(withoutSecrets(`It was ${secret}.`, []), [secret])).toBe(
			`It was ${HIDDEN}.`,
		);
	});

	it('takes no part of a secret for a word that is longer than any', () => {
		const secret = 'correcthorsebatterystaple';
		expect(withoutSecrets(secret.slice(0, 21), [secret])).toBe(HIDDEN);
	});

	it('shows a word that a long secret begins with', () => {
		expect(withoutSecrets('This password is too common', ['password-2024'])).toBe(
			'This password is too common',
		);
	});

	it('shows a short secret in other capital letters, which is another text', () => {
		expect(withoutSecrets('Summer and summer', ['summer'])).toBe(`Summer and ${HIDDEN}`);
	});

	it.each([
		[333, 'ü"&'],
		[1000, 'a'],
		[1000, "'"],
	])('hides a secret of %i times %s, as long as a password may be', (times, unit) => {
		const secret = unit.repeat(times);
		const shown = withoutSecrets(`${long}: ${'x'.repeat(2000)} ${secret}`, [secret, long]);
		expect(shown.startsWith(`${HIDDEN}: x`)).toBe(true);
	});

	it('shows nothing of a text that cannot be searched', () => {
		const redactor = new Redactor([long]);
		jest.spyOn(redactor['secrets'], 'find').mockImplementation(() => {
			throw new Error(long);
		});
		expect(redactor.redact('It said this')).toBe(HIDDEN);
	});

	it('shows HTML as text', () => {
		expect(withoutSecrets('<a href="x">Sign in</a>', [])).toBe('‹a href="x">Sign in‹/a>');
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
		// Letters behind it may go on like a spelling of it, such as `&amp;`.
		const around = fc.string({ unit: fc.constantFrom(...' :,-'), maxLength: 20 });
		fc.assert(
			fc.property(around, secret, around, (before, hidden, after) => {
				expect(withoutSecrets(before + hidden + after, [hidden])).toBe(before + HIDDEN + after);
			}),
		);
	});
});

describe('a JSON value without its secrets', () => {
	const redactor = new Redactor(['BBFF-canary-0815', 'Secret-Passw0rd', '12345678', 'ab']);

	it('has none in its texts, numbers and keys, however deep', () => {
		const value = {
			url: 'http://example.com/users/1?token=BBFF-canary-0815',
			debug: { headers: [{ 'x-BBFF-canary-0815': 'Secret-Passw0rd, ab' }], pin: 12345678 },
		};
		expect(redactor.redactJson(value)).toEqual({
			url: `http://example.com/users/1?token=${HIDDEN}`,
			debug: { headers: [{ [`x-${HIDDEN}`]: `${HIDDEN}, ab` }], pin: HIDDEN },
		});
	});

	it.each([
		['with a line break in it', 'BBFF-cana\nry-0815'],
		['as JSON of ASCII characters within a text', 'pa\\u0022ss-w\\u00f6rd'],
		['as a text of Python', "it\\'s-a-passphrase"],
	])('has none that is written %s', (_, written) => {
		const known = new Redactor(['BBFF-canary-0815', 'pa"ss-wörd', "it's-a-passphrase"]);
		expect(known.redactJson({ raw: [`It was ${written}.`] })).toEqual({
			raw: [`It was ${HIDDEN}.`],
		});
	});

	it('keeps what is no JSON, such as a date, beside what is hidden', () => {
		const since = new Date(0);
		expect(redactor.redactJson({ since, name: 'Secret-Passw0rd' })).toEqual({
			since,
			name: HIDDEN,
		});
	});

	it('lacks its own named keys where their value is text: others are data', () => {
		const user = {
			id: '1',
			password: 'x',
			changes: { password: { from: HIDDEN, to: HIDDEN } },
			properties: { password: 'data' },
		};
		const { password, ...others } = user;
		expect(redactor.redactJson(user, ['password'])).toEqual(others);
		expect(password).toBe('x');
	});

	it('is the same object where there is nothing to hide', () => {
		const user = { id: '1', name: 'Secret', tags: ['ab', 'BBFF-other-0816'], n: 1, none: null };
		expect(redactor.redactJson(user, ['password'])).toBe(user);
	});

	it('keeps what is only the beginning of a secret: it may be data of a user', () => {
		expect(redactor.redactJson({ name: 'Secret-Pass' })).toEqual({ name: 'Secret-Pass' });
	});
});

describe('a text that has nearly a secret at each of its places', () => {
	const redactor = new Redactor(['a'.repeat(1000)]);
	const text = `${'a'.repeat(999)}b`.repeat(100);

	it('is hidden as a whole, because to search it would take long', () => {
		expect(redactor.redactJson({ text, other: 'a'.repeat(500) })).toEqual({
			text: HIDDEN,
			other: 'a'.repeat(500),
		});
		expect(redactor.redact(text.slice(0, 20_000))).not.toContain('aa');
	});

	it('is hidden as a whole too where each of many secrets begins a little later', () => {
		const ladder = new Redactor(
			Array.from({ length: 1000 }, (_, index) => `${'a'.repeat(index)}!`),
		);
		expect(ladder.redactJson('a'.repeat(20_000))).toBe(HIDDEN);
	});
});

describe('thousands of secrets', () => {
	it('are all hidden, those too that are added one by one', () => {
		const secrets = Array.from({ length: 3000 }, (_, index) => `Welcome-2024-${index}!`);
		const redactor = new Redactor(secrets.slice(0, 2900));
		for (const secret of secrets.slice(2900)) {
			redactor.add([secret]);
			expect(redactor.redact(`x ${secret} y`)).toBe(`x ${HIDDEN} y`);
		}
		for (const secret of secrets) expect(redactor.redact(`x ${secret} y`)).toBe(`x ${HIDDEN} y`);
	});
});
