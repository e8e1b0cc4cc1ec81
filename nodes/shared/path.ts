import { Failure } from './errors';
import { shown } from './shown';

declare const made: unique symbol;

/** A value that was checked and percent-encoded, so that it stays one part of a path. Only made here. */
export type Segment = string & { readonly [made]: 'segment' };

/** The path of a request, below the account's base URL. Only made here. */
export type Path = string & { readonly [made]: 'path' };

/** Control characters, halves of character pairs, and what is not seen although it is there: zero-width characters and the like. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

export const withoutInvisible = (text: string) =>
	[...text].filter((character) => !INVISIBLE.test(character)).join('');

/** Names the first of them and its place; undefined when every character of the text can be seen. */
export function invisibleCharacter(text: string): string | undefined {
	const found = INVISIBLE.exec(text);
	if (!found) return undefined;
	const { 0: character, index } = found;
	const number = Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(4, '0');
	const before = text.slice(0, index);
	const where = before === '' ? 'at its beginning' : `after ${shown(before)}`;
	return `an invisible character (U+${number}) ${where}`;
}

/** Why a text cannot be one part of a path, as the end of a sentence; undefined when it can. */
const flawBy = (separators: RegExp, reserved: RegExp) => (text: string) => {
	if (text === '') return 'it is empty';
	const invisible = invisibleCharacter(text);
	if (invisible !== undefined) return `it has ${invisible}`;
	if (text !== text.trim()) return 'it begins or ends with a blank';
	const [separator] = separators.exec(text) ?? [];
	if (separator !== undefined) return `it has '${separator}'`;
	return reserved.test(text) ? 'it means something else in an address' : undefined;
};

/**
 * Why a text is no ID. IDs are made by the services, and none needs these characters. In a path `_` may stand for all users, and `~` begin
 * a username.
 */
export const idFlaw = flawBy(/[/\\?#%]/, /^(\.{1,2}$|_$|~)/);

/**
 * Why a text cannot be a username or email address in a path. Percent-encoded, `/` is no help: servers decode `%2F` before they look for
 * the endpoint (WSGI, and so Django), and some proxies do so with `%5C`. `?` and `#` are, because the query was cut off before; and so is
 * `%`, which is decoded once: `%252F` is the text `%2F` then.
 */
export const nameFlaw = flawBy(/[/\\]/, /^\.{1,2}$/);

/** Whether the value can be an ID, see `idFlaw`. */
export const isId = (value: unknown): value is string =>
	typeof value === 'string' && idFlaw(value) === undefined;

/** Checked here whatever was checked before: that nothing else gets into a path is not for each caller to remember. */
const segmentBy = (what: string, flawOf: typeof idFlaw) => (text: string) => {
	const flaw = flawOf(text);
	if (flaw === undefined) return encodeURIComponent(text) as Segment;
	throw new Failure(`${shown(text)} cannot be ${what}: ${flaw}`);
};

/** @throws Failure for a text that would lead elsewhere, see `idFlaw` */
export const idSegment = segmentBy('an ID', idFlaw);

/** @throws Failure for a text that would lead elsewhere, see `nameFlaw` */
export const nameSegment = segmentBy('a username or email address', nameFlaw);

/** The only way to a path: what is not written in the source is a checked segment, or a path. */
export const path = (literals: TemplateStringsArray, ...parts: Array<Segment | Path>) =>
	String.raw(literals, ...parts) as Path;

/**
 * The path and query of a link that a service gave.
 * @returns undefined when it leads to another host, which would get the token
 */
export function pathOfLink(link: string, baseUrl: string): Path | undefined {
	const base = new URL(`${baseUrl}/`);
	const url = parseUrl(link, base);
	// The origin of `blob:https://…` is that of the address behind it.
	if (!url || !/^https?:$/.test(url.protocol) || url.origin !== base.origin) return undefined;
	const { pathname, search } = url;
	const prefix = base.pathname.replace(/\/$/, '');
	const isBelow = pathname.startsWith(`${prefix}/`);
	const found = isBelow ? pathname.slice(prefix.length) : pathname;
	// Two slashes begin another host.
	return /^\/(?!\/)/.test(found) ? ((found + search) as Path) : undefined;
}

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

/** The same with the path and the query apart, so that the query can be changed. */
export function partsOfLink(
	link: string,
	baseUrl: string,
): { path: Path; query: Record<string, string> } | undefined {
	const found = pathOfLink(link, baseUrl);
	if (found === undefined) return undefined;
	const end = found.indexOf('?');
	if (end < 0) return { path: found, query: {} };
	const query = Object.fromEntries(new URLSearchParams(found.slice(end)));
	return { path: found.slice(0, end) as Path, query };
}
