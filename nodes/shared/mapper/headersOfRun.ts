import { Failure } from '../errors';
import type { Row, Run } from '../run/operation';
import { shown, shownList } from '../shown';
import { type Column, type Headers, seen } from './headers';
import { type MapperTable, titleOf } from './table';

/** A row, and how the keys of its item were understood; undefined where columns are mapped by hand. */
type ListRow = Row<{ readonly headers?: Headers }>;

/** How many rows have each of the lists of headers. */
function countHeaders(rows: readonly ListRow[]): Map<Headers, number> {
	const counts = new Map<Headers, number>();
	for (const { requested } of rows) {
		const { headers } = requested;
		if (headers) counts.set(headers, (counts.get(headers) ?? 0) + 1);
	}
	return counts;
}

/**
 * Fails rows with a value from a column that has a rival in any row: where cells are left out because they are empty, one column would
 * be taken in some rows, and the other in others.
 */
export function refuseRivals(table: MapperTable, rows: readonly ListRow[]): void {
	const all = [...countHeaders(rows).keys()];
	const rivals = new Set(all.flatMap((headers) => headers.rivals));
	if (rivals.size === 0) return;
	for (const row of rows) {
		const taken = row.requested.headers?.columns.find(({ header }) => rivals.has(header));
		if (!taken) continue;
		const { name, header } = taken;
		row.result = new Failure(
			`${shown(header)} is not the only column that may mean '${titleOf(table, name)}': keep one of them, or name the right one ${name} and give it a value in each row`,
		);
	}
}

/** Words at the end of a header that tell whether somebody may sign in, or still belongs to the place. */
const SOUNDS_ACTIVE =
	/(active|activated|archived|banned|blocked|deleted|disabled|enabled|locked|status|suspended|terminated)$/;

/** `accountEnabled`, `Status [READ ONLY]`, `is_suspended` */
const soundsActive = (header: string) =>
	SOUNDS_ACTIVE.test(
		header
			.replace(/[[(].*$/, '')
			.replace(/\P{L}/gu, '')
			.toLowerCase(),
	);

/** What was not used, a sentence each without a full stop. A state is never guessed from a column: a mistake would lock people out. */
export function unusedTexts(all: readonly Headers[]): string[] {
	const writesState = all.some(({ columns }) => columns.some(({ name }) => name === 'isActive'));
	const ignored = [...new Set(all.flatMap((headers) => headers.ignored))];
	const states = writesState ? [] : ignored.filter(soundsActive);
	const others = ignored.filter((header) => !states.includes(header));
	const rivals = new Set(all.flatMap((headers) => headers.rivals));
	return [
		...(rivals.size > 0
			? [`Ignored beside columns with the exact name: ${shownList([...rivals])}`]
			: []),
		...(others.length > 0 ? [`Ignored: ${shownList(others)}`] : []),
		...(states.length > 0
			? [
					`Not written: ${shownList(states)}. If it says who has left, filter these rows out, or set isActive`,
				]
			: []),
	];
}

/** `email`, or `email (from 'E-Mail')` */
function columnText(name: string, columns: readonly Column[]): string {
	const headers = new Set(
		columns.filter((one) => one.name === name).map(({ header }) => seen(header)),
	);
	headers.delete(name);
	return headers.size > 0 ? `${name} (from ${shownList([...headers])})` : name;
}

/** An empty cell that is not there leaves its field alone, one that is there empties it: that depends on the node before. */
function gapsText(counts: ReadonlyMap<Headers, number>): string[] {
	const present = new Map<string, number>();
	let total = 0;
	for (const [{ columns }, count] of counts) {
		total += count;
		for (const { name } of columns) present.set(name, (present.get(name) ?? 0) + count);
	}
	const gaps = [...present].flatMap(([name, count]) =>
		count < total ? [`${name} (${total - count} of ${total})`] : [],
	);
	return gaps.length === 0
		? []
		: [
				`Missing in some items, and left alone there: ${gaps.join(', ')}; 'Extract from File' leaves out empty cells, unless 'Include Empty Cells' is on`,
			];
}

/** What is taken from a sheet and what is not: a column may have the name of a field and mean something else. */
function columnsText(counts: ReadonlyMap<Headers, number>, by: string): string {
	const all = [...counts.keys()];
	const columns = all.flatMap((headers) => headers.columns);
	const names = new Set(columns.map(({ name }) => name));
	names.delete(by);
	const written = [...names].map((name) => columnText(name, columns)).join(', ');
	const match = columnText(by, columns);
	return [
		`Writes: ${written === '' ? 'no field of existing users' : written}`,
		...(match === by ? [] : [`Users are matched by ${match}`]),
		...unusedTexts(all),
		...gapsText(counts),
	].join('. ');
}

/**
 * What became of the columns of a list.
 * @param by what users are matched by
 */
export function hintAtHeaders(run: Pick<Run, 'hint'>, rows: readonly ListRow[], by: string): void {
	const counts = countHeaders(rows);
	if (counts.size > 0) run.hint(columnsText(counts, by));
}
