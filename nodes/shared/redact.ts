export const HIDDEN = '•••';

/** Shapes of tokens that may appear in a service's own text: account tokens, bearer headers, JSON Web Tokens. */
const TOKEN_SHAPES =
	/\bBBFF-[\w-]{6,400}|\bBearer\s{1,9}[^\s"',]{1,4000}|\beyJ[\w-]{1,4000}\.[\w-]{1,4000}(?:\.[\w-]{1,4000})?/gi;

/** The query string of a URL may contain a token. */
const QUERY_STRING = /(https?:\/\/[^\s?"']{1,2000})\?[^\s"']*/gi;

const escapeForRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Half of a surrogate pair, which cannot be percent-encoded. */
const BROKEN_CHARACTER = /\p{Cs}/gu;

/** Non-ASCII characters as `\u00e4`, as many servers write JSON. */
const ascii = (json: string) =>
	json.replace(
		/[\u0080-\uffff]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** @param apostrophe it can be written in several ways in HTML */
const html = (text: string, apostrophe: string) =>
	text.replace(/[&<>"]/g, (character) => HTML[character]).replace(/'/g, apostrophe);

/** The ways in which a response may write the secret. */
function spellings(secret: string): string[] {
	const json = JSON.stringify(secret).slice(1, -1);
	const percent = encodeURIComponent(secret.replace(BROKEN_CHARACTER, '\uFFFD'));
	const form = percent.replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	const encoded = [percent, form, form.replace(/%20/g, '+')];
	return [
		secret,
		secret.normalize('NFC'),
		secret.normalize('NFD'),
		json,
		ascii(json),
		json.replace(/\//g, '\\/'),
		ascii(json).replace(/\//g, '\\/'),
		JSON.stringify(json).slice(1, -1),
		secret.replace(/[\\']/g, '\\$&'),
		...encoded,
		...encoded.map((text) => text.replace(/%../g, (code) => code.toLowerCase())),
		...['&#39;', '&#x27;', '&apos;', "'"].map((apostrophe) => html(secret, apostrophe)),
		Buffer.from(secret).toString('base64').replace(/=+$/, ''),
	];
}

/** All spellings of the secrets, also trimmed; longest first, because one may begin with another. */
function writtenForms(secrets: readonly string[]): string[] {
	const all = new Set(secrets.flatMap((secret) => [secret, secret.trim()]));
	const forms = [...all].filter((secret) => secret !== '').flatMap(spellings);
	return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** Only this much of a text is shown. */
const MOST_CHARACTERS = 20_000;

/** Shorter secrets are only hidden as whole words: one letter would blank out a sentence. */
const SHORT = 6;

/** The passwords of a thousand rows are too much for one regular expression. */
const MOST_IN_ONE_PATTERN = 200;

function chunks(forms: readonly string[]): string[][] {
	const some: string[][] = [];
	for (let at = 0; at < forms.length; at += MOST_IN_ONE_PATTERN)
		some.push(forms.slice(at, at + MOST_IN_ONE_PATTERN));
	return some;
}

const anyOf = (forms: readonly string[]) => forms.map(escapeForRegExp).join('|');

/**
 * Returns a function that hides the secrets in a text, in all their spellings, and anything shaped like a token. Made once for many
 * texts: there may be a password for each of a thousand rows.
 */
export function secretsHider(secrets: readonly string[]): (text: string) => string {
	const forms = writtenForms(secrets);
	const long = forms.filter((form) => form.length >= SHORT);
	const short = forms.filter((form) => form.length < SHORT);
	const patterns = [
		...chunks(long).map((some) => new RegExp(anyOf(some), 'gu')),
		...chunks(short).map(
			(some) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${anyOf(some)})(?![\\p{L}\\p{N}])`, 'gu'),
		),
		TOKEN_SHAPES,
	];
	const longest = forms[0]?.length ?? 0;
	return (text) => {
		// Cut, because a megabyte would keep n8n busy; and cut again after hiding, because half of a secret may be at the end.
		const isCut = text.length > MOST_CHARACTERS + longest;
		const hidden = patterns.reduce(
			(shown, pattern) => shown.replace(pattern, HIDDEN),
			(isCut ? text.slice(0, MOST_CHARACTERS + longest) : text).replace(QUERY_STRING, '$1?…'),
		);
		return isCut ? hidden.slice(0, Math.max(0, hidden.length - longest)) : hidden;
	};
}

export const withoutSecrets = (text: string, secrets: readonly string[]) =>
	secretsHider(secrets)(text);
