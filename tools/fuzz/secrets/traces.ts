import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { SecretsRun } from './run';

/** Every text and number in a value, and every key. */
function textsIn(value: unknown, texts: string[] = [], seen = new Set<unknown>()): string[] {
	if (typeof value === 'string' || typeof value === 'number') texts.push(String(value));
	if (typeof value !== 'object' || value === null || seen.has(value)) return texts;
	seen.add(value);
	for (const [key, entry] of Object.entries(value)) {
		if (!Array.isArray(value)) texts.push(key);
		textsIn(entry, texts, seen);
	}
	return texts;
}

/** Without what came in: n8n copies the item into the error output. */
function withoutInput({ json }: INodeExecutionData, items: readonly IDataObject[]): IDataObject {
	const isInput = (key: string, value: unknown) => items.some((item) => item[key] === value);
	return Object.fromEntries(Object.entries(json).filter(([key, value]) => !isInput(key, value)));
}

/** All that a run shows, but for what the items brought in. */
export function shownBy({ result, items }: SecretsRun): string {
	const { error } = result;
	// The node itself has what was entered in its form.
	const own = Object.entries(error ?? {}).filter(([key]) => key !== 'node');
	return textsIn([
		[...result.items, ...result.errorItems].map((item) => withoutInput(item, items)),
		result.hints('Node'),
		[result.message, result.description, error?.stack, own],
	]).join('\n');
}

/** All that n8n would store of it. */
export const storedOf = ({ result }: SecretsRun): string =>
	textsIn(JSON.parse(result.stored())).join('\n');

/** The messages of a run, of items and of hints. */
export function messagesOf({ result }: SecretsRun): string[] {
	const errors = [...result.items, ...result.errorItems].map(({ json }) => json.error);
	const hints = result.hints('Node').map(({ message }) => message);
	return [result.message, ...errors, ...hints].filter(
		(text): text is string => typeof text === 'string',
	);
}

/** So much of the beginning of a secret is too much. */
const PART = 8;
/** From this length on. */
const LONG = 12;
/** Letters alone may be a word, and are shown unless there are more of them than a word has. */
const LONGEST_WORD = 20;

/** How a secret may be written, small: as it is, in JSON, percent-encoded, in base64, in hexadecimal digits. */
export function traitsOf(secret: string): string[] {
	if (secret.length < PART) return [];
	const isWord = /^\p{Lu}?\p{Ll}+$/u.test(secret.slice(0, LONGEST_WORD));
	const length = secret.length < LONG ? secret.length : isWord ? LONGEST_WORD + 1 : PART;
	const part = secret.slice(0, length);
	const bytes = Buffer.from(part);
	const base64 = bytes.toString('base64').replace(/=+$/, '');
	return [
		part,
		part.replace(/</g, '‹'),
		JSON.stringify(part).slice(1, -1),
		encodeURIComponent(part.replace(/\p{Cs}/gu, '\uFFFD')),
		// The last characters may be decided by what follows.
		base64.slice(0, Math.floor((bytes.length * 8) / 6)),
		bytes.toString('hex'),
	].map((text) => text.toLowerCase());
}
