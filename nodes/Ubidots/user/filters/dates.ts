import { isEmpty, parseLine, WrongValue } from '../../../shared/form/parse';
import { shown } from '../../../shared/shown';
import { zoneOffset } from '../../timeZone';

const HAS_OFFSET = /(Z|[+-]\d{2}:?\d{2})$/i;
const MINUTE_MS = 60_000;

/** The zone's offset from UTC at that time, in milliseconds. */
function offsetMs(timezone: string, at: number): number {
	const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(zoneOffset(timezone, at)) ?? [];
	if (sign === undefined) return 0;
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}

/** The UTC time at which clocks in the zone show `asIfUtc`. */
function inZone(timezone: string, asIfUtc: number): number {
	const guess = asIfUtc - offsetMs(timezone, asIfUtc);
	// Near a change of the clocks the guess may be on the other side of it.
	return asIfUtc - offsetMs(timezone, guess);
}

/** JavaScript parses 2026-02-31, which does not exist, as 3 March. */
const isDay = (day: string) => {
	const at = Date.parse(`${day}T00:00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
};

/**
 * An ISO 8601 date as UTC text. A date without an offset, as n8n's date picker stores it, is in the workflow's time zone.
 * @throws WrongValue
 */
export function parseDate(value: unknown, timezone: string): string {
	const text = value instanceof Date ? value.toISOString() : isEmpty(value) ? '' : parseLine(value);
	const isIso = /^\d{4}-\d{2}-\d{2}/.test(text) && isDay(text.slice(0, 10));
	const dateOnly = /^\d{4}-\d{2}-\d{2}$/.test(text);
	const hasOffset = !dateOnly && HAS_OFFSET.test(text);
	const asIfUtc = Date.parse(
		hasOffset ? text : dateOnly ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}Z`,
	);
	if (!isIso || Number.isNaN(asIfUtc)) {
		throw new WrongValue(
			`is ${shown(value)}: it has to be a date like 2026-01-31 or 2026-01-31T08:00:00Z`,
		);
	}
	return new Date(hasOffset ? asIfUtc : inZone(timezone, asIfUtc)).toISOString();
}
