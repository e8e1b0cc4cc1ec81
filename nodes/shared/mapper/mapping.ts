import { Failure } from '../errors';
import type { ItemParameters } from '../form/itemParameters';
import { isEmpty } from '../form/parse';
import { whatIsThere } from '../form/whatIsThere';
import { asRecord, isRecord } from '../objects';
import { shown } from '../shown';
import { type Headers, readHeaders } from './headers';
import type { MapperTable } from './table';

/** How rows are mapped, as the form stores it. */
const MODES: unknown[] = ['autoMapInputData', 'defineBelow'];

/** How the columns of all items are mapped. */
interface Mapping<By extends string> {
	/** The column to match by; the default when none was chosen. */
	by: By;
	isByHand: boolean;
}

/** `ID, Username or Email` */
const choices = ({ match }: MapperTable) => {
	const titles = Object.values(match).map(({ title }) => title);
	return `${titles.slice(0, -1).join(', ')} or ${titles[titles.length - 1]}`;
};

/** @throws Failure also for what is no mapping: taken for an automatic one, it would write to users whom nobody chose */
function getMapping<By extends string>(table: MapperTable<By>, item: ItemParameters): Mapping<By> {
	const { mappingMode, matchingColumns } = asRecord(item.raw('columns', {}));
	const chosen = matchingColumns ?? [];
	if (!MODES.includes(mappingMode) || !Array.isArray(chosen)) {
		throw new Failure(
			"'Columns' is not a mapping: choose a Mapping Column Mode and the column to match users by in the form",
		);
	}
	const by = chosen.length > 0 ? String(chosen[0]) : table.defaultMatch;
	if (Object.keys(table.match).includes(by)) {
		return { by: by as By, isByHand: mappingMode === 'defineBelow' };
	}
	throw new Failure(
		`'Columns' matches on ${shown(by)}: choose ${choices(table)} as the column to match on`,
	);
}

/** The mapped columns, without those that were left blank in the form, which n8n stores as null. */
function getMappedValues(item: ItemParameters): Record<string, unknown> {
	const values = item.get('columns.value', {});
	const raw = item.raw('columns.value', {});
	if (!isRecord(values)) return {};
	const isLeftBlank = (name: string) => isRecord(raw) && isEmpty(raw[name]);
	return Object.fromEntries(Object.entries(values).filter(([name]) => !isLeftBlank(name)));
}

/** The columns of an item. */
export interface MappedItem<By extends string> {
	readonly by: By;
	/** What the user has in the column to match by, not checked yet; there is something. */
	readonly key: unknown;
	/** The values of fields and of the match column by name. */
	readonly values: Record<string, unknown>;
	readonly headers?: Headers;
}

/** @throws Failure when columns are no mapping, or the item has nothing to match its user by */
export function getMapped<By extends string>(
	table: MapperTable<By>,
	item: ItemParameters,
): MappedItem<By> {
	const { by, isByHand } = getMapping(table, item);
	// All items of a run share its redactor.
	const mapped: { values: Record<string, unknown>; headers?: Headers } = isByHand
		? { values: getMappedValues(item) }
		: readHeaders(table, by, item.json, item.redactor);
	const key = mapped.values[by];
	if (!isEmpty(key)) return { by, key, ...mapped };
	const { title } = table.match[by];
	const what = key === '' ? 'empty' : by in mapped.values ? String(key) : 'missing';
	const there = key === undefined ? `. ${whatIsThere(item.json, by)}` : '';
	throw new Failure(
		`'${title}' is ${what}: every row needs the ${title} of its user, because users are matched by it${there}`,
	);
}
