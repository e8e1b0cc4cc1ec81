import { spellings } from './spellings';

/** Shorter secrets are only found as whole words: one letter would blank out a sentence. */
const SHORT = 6;

/** From this length on, also the beginning of a secret is found, and other upper and lower case. */
const LONG = 12;

/** So many characters of the beginning of a long secret are too many to be shown: a service may cut its text. */
const SHORTEST_PART = 8;

/**
 * So much of the beginning of a secret may be known to somebody, and be the end of a password that is entered: `Token: BBFF-` hides how
 * the token begins, so that it has to be looked for in there.
 */
const MOST_KNOWN = 40;

/**
 * How many characters may be compared with secrets in a text, besides so many for each of its own: most have nothing in common with
 * any. Only a text that is made for it, of a password made for it, needs more.
 */
const MOST_COMPARED = 1_000_000;
const COMPARED_PER_CHARACTER = 10;

/** Stands where a text was cut, which may be in the middle of a secret. */
const CUT = '…';

/** What may stand inside a secret without changing how it reads: white space, control characters, characters of no width. */
const IGNORED = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;

/** Only these can be ignored: to ask for the properties of all characters takes ten times as long (measured, Node.js 20). */
const NOT_PRINTABLE_ASCII = /[^!-~]+/g;

/**
 * A text as it is searched: in lower case, without what is ignored. Each character is one in lower case too, and always the same: `İ`
 * would become two, and `Σ` another at the end of a word.
 */
const searchable = (text: string) =>
	text
		.replace(/İ/g, 'i')
		.replace(/Σ/g, 'σ')
		.toLowerCase()
		.replace(NOT_PRINTABLE_ASCII, (some) => some.replace(IGNORED, ''));

/** For each character of the searchable text, where it is in the text itself. */
function placesOf(text: string): number[] {
	const places: number[] = [];
	let at = 0;
	for (const { 0: ignored, index } of text.matchAll(IGNORED)) {
		while (at < index) places.push(at++);
		at += ignored.length;
	}
	while (at < text.length) places.push(at++);
	return places;
}

/** A part that is a word, such as the beginning of `password-2024`, is no secret. No word is much longer. */
const isWord = (part: string) => /^\p{Lu}?\p{Ll}{1,19}$/u.test(part);

const isPartOfWord = (text: string, at: number) => /[\p{L}\p{N}]/u.test(text.charAt(at));

/** Where something secret is in a text, `to` excluded. */
export interface Place {
	from: number;
	to: number;
}

/**
 * Finds secrets in texts, in all their spellings. A sorted list of them: thousands of passwords cost hardly more than one, and no
 * pattern is made of any.
 */
export class SecretIndex {
	private readonly known = new Set<string>();
	/** All spellings, as they are searched for. */
	private sorted: string[] = [];
	/** Not sorted in yet. */
	private added: string[] = [];
	/** How short ones have to be written. */
	private readonly exact = new Set<string>();
	/** How the spellings begin: most places of a text need no further look. Without the first codes, that takes twice as long (measured, Node.js 20). */
	private readonly firstCodes = new Uint8Array(65_536);
	private readonly starts = new Set<string>();
	private readonly startLengths = new Set<number>();
	/** Characters, in the text that is searched. */
	private compared = 0;

	/** What is not text is no secret. */
	add(secrets: Iterable<unknown>): void {
		for (const secret of secrets) {
			if (typeof secret !== 'string' || this.known.has(secret)) continue;
			this.known.add(secret);
			const forms = new Set<string>();
			for (const spelling of new Set([...new Set([secret, secret.trim()])].flatMap(spellings))) {
				const form = searchable(spelling);
				if (form === '') continue;
				forms.add(form);
				if (form.length >= LONG) continue;
				const places = placesOf(spelling);
				this.exact.add(spelling.slice(places[0], places[places.length - 1] + 1));
			}
			for (const form of forms) this.added.push(form);
		}
	}

