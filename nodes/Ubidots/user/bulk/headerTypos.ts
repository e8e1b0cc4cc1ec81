import { UPDATE_FIELDS } from '../fields';
import type { Run } from '../../../shared/run/operation';
import type { MatchColumn } from '../lookup/matchColumns';
import type { BulkRow } from './rows';

/** Without case, spaces and punctuation: `First Name`, `first_name` and `firstName` are the same. */
const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const NAMES = UPDATE_FIELDS.map(({ name }) => name);
const EXACT = new Set(['id', ...NAMES]);
const BY_PLAIN = new Map(['id', ...NAMES].map((name) => [plain(name), name]));

/**
 * The names of ignored input fields that probably mean a field of a user, or the column to match by: `First Name` for `firstName`.
 * @returns undefined when there is none
 */
export function misspelled(
	column: MatchColumn,
	values: Record<string, unknown>,
): string[] | undefined {
	const found = Object.keys(values).filter((name) => {
		if (EXACT.has(name)) return false;
		const meant = BY_PLAIN.get(plain(name));
		const counts = meant !== 'id' || column === 'id';
		return meant !== undefined && counts && !(meant in values);
	});
	return found.length > 0 ? found : undefined;
}

/** `'First Name' (write firstName), 'E-Mail' (write email)` */
export const corrections = (names: Iterable<string>) =>
	[...names].map((name) => `'${name}' (write ${BY_PLAIN.get(plain(name))})`).join(', ');

/** The headers of a sheet are often titles, which would be ignored silently. */
export function hintAtTypos(run: Pick<Run, 'hint'>, rows: readonly BulkRow[]): void {
	const ignored = new Set(rows.flatMap(({ requested }) => requested.misspelled ?? []));
	if (ignored.size > 0)
		run.hint(`Input fields ignored because of their spelling: ${corrections(ignored)}`);
}
