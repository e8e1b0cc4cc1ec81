/**
 * The text as a URL; undefined when it is none. Not by URL.canParse: once it was called some thousand times, Node.js 20 and 22 refuse every
 * address with a letter like ü (measured, Node.js 20.20).
 */
export function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}
