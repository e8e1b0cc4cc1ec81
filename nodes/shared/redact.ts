export const HIDDEN = '•••';

/** Shapes of tokens that may appear in a service's own text: Ubidots tokens, bearer headers, JSON Web Tokens. */
const TOKEN_SHAPES = /\bBBFF-[\w-]{6,}|\bBearer\s+[^\s"',]+|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?/gi;

const escapeForRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The text without the given secrets, and without anything shaped like a token. A short secret is only
 * hidden where it stands alone, or one letter would blank out a whole sentence.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	let shown = text;
	for (const secret of secrets) {
		if (secret === '') continue;
		const literal = escapeForRegExp(secret);
		const pattern = secret.length < 6 ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
		shown = shown.replace(new RegExp(pattern, 'gu'), HIDDEN);
	}
	return shown.replace(TOKEN_SHAPES, HIDDEN);
}
