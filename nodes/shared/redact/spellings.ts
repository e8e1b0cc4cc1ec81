import { withoutMarkup } from '../shown';

/** Half of a surrogate pair, which cannot be percent-encoded. */
const BROKEN_CHARACTER = /\p{Cs}/gu;

const NOT_ASCII = /[^\0-\x7f]/gu;

const unicodeEscape = (character: string) =>
	`\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Non-ASCII characters as `\u00e4`, as many servers write JSON. */
const ascii = (json: string) => json.replace(/[\u0080-\uffff]/g, unicodeEscape);

/** As .NET writes JSON: quotes, signs of HTML and non-ASCII characters are escaped. */
const escaped = (text: string) =>
	ascii(text.replace(/\\/g, '\\\\')).replace(/["'&<>+`]/g, unicodeEscape);

/** @param quotes how a quote and an apostrophe are written: there are several ways in HTML */
const html = (text: string, quotes: Record<string, string>) =>
	text.replace(
		/[&<>"']/g,
		(character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', ...quotes })[character] ?? character,
	);

/** Base64 behind 0, 1 or 2 other bytes, as in `user:secret`: at the end of a text, and in the middle of one. */
function base64(bytes: Buffer): string[] {
	return [0, 1, 2].flatMap((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		const own = text.slice(Math.ceil((before * 8) / 6)).replace(/=+$/, '');
		// The last character may be decided in part by what follows.
		return [own, own.slice(0, -1)];
	});
}

/** The ways in which a service may write the secret; other upper and lower case, parts and white space inside are left to `SecretIndex`. */
export function spellings(secret: string): string[] {
	const json = JSON.stringify(secret).slice(1, -1);
	const bytes = Buffer.from(secret);
	const percent = encodeURIComponent(secret.replace(BROKEN_CHARACTER, '\uFFFD'));
	const form = percent.replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	const inUrls = [percent, form, form.replace(/%20/g, '+')];
	const inBase64 = base64(bytes);
	return [
		secret,
		secret.normalize('NFC'),
		secret.normalize('NFD'),
		// JSON: as JavaScript, Python and PHP write it, and JSON within JSON.
		json,
		ascii(json),
		json.replace(/\//g, '\\/'),
		ascii(json).replace(/\//g, '\\/'),
		escaped(secret),
		JSON.stringify(json).slice(1, -1),
		JSON.stringify(ascii(json)).slice(1, -1),
		// A text of Python.
		secret.replace(/[\\']/g, '\\$&'),
		// Addresses and forms, once and twice.
		...inUrls,
		...inUrls.map((text) => text.replace(/%../g, (code) => code.toLowerCase())),
		...inUrls.map((text) => text.replace(/%/g, '%25')),
		// HTML.
		html(secret, { '"': '&quot;', "'": '&#39;' }),
		html(secret, { '"': '&quot;', "'": '&#x27;' }),
		html(secret, { '"': '&quot;', "'": '&apos;' }),
		html(secret, { '"': '&quot;' }),
		html(secret, { '"': '&#34;', "'": '&#39;' }),
		html(secret, { '"': '&quot;', "'": '&#x27;' }).replace(
			NOT_ASCII,
			(character) => `&#${character.codePointAt(0)};`,
		),
		// As this package shows HTML: the text of a refused exchange is searched again for what the run knows.
		withoutMarkup(secret),
		// What is behind `user:` in a Basic header is in the middle of a base64 text.
		...inBase64,
		...inBase64.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_')),
		bytes.toString('hex'),
	];
}
