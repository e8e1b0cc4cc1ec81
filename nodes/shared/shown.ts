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

/** A person reads them. */
const MOST_LISTED = 10;

/** `'a', 'b' and 3 more` */
export function listed(names: Iterable<string>): string {
	const all = [...names];
	const text = all.slice(0, MOST_LISTED).map(shown).join(', ');
	const left = all.length - MOST_LISTED;
	return left > 0 ? `${text} and ${left} more` : text;
}
