/**
 * The offset from UTC, as ECMAScript writes it: `GMT-05:00`, or `GMT`.
 * @param at ms since 1970; now by default
 */
export function zoneOffset(timeZone: string, at?: number): string {
	const parts = new Intl.DateTimeFormat('en', {
		timeZone,
		// Not yet in the type library that the build targets.
		timeZoneName: 'longOffset' as 'long',
	}).formatToParts(at);
	return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
