import { SecretIndex } from './secretIndex';

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

/** A line break or the like in JSON: inside a secret it is ignored, but not as it is written there. */
const CONTROL = /\\[bfnrtu]/;

/** Hides the secrets of a run in what a service says: those of the account, and the passwords of all rows. */
export class Redactor {
	private readonly secrets = new SecretIndex();

	constructor(secrets: Iterable<unknown> = []) {
		this.add(secrets);
	}

	/** What is not text, or is empty, is no secret. */
	add(secrets: Iterable<unknown>): void {
		this.secrets.add([...secrets].filter((one): one is string => typeof one === 'string'));
	}

	/** The beginning of a text as it may be shown: without secrets, anything shaped like a token, and queries of addresses; nothing of it where that fails. */
	redact(text: string): string {
		try {
			// Cut, because a megabyte would keep n8n busy; and cut again afterwards, because part of a secret may be at the end.
			const shown = text.slice(0, MOST_CHARACTERS + AT_THE_CUT).replace(QUERY_STRING, '$1?…');
			// HTML is text: n8n's editor renders hints.
			const hidden = this.cover(shown, false).replace(TOKEN_SHAPES, HIDDEN).replace(/</g, '‹');
			const isCut = text.length > MOST_CHARACTERS + AT_THE_CUT;
			return isCut ? hidden.slice(0, Math.max(0, hidden.length - AT_THE_CUT)) : hidden;
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
	redactJson<T>(value: T, names: readonly string[] = []): T {
		const json = JSON.stringify(value) ?? '';
		const isClean = !names.some((name) => json.includes(`"${name}"`)) && !CONTROL.test(json);
		if (isClean && this.secrets.find(json, true).length === 0) return value;
		return this.redacted(JSON.parse(json), names) as T;
	}

	private redacted(value: unknown, names: readonly string[] = []): unknown {
		if (typeof value === 'string') return this.cover(value, true);
		if (typeof value === 'number') {
			return this.secrets.find(String(value), true).length > 0 ? HIDDEN : value;
		}
		if (Array.isArray(value)) return value.map((entry) => this.redacted(entry));
		if (typeof value !== 'object' || value === null) return value;
		const entries = Object.entries(value)
			.filter(([key, entry]) => typeof entry !== 'string' || !names.includes(key))
			.map(([key, entry]) => [this.cover(key, true), this.redacted(entry)] as const);
		return Object.fromEntries(entries);
	}

	private cover(text: string, wholeOnly: boolean): string {
		let covered = '';
		let end = 0;
		for (const { from, to } of this.secrets.find(text, wholeOnly)) {
			covered += text.slice(end, from) + HIDDEN;
			end = to;
		}
		return covered + text.slice(end);
	}
}

export const withoutSecrets = (text: string, secrets: Iterable<unknown>) =>
	new Redactor(secrets).redact(text);
