import { withoutMarkup } from '../shown';
import { type Place, SecretIndex } from './secretIndex';

/** Stands in the place of what is hidden. */
export const HIDDEN = '•••';

/** Shapes of tokens that may appear in a service's own text: account tokens, bearer headers, JSON Web Tokens. */
const TOKEN_SHAPES =
	/\bBBFF-[\w-]{6,400}|\bBearer\s{1,9}[^\s"',]{1,4000}|\beyJ[\w-]{1,4000}\.[\w-]{1,4000}(?:\.[\w-]{1,4000})?/gi;

/** The query string of a URL may contain a token. */
const QUERY_STRING = /(https?:\/\/[^\s?"']{1,2000})\?[^\s"']*/gi;

/** Only this much of a text is shown. */
const MOST_CHARACTERS = 20_000;

/** Longer than any secret that is cut here: passwords have at most 1,000 characters. */
const AT_THE_CUT = 1000;

/** Hides the secrets of a run in what a service says: those of the account, and the passwords of all rows. */
export class Redactor {
	private readonly secrets = new SecretIndex();

	constructor(secrets: Iterable<unknown> = []) {
		this.add(secrets);
	}

	/** What is not text, or is empty, is no secret. */
	add(secrets: Iterable<unknown>): void {
		this.secrets.add(secrets);
	}

	/** The beginning of a text as it may be shown: without secrets, anything shaped like a token, and queries of addresses; nothing of it where that fails. */
	redact(text: string): string {
		try {
			// Cut, because a megabyte would keep n8n busy; and cut again afterwards, because part of a secret may be at the end.
			const beginning = text.slice(0, MOST_CHARACTERS + AT_THE_CUT);
			const shaped = [...beginning.matchAll(TOKEN_SHAPES)].map(({ 0: token, index }) => ({
				from: index,
				to: index + token.length,
			}));
			// In the text as it came: a password may be entered that hides how a token or an address begins.
			const found = [...this.secrets.find(beginning, false), ...shaped];
			const hidden = cover(beginning, found).replace(QUERY_STRING, '$1?…');
			const isCut = text.length > MOST_CHARACTERS + AT_THE_CUT;
			const shown = isCut ? hidden.slice(0, Math.max(0, hidden.length - AT_THE_CUT)) : hidden;
			return withoutMarkup(shown);
		} catch {
			return HIDDEN;
		}
	}

	/**
	 * What leaves the node, as JSON or text, without the secrets; the same object when there is none in it. Only whole ones of some length
	 * are hidden: the data of users may have a word in common with a password.
	 * @param names of an object's own keys that are left out where their value is text
	 * @throws RangeError when it is nested too deeply
	 */
	redactJson<T>(value: T, names?: readonly string[]): T;
	redactJson(value: unknown, names: readonly string[] = []): unknown {
		// Each text by itself: within JSON it would be escaped once more than a secret is looked for.
		if (typeof value === 'string') {
			const found = this.secrets.find(value, true);
			return found.length > 0 ? cover(value, found) : value;
		}
		if (typeof value === 'number') {
			return this.secrets.find(String(value), true).length > 0 ? HIDDEN : value;
		}
		if (typeof value !== 'object' || value === null) return value;
		if (Array.isArray(value)) {
			const list = value.map((entry: unknown) => this.redactJson(entry));
			return list.every((entry, index) => entry === value[index]) ? value : list;
		}
		const entries: Array<[string, unknown]> = [];
		let isSame = true;
		for (const [key, entry] of Object.entries(value)) {
			const isLeftOut = typeof entry === 'string' && names.includes(key);
			const shown = [this.redactJson(key), this.redactJson(entry as unknown)] as const;
			isSame &&= !isLeftOut && shown[0] === key && shown[1] === entry;
			if (!isLeftOut) entries.push([...shown]);
		}
		return isSame ? value : Object.fromEntries(entries);
	}
}

/** The text with the places hidden; what overlaps is one place. */
function cover(text: string, places: readonly Place[]): string {
	let covered = '';
	let end = 0;
	for (const { from, to } of [...places].sort((a, b) => a.from - b.from)) {
		if (from >= end) covered += text.slice(end, from) + HIDDEN;
		end = Math.max(end, to);
	}
	return covered + text.slice(end);
}

/** The text as `Redactor.redact` shows it, for who has no run: the exchange for a session token. */
export const withoutSecrets = (text: string, secrets: Iterable<unknown>) =>
	new Redactor(secrets).redact(text);
