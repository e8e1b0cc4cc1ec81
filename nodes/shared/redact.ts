export const HIDDEN = '•••';

/** Shapes of tokens that may appear in a service's own text: Ubidots tokens, bearer headers, JSON Web Tokens. */
const TOKEN_SHAPES =
	/\bBBFF-[\w-]{6,400}|\bBearer\s{1,9}[^\s"',]{1,4000}|\beyJ[\w-]{1,4000}\.[\w-]{1,4000}(?:\.[\w-]{1,4000})?/gi;

/** What stands behind the question mark of an address may be a token. */
const QUERY_STRING = /(https?:\/\/[^\s?"']{1,2000})\?[^\s"']*/gi;

const escapeForRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Half of a character pair, which cannot be percent-encoded. */
const BROKEN_CHARACTER = /\p{Cs}/gu;

/** Characters beyond ASCII as `\u00e4`, as many servers write JSON. */
const ascii = (json: string) =>
	json.replace(
		/[\u0080-\uffff]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** An apostrophe has several names in HTML. */
const html = (text: string, apostrophe: string) =>
	text.replace(/[&<>"]/g, (character) => HTML[character]).replace(/'/g, apostrophe);

/** One secret in the spellings that an answer may have it in. */
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

/** The secrets as a service may write them, also trimmed, longest first: one may begin like another. */
function writtenForms(secrets: readonly string[]): string[] {
	const all = new Set(secrets.flatMap((secret) => [secret, secret.trim()]));
	const forms = [...all].filter((secret) => secret !== '').flatMap(spellings);
	return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** Nobody is shown more of an answer than its beginning. */
const MOST_CHARACTERS = 20_000;

/** A secret this short is only hidden where it stands alone, or one letter would blank out a whole sentence. */
const SHORT = 6;

/** A pattern of all the passwords of a thousand rows is more than the engine takes. */
const MOST_IN_ONE_PATTERN = 200;

function chunks(forms: readonly string[]): string[][] {
	const some: string[][] = [];
	for (let at = 0; at < forms.length; at += MOST_IN_ONE_PATTERN)
		some.push(forms.slice(at, at + MOST_IN_ONE_PATTERN));
	return some;
}

const anyOf = (forms: readonly string[]) => forms.map(escapeForRegExp).join('|');

/**
 * Gives a function that takes the secrets out of a text, as they are, percent-encoded or in JSON, and anything shaped like
 * a token. Made once for many texts: there may be a password for each of a thousand rows.
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
		// A page of a megabyte would keep n8n busy; half of a secret may stand where it is cut.
		const isCut = text.length > MOST_CHARACTERS + longest;
		const hidden = patterns.reduce(
			(shown, pattern) => shown.replace(pattern, HIDDEN),
			(isCut ? text.slice(0, MOST_CHARACTERS + longest) : text).replace(QUERY_STRING, '$1?…'),
		);
		return isCut ? hidden.slice(0, Math.max(0, hidden.length - longest)) : hidden;
	};
}

/** The one text without the secrets, see `secretsHider`. */
export const withoutSecrets = (text: string, secrets: readonly string[]) =>
	secretsHider(secrets)(text);
