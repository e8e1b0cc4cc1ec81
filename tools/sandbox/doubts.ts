import type { JsonObject, Reply, Request } from './http';
import type { Doubts } from './options';
import type { ResolvedOptions } from './types';

/** The answer that shows a user: of one alone, of many, or of a change. */
export type Place = 'read' | 'list' | 'write';

/** A user object without the fields that are left out in this place. */
export function withoutOmitted(
	user: object,
	place: Place,
	{ omittedFields, omittedFrom }: Doubts,
): object {
	if (omittedFields.length === 0 || !omittedFrom.includes(place)) return user;
	return Object.fromEntries(Object.entries(user).filter(([key]) => !omittedFields.includes(key)));
}

/** Whether a request is to change something; to ask for a token is not. */
export function isWrite({ method, path }: Request): boolean {
	return !['GET', 'HEAD', 'OPTIONS'].includes(method) && !path.includes('/token');
}

/** The answer to a write without its body, where the service gives none. */
export function withoutBody(
	request: Request,
	reply: Reply,
	{ bodilessWrites: status }: Doubts,
): Reply {
	const isDone = reply.status >= 200 && reply.status < 300;
	return status !== 'never' && isDone && isWrite(request) ? { status } : reply;
}

/** Whether answers are as the API pages have them, in their form at least. */
export function isAsDescribed(options: ResolvedOptions): boolean {
	const { omittedFields, normalisations, bodilessWrites, upsunErrors } = options;
	const isChanged = omittedFields.length + normalisations.length > 0 || bodilessWrites !== 'never';
	return !isChanged && upsunErrors === 'error';
}

/** Somebody else's change of a user, right after that user has been read for the first time. */
export interface ChangeAfterRead {
	/** An id or username. */
	user: string;
	set: JsonObject;
}

export interface ReadChanges {
	/** What a read of this user brings about; each change happens once. */
	take(user: { id: string; username: string }): JsonObject[];
	reset(): void;
}

/** The list of the option is left as it is: which of its changes have happened is remembered here. */
export function createReadChanges(options: Doubts): ReadChanges {
	let happened = new WeakSet<ChangeAfterRead>();
	return {
		take({ id, username }) {
			const due = options.changesAfterRead.filter(
				(change) => [id, username].includes(change.user) && !happened.has(change),
			);
			for (const change of due) happened.add(change);
			return due.map(({ set }) => set);
		},
		reset: () => {
			happened = new WeakSet();
		},
	};
}

type Change = (value: unknown) => unknown;
/** How a field's value is changed; undefined for a field that is left alone. */
type Rule = (field: string) => Change | undefined;

/** Keys and secrets are never touched. */
const KEPT = ['id', 'password'];

/** Before the rules are checked, so that " Ana " or "2" may pass where the bare text would not. */
const whenWritten = {
	trim: everywhere((text) => text.trim()),
	innerSpace: everywhere((text) => text.replace(/(\S)\s+(?=\S)/g, '$1 ')),
	emailDomain: textOf('email', (text) => text.replace(/@.*$/, lower)),
	emailCase: textOf('email', lower),
	websiteSlash: textOf('website', (text) => text.replace(/\/+$/, '')),
	languageRegionUpper: textOf('language', (text) => text.replace(/-\w+$/, upper)),
	languageRegionLower: textOf('language', (text) => text.replace(/-\w+$/, lower)),
	countryCase: textOf('country', upper),
	decimalsFromText: only('decimalPlaces', numberFrom),
	decimalsRounded: only('decimalPlaces', (value) =>
		typeof value === 'number' ? Math.round(value) : value,
	),
	tagsSorted: tagsOf((tags) => [...tags].sort()),
	tagsLowerCase: tagsOf((tags) => tags.map(lower)),
	tagsUnique: tagsOf((tags) => [...new Set(tags)]),
} satisfies Record<string, Rule>;

/** In answers only: what is stored stays as it is. */
const whenShown = {
	numbersAsText: all((value) => (typeof value === 'number' ? String(value) : value)),
	textAsNumbers: all(numberFrom),
	emptyAsNull: all((value) => (value === '' ? null : value)),
} satisfies Record<string, Rule>;

export type Normalisation = keyof typeof whenWritten | keyof typeof whenShown;

/** A body with its values as the service would store them. */
export function asWritten(body: JsonObject, { normalisations }: Doubts): JsonObject {
	return changed(body, normalisations, whenWritten);
}

/** A user object with its values as the service would write them into an answer. */
export function asShown(user: object, { normalisations }: Doubts): object {
	return changed(user, normalisations, whenShown);
}

function changed<T extends object>(object: T, names: string[], rules: Record<string, Rule>): T {
	const chosen = names.filter((name) => Object.hasOwn(rules, name)).map((name) => rules[name]);
	if (chosen.length === 0) return object;
	const entries = Object.entries(object).map(([field, value]: [string, unknown]) => [
		field,
		chosen.reduce((held, rule) => (rule(field) ?? unchanged)(held), value),
	]);
	return Object.fromEntries(entries) as T;
}

function unchanged(value: unknown): unknown {
	return value;
}

function all(change: Change): Rule {
	return (field) => (KEPT.includes(field) ? undefined : change);
}

function only(name: string, change: Change): Rule {
	return (field) => (field === name ? change : undefined);
}

function textOf(name: string, change: (text: string) => string): Rule {
	return only(name, (value) => (typeof value === 'string' ? change(value) : value));
}

/** Every text of a body, tags included. */
function everywhere(change: (text: string) => string): Rule {
	const one: Change = (value) => (typeof value === 'string' ? change(value) : value);
	return all((value) => (Array.isArray(value) ? value.map(one) : one(value)));
}

/** What is no list of texts is left for the rules to refuse. */
function tagsOf(change: (tags: string[]) => string[]): Rule {
	return only('tags', (value) =>
		Array.isArray(value) && value.every((tag) => typeof tag === 'string') ? change(value) : value,
	);
}

function numberFrom(value: unknown): unknown {
	return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function lower(text: string): string {
	return text.toLowerCase();
}

function upper(text: string): string {
	return text.toUpperCase();
}