	/** Sorts what was added in; one by one where that is little, because it may be one password after the other. */
	private sort(): void {
		const { added } = this;
		if (added.length === 0) return;
		this.added = [];
		for (const form of added) {
			this.firstCodes[form.charCodeAt(0)] = 1;
			this.starts.add(form.slice(0, SHORT));
			this.startLengths.add(Math.min(form.length, SHORT));
		}
		if (added.length > this.sorted.length / 10) this.sorted = this.sorted.concat(added).sort();
		else for (const form of added) this.sorted.splice(this.firstAfter(form), 0, form);
	}

	/**
	 * The places of the secrets in the text, in order; the whole text where to find them would keep n8n busy. They may overlap: one secret
	 * may begin in what looks like another.
	 * @param wholeOnly neither short secrets nor beginnings of others, unless the text is cut there
	 */
	find(text: string, wholeOnly: boolean): Place[] {
		if (wholeOnly && text.length < SHORTEST_PART) return [];
		this.sort();
		const searched = searchable(text);
		const found: Place[] = [];
		const most = MOST_COMPARED + COMPARED_PER_CHARACTER * searched.length;
		this.compared = 0;
		let places: number[] | undefined;
		for (let at = 0; at < searched.length; at++) {
			if (!this.mayBegin(searched, at)) continue;
			places ??= placesOf(text);
			const length = this.lengthAt(searched, at, text, places, wholeOnly);
			if (this.compared > most) return [{ from: 0, to: text.length }];
			if (length === 0) continue;
			found.push({ from: places[at], to: places[at + length - 1] + 1 });
			at += Math.max(0, length - 1 - MOST_KNOWN);
		}
		return found;
	}

	private mayBegin(searched: string, at: number): boolean {
		if (this.firstCodes[searched.charCodeAt(at)] === 0) return false;
		for (const length of this.startLengths)
			if (this.starts.has(searched.slice(at, at + length))) return true;
		return false;
	}

	/** How many characters of the searchable text are to be hidden from this place on. */
	private lengthAt(
		searched: string,
		at: number,
		text: string,
		places: number[],
		wholeOnly: boolean,
	): number {
		const rest = searched.slice(at);
		const rangeOf = (length: number) => ({
			from: places[at],
			to: places[at + length - 1] + 1,
		});
		// What has most in common with a text are its neighbors in the sorted list.
		const next = this.firstAfter(rest);
		const neighbors = [this.sorted[next - 1] ?? '', this.sorted[next] ?? ''];
		let length = Math.max(...neighbors.map((form) => this.common(form, rest)));
		if (length >= SHORTEST_PART) {
			const { from, to } = rangeOf(length);
			const mayBePart = !wholeOnly || text[to] === CUT;
			if (mayBePart && !isWord(text.slice(from, to))) return length;
		}
		// A shorter one that is there as a whole, the longest first: what has most in common with a text that goes no further is the last form up to it.
		while (length > 0) {
			const beginning = rest.slice(0, length);
			const form = this.sorted[this.firstAfter(beginning) - 1] ?? '';
			const common = this.common(form, beginning);
			if (common === form.length && this.stands(text, common, rangeOf(common), wholeOnly))
				return common;
			length = Math.min(common, length - 1);
		}
		return 0;
	}

	/** How many characters a form and a text begin with alike. */
	private common(form: string, text: string): number {
		let length = 0;
		while (length < form.length && form.charCodeAt(length) === text.charCodeAt(length)) length++;
		this.compared += length;
		return length;
	}

	/** Where the first form is that comes after this text. */
	private firstAfter(text: string): number {
		let [low, high] = [0, this.sorted.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.sorted[middle] > text) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	/** Whether a form of this length counts as written there: a short one in its own upper and lower case, a very short one as a word. */
	private stands(text: string, length: number, { from, to }: Place, wholeOnly: boolean): boolean {
		if (length < LONG && !this.exact.has(text.slice(from, to))) return false;
		if (length >= (wholeOnly ? SHORTEST_PART : SHORT)) return true;
		return !wholeOnly && !isPartOfWord(text, from - 1) && !isPartOfWord(text, to);
	}
}
