/**
 * The text as a URL, relative to `base`; undefined when it is none. Not by URL.canParse: once it was called some thousand times, Node.js 20 and 22 refuse every
 * address with a letter like ü (measured, Node.js 20.20).
 */
export function parseUrl(text: string, base?: URL): URL | undefined {
	try {
		return new URL(text, base);
	} catch {
		return undefined;
	}
}
