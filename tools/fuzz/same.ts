import type { Held } from './types';

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isNothing = (value: unknown) => value === null || value === undefined || value === '';

/** JSON with its keys in order: equal for equal values. */
export function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, inner: unknown) =>
		isObject(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner,
	);
}

const asSet = (value: unknown) =>
	canonical([...new Set(Array.isArray(value) ? (value as unknown[]) : [])].sort());

/** Contact methods as `type: value`, without what the service adds. */
const contacts = (value: unknown) =>
	asSet(
		(Array.isArray(value) ? (value as Held[]) : []).flatMap(({ type, values }) =>
			(values as string[]).map((one) => `${String(type)}: ${one}`),
		),
	);

const bare = (address: unknown) => String(address).normalize('NFC').replace(/\/$/, '');

const tagsOf = ({ tags }: Record<string, unknown>) =>
	Array.isArray(tags) ? (tags as unknown[]) : [];

/** Whether a user has the value, as docs/ubidots.md says what counts as the same; a password never does. */
export function holds(field: string, wanted: unknown, user: Record<string, unknown>): boolean {
	const held = user[field];
	if (field === 'password') return false;
	if (field === 'tagsToAdd') return (wanted as string[]).every((tag) => tagsOf(user).includes(tag));
	if (field === 'tagsToRemove')
		return !(wanted as string[]).some((tag) => tagsOf(user).includes(tag));
	if (field === 'tags') return asSet(wanted) === asSet(held);
	if (field === 'contactMethods') return contacts(wanted) === contacts(held);
	if (isNothing(wanted) || isNothing(held)) return isNothing(wanted) && isNothing(held);
	if (field === 'properties') {
		return Object.entries(wanted as object).every(
			([key, value]) => isObject(held) && canonical(held[key]) === canonical(value),
		);
	}
	if (['email', 'language'].includes(field)) {
		return String(wanted).toLowerCase() === String(held).toLowerCase();
	}
	if (['website', 'picture'].includes(field)) return bare(wanted) === bare(held);
	if (isObject(held)) return [held.id, held.label, `~${String(held.label)}`].includes(wanted);
	return String(wanted).normalize('NFC') === String(held).normalize('NFC');
}
