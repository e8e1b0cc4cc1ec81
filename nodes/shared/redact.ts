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

/**
 * The text without the given secrets, as they are, percent-encoded or in JSON, and without anything shaped like a token. A short secret is only
 * hidden where it stands alone, or one letter would blank out a whole sentence.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	let shown = text;
	for (const secret of writtenForms(secrets)) {
		if (secret === '') continue;
		const literal = escapeForRegExp(secret);
		const pattern = secret.length < 6 ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
		shown = shown.replace(new RegExp(pattern, 'gu'), HIDDEN);
	}
	return shown.replace(QUERY_STRING, '$1?…').replace(TOKEN_SHAPES, HIDDEN);
}
