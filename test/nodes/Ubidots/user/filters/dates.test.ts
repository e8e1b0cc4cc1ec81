import { parseDate } from '../../../../../nodes/Ubidots/user/filters/dates';

describe('a date', () => {
	it.each([
		['2023-01-01T10:30:00Z', '2023-01-01T10:30:00.000Z'],
		['2023-01-01t10:30:00z', '2023-01-01T10:30:00.000Z'],
		['2023-01-01T10:30:00.25+05:30', '2023-01-01T05:00:00.250Z'],
		['2023-01-01T10:30:00-0300', '2023-01-01T13:30:00.000Z'],
		[' 2023-01-01T10:30:00Z ', '2023-01-01T10:30:00.000Z'],
		[new Date('2023-01-01T10:30:00Z'), '2023-01-01T10:30:00.000Z'],
	])('with an offset of its own, like %j, needs no time zone', (value, utc) => {
		expect(parseDate(value, 'America/Bogota')).toBe(utc);
	});

	it.each([
		['2026-01-15T12:00:00', 'UTC', '2026-01-15T12:00:00.000Z'],
		['2026-01-15T12:00', 'Europe/Berlin', '2026-01-15T11:00:00.000Z'],
		['2026-07-15 12:00:00', 'Europe/Berlin', '2026-07-15T10:00:00.000Z'],
		['2026-01-15', 'America/Bogota', '2026-01-15T05:00:00.000Z'],
		['2026-01-15T12:00:00', 'America/St_Johns', '2026-01-15T15:30:00.000Z'],
		['2026-01-15T12:00:00', 'Asia/Kathmandu', '2026-01-15T06:15:00.000Z'],
	])('%s in %s is %s', (value, timezone, utc) => {
		expect(parseDate(value, timezone)).toBe(utc);
	});

	it.each([
		['2026-03-29T01:30:00', '2026-03-29T00:30:00.000Z'],
		['2026-03-29T03:30:00', '2026-03-29T01:30:00.000Z'],
		['2026-10-25T01:30:00', '2026-10-24T23:30:00.000Z'],
		['2026-10-25T03:30:00', '2026-10-25T02:30:00.000Z'],
	])('%s is right also near a change of the clocks', (value, utc) => {
		expect(parseDate(value, 'Europe/Berlin')).toBe(utc);
	});

	it.each([
		'soon',
		'2026-02-31',
		'2026-02-31T08:00:00Z',
		'2026-13-01',
		'2026-1-1',
		'at 2026-01-01',
		'2026-01-01 or later',
		'2026-01-01T25:00:00',
		'01/31/2026',
		'',
		null,
	])('is not %j, and the refusal says how one looks', (value) => {
		expect(() => parseDate(value, 'UTC')).toThrow(
			/^is .*: it has to be a date like 2026-01-31 or 2026-01-31T08:00:00Z$/,
		);
	});
});
