export const HIDDEN = '•••';

/** Shapes of tokens that may appear in a service's own text: Ubidots tokens, bearer headers, JSON Web Tokens. */
const TOKEN_SHAPES = /\bBBFF-[\w-]{6,}|\bBearer\s+[^\s"',]+|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?/gi;

/** What stands behind the question mark of an address may be a token. */
const QUERY_STRING = /(https?:\/\/[^\s?"']+)\?[^\s"']*/gi;

const escapeForRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Half of a character pair, which cannot be percent-encoded. */
const BROKEN_CHARACTER = /\p{Cs}/gu;

/** The secrets as a service may write them, longest first: one may begin like another. */
function writtenForms(secrets: readonly string[]): string[] {
	const forms = secrets.flatMap((secret) => [
		secret,
		encodeURIComponent(secret.replace(BROKEN_CHARACTER, '\uFFFD')),
		JSON.stringify(secret).slice(1, -1),
	]);
	return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** A secret this short is only hidden where it stands alone, or one letter would blank out a whole sentence. */
const SHORT = 6;

const anyOf = (forms: readonly string[]) => forms.map(escapeForRegExp).join('|');

/**
 * Gives a function that takes the secrets out of a text, as they are, percent-encoded or in JSON, and anything shaped like
 * a token. Made once for many texts: there may be a password for each of a thousand rows.
 */
export function secretsHider(secrets: readonly string[]): (text: string) => string {
	const forms = writtenForms(secrets).filter((form) => form !== '');
	const long = anyOf(forms.filter((form) => form.length >= SHORT));
	const short = anyOf(forms.filter((form) => form.length < SHORT));
	const patterns = [
		...(long ? [new RegExp(long, 'gu')] : []),
		...(short ? [new RegExp(`(?<![\\p{L}\\p{N}])(?:${short})(?![\\p{L}\\p{N}])`, 'gu')] : []),
		TOKEN_SHAPES,
	];
	return (text) =>
		patterns.reduce(
			(shown, pattern) => shown.replace(pattern, HIDDEN),
			text.replace(QUERY_STRING, '$1?…'),
		);
}

/** The one text without the secrets, see `secretsHider`. */
export const withoutSecrets = (text: string, secrets: readonly string[]) =>
	secretsHider(secrets)(text);
