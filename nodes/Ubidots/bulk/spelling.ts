import { USER_FIELDS } from '../fields';

/** Case, blanks and punctuation aside: `First Name`, `first_name` and `firstName` are alike. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const NAMES = ['id', ...USER_FIELDS.map(({ name }) => name)];
const EXACT = new Set(NAMES);
const BY_PLAIN = new Map(NAMES.map((name) => [plain(name), name]));

/**
 * Input fields that are ignored but look as if a field of a user was meant: `First Name` for `firstName`.
 * @returns their names, or undefined when there is none
 */
export function misspelled(values: Record<string, unknown>): string[] | undefined {
	const found = Object.keys(values).filter((name) => {
		if (EXACT.has(name)) return false;
		const meant = BY_PLAIN.get(plain(name));
		return meant !== undefined && !(meant in values);
	});
	return found.length > 0 ? found : undefined;
}

/** `'First Name' (write firstName), 'E-Mail' (write email)` */
export const corrections = (names: Iterable<string>) =>
	[...names].map((name) => `'${name}' (write ${BY_PLAIN.get(plain(name))})`).join(', ');
