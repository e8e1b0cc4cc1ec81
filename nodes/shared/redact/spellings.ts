import { withoutMarkup } from '../shown';

/** What is written otherwise, and how: always the whole match. */
type Rewrite = readonly [what: RegExp, how: (match: string) => string];

/** Several ways to write the same text, each as what is rewritten one after the other. */
type Ways = ReadonlyArray<readonly Rewrite[]>;

const hex = (character: string) => character.charCodeAt(0).toString(16);

const withBackslash = (character: string) => `\\${character}`;
const unicodeEscape = (character: string) => `\\u${hex(character).padStart(4, '0')}`;
const percentCode = (character: string) => `%${hex(character).toUpperCase()}`;
const numericEntity = (character: string) => `&#${character.codePointAt(0)};`;

/** As `\u00e4`. */
const ASCII_ONLY: Rewrite = [/[\u0080-\uffff]/g, unicodeEscape];
const SLASHES: Rewrite = [/\//g, withBackslash];
const JSON_IN_JSON: Rewrite = [/["\\]/g, withBackslash];
/** Of a form, besides what `encodeURIComponent` does. */
const SIGNS_IN_FORMS: Rewrite = [/[!'()*]/g, percentCode];
const PLUS_FOR_BLANK: Rewrite = [/%20/g, () => '+'];
const SMALL_CODES: Rewrite = [/%../g, (code) => code.toLowerCase()];
const PERCENT_TWICE: Rewrite = [/%/g, percentCode];

const html = (quote: string, apostrophe: string): Rewrite => {
	const entities: Record<string, string> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': quote,
		"'": apostrophe,
	};
	return [/[&<>"']/g, (character) => entities[character]];
};

const OF_TEXT: Ways = [
	[],
	// Python.
	[[/[\\']/g, withBackslash]],
	// JSON of .NET.
	[[/\\/g, withBackslash], ASCII_ONLY, [/["'&<>+`]/g, unicodeEscape]],
	// HTML.
	[html('&quot;', '&#39;')],
	[html('&quot;', '&#x27;')],
	[html('&quot;', '&apos;')],
	[html('&quot;', "'")],
	[html('&#34;', '&#39;')],
	[html('&quot;', '&#x27;'), [/[^\0-\x7f]/gu, numericEntity]],
];

/** As JavaScript, Python and PHP write it, and JSON within JSON. */
const OF_JSON: Ways = [
	[],
	[ASCII_ONLY],
	[SLASHES],
	[ASCII_ONLY, SLASHES],
	[JSON_IN_JSON],
	[ASCII_ONLY, JSON_IN_JSON],
];

/** Addresses and forms, once and twice. */
const OF_PERCENT: Ways = [[], [SMALL_CODES], [PERCENT_TWICE]].flatMap((end) => [
	end,
	[SIGNS_IN_FORMS, ...end],
	[SIGNS_IN_FORMS, PLUS_FOR_BLANK, ...end],
]);

/** The text in each of the ways. */
function written(text: string, ways: Ways): string[] {
	const all: string[] = [];
	for (const way of ways) {
		let rewritten = text;
		for (const [what, how] of way) rewritten = rewritten.replace(what, how);
		all.push(rewritten);
	}
	return all;
}

/** Base64 behind 0, 1 or 2 other bytes, as in `user:secret` of a Basic header: at the end of a text, and in the middle of one. */
function base64(bytes: Buffer): string[] {
	const found: string[] = [];
	for (const before of [0, 1, 2]) {
		for (const encoding of ['base64', 'base64url'] as const) {
			const text = Buffer.concat([Buffer.alloc(before), bytes]).toString(encoding);
			const own = text.slice(Math.ceil((before * 8) / 6)).replace(/=+$/, '');
			// The last character may be decided in part by what follows.
			found.push(own, own.slice(0, -1));
		}
	}
	return found;
}

/** The ways in which a service may write the secret; other upper and lower case, parts and white space inside are left to `SecretIndex`. */
export function spellings(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [
		secret.normalize('NFC'),
		secret.normalize('NFD'),
		// As this package shows HTML: the text of a refused exchange is searched again for what the run knows.
		withoutMarkup(secret),
		...written(secret, OF_TEXT),
		...written(JSON.stringify(secret).slice(1, -1), OF_JSON),
		// Half of a surrogate pair cannot be percent-encoded.
		...written(encodeURIComponent(secret.replace(/\p{Cs}/gu, '\uFFFD')), OF_PERCENT),
		...base64(bytes),
		bytes.toString('hex'),
	];
}
