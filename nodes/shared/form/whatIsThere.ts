import { isRecord } from '../objects';
import { shownList } from '../shown';

/** Headers that stand for none: of Extract from File (CSV, spreadsheets) and Google Sheets. */
const NO_HEADER = /^(|__EMPTY(_\d+)?|_\d+|col_\d+)$/;

/** Whether a name is made of whole words of a header: `Email Address [Required]`, `E-Mail`, `primaryEmail`. */
function mentions(header: string, name: string): boolean {
	const words = header.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').split(/\P{L}+/u);
	let letters = '';
	const borders = new Set([0]);
	for (const word of words) {
		letters += word.toLowerCase();
		borders.add(letters.length);
	}
	const wanted = name.toLowerCase();
	let at = letters.indexOf(wanted);
	while (at >= 0 && !(borders.has(at) && borders.has(at + wanted.length)))
		at = letters.indexOf(wanted, at + 1);
	return at >= 0;
}

/** Where a record has the name, as an expression. */
function placeIn(field: string, record: object, name: string): string | undefined {
	const key = Object.keys(record).find((one) => mentions(one, name));
	return key === undefined
		? undefined
		: `{{ $json[${JSON.stringify(field)}][${JSON.stringify(key)}] }}`;
}

/** What to do about a name that is one level down: `body` of a webhook, `data` of a JSON file, `properties` of a CRM. */
function cureInside(field: string, value: unknown, name: string): string | undefined {
	if (isRecord(value)) {
		const place = placeIn(field, value, name);
		return place && `It is inside '${field}': map it by hand, as ${place}`;
	}
	const hasIt = (entry: unknown) => isRecord(entry) && placeIn(field, entry, name) !== undefined;
	if (!Array.isArray(value) || !value.some(hasIt)) return undefined;
	return `It is in the list '${field}': put a Split Out node for '${field}' before this node`;
}

/** What to do about the form of an item, where it is a known one. */
function cureOf(item: Record<string, unknown>, name: string | undefined): string | undefined {
	const names = Object.keys(item);
	const [separator] = names.flatMap((one) => /[;\t|]/.exec(one) ?? []);
	if (separator !== undefined || (names.length === 1 && names[0].includes(','))) {
		const delimiter = separator === '\t' ? 'a tab' : `'${separator ?? ','}'`;
		return `Its columns were read as one: set 'Delimiter' to ${delimiter} in the node that reads the file`;
	}
	if (names.some((one) => NO_HEADER.test(one))) {
		return "There are columns without a header, so the headers may be in a later line: set 'Starting Line', 'Range' or 'Header Row' in the node that reads the sheet";
	}
	// Of a file its cells are an object with numbers, of a sheet a list.
	const { row } = item;
	if (names.length === 1 && typeof row === 'object' && row !== null && '0' in row) {
		return "Its line of headers was read as data: turn on 'Header Row' in the node that reads the file";
	}
	if (name === undefined) return undefined;
	for (const [field, value] of Object.entries(item)) {
		const cure = cureInside(field, value, name);
		if (cure !== undefined) return cure;
	}
	const meant = names.filter((one) => one !== name && mentions(one, name));
	return meant.length > 0
		? `If ${shownList(meant)} is meant, rename it to ${name}, or map it by hand`
		: undefined;
}

/**
 * The end of a message about something that an item lacks: what it has, and for known forms what to do.
 * @param name of the field that is missing, in letters; undefined when any would do
 * @returns sentences without a full stop at the end
 */
export function whatIsThere(item: Record<string, unknown>, name?: string): string {
	const names = Object.keys(item);
	if (names.length === 0)
		return 'The item has no fields: it is a blank row, or the node before found nothing';
	const cure = cureOf(item, name);
	return `The item has ${shownList(names)}${cure === undefined ? '' : `. ${cure}`}`;
}
