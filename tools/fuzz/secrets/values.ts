/** What texts are made of: each is written differently in JSON, HTML or an address, or is lost there. */
export const UNITS = {
	letter: 'a',
	apostrophe: "'",
	escaped: 'ü"&',
	euro: '€',
	noWidth: '\u200b',
	halfPair: '\ud800',
	markup: '<b>',
	base62: '',
};
export type Unit = keyof typeof UNITS;

/** Around the lengths where something changes: of a short secret, of a beginning, of a password, of a pattern that V8 takes. */
export const SIZES = [
	0, 1, 7, 8, 11, 12, 999, 1000, 1001, 5467, 24_598, 100_000, 1_000_000,
] as const;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Numbers from 0 to 1, the same in every run (the generator of Numerical Recipes). */
export function dice(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

export function textOf(unit: Unit, size: number): string {
	if (unit !== 'base62')
		return UNITS[unit].repeat(Math.ceil(size / UNITS[unit].length)).slice(0, size);
	const random = dice(size);
	return Array.from({ length: size }, () => BASE62[Math.floor(random() * 62)]).join('');
}
