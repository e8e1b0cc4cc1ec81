/** JSON has neither NaN nor undefined, and refuses a bigint. */
const asJson = (value: unknown) =>
	typeof value === 'number' || typeof value === 'bigint'
		? String(value)
		: (JSON.stringify(value) ?? String(value));

/** Longer than most email addresses. */
const LONGEST_SHOWN = 100;

/** A value for a sentence: short, on one line, with quotes if it is text. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? `'${value}'` : asJson(value);
	return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** A person reads it. */
const MOST_SHOWN = 10;

/** The first of many: `a, b and 3 more` */
export function listed(texts: readonly string[]): string {
	const list = texts.slice(0, MOST_SHOWN).join(', ');
	return texts.length > MOST_SHOWN ? `${list} and ${texts.length - MOST_SHOWN} more` : list;
}

/** `'a', 'b' and 3 more` */
export const shownList = (values: readonly unknown[]) => listed(values.map(shown));

/** For what n8n's editor renders as HTML: hints, and the descriptions of errors. */
export const withoutMarkup = (text: string) => text.replace(/</g, '‹');
