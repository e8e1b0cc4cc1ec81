import { shown } from '../../../shared/shown';
import type { Run } from '../../../shared/run/operation';
import { USER_FIELDS } from '../fields';
import type { BulkRow } from './rows';

/** What other systems write where there is nothing. */
const PLACEHOLDER = /^(?:[<([]?null[>)\]]?|\\N|nil|none|nan|n\/?a|-{1,3}|–|—)$/i;

/** From so many rows on it is hardly a name: people named Null exist. */
const MANY_ROWS = 3;

const FIELDS = USER_FIELDS.filter(({ type }) => !type.isSecret);

/** Says where many rows hold a word that may stand for nothing; it is written all the same. */
export function hintAtPlaceholders(run: Pick<Run, 'hint'>, rows: readonly BulkRow[]): void {
	const counts = new Map<string, number>();
	for (const { requested } of rows) {
		for (const { name, displayName } of FIELDS) {
			for (const value of [requested.patch.set[name]].flat()) {
				if (typeof value !== 'string' || !PLACEHOLDER.test(value)) continue;
				const place = `${shown(value)} in '${displayName}'`;
				counts.set(place, (counts.get(place) ?? 0) + 1);
			}
		}
	}
	const many = [...counts].filter(([, count]) => count >= MANY_ROWS);
	if (many.length === 0) return;
	const places = many.map(([place, count]) => `${place} (${count} rows)`).join(', ');
	run.hint(`Taken for values: ${places}. If they stand for nothing, empty these cells`);
}
