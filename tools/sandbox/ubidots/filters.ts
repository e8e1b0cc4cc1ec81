import { isObject } from '../http';
import type { ResolvedOptions } from '../types';

/** What a list can be filtered by. */
export interface Attribute<T> {
	kind: Kind;
	read(item: T): unknown;
	/** Direct look-up of the items that could equal this value, where there is an index. */
	find?(value: string): T[];
}

export type Attributes<T> = Record<string, Attribute<T>>;

interface Filter<T> {
	attribute: Attribute<T>;
	operator: string;
	wanted: string;
	negated: boolean;
}

/** Field filters page: `attr=value`, `attr__op=value`, `attr!=value`. Unknown attributes filter nothing. */
export function filterItems<T>(
	items: T[],
	query: URLSearchParams,
	attributes: Attributes<T>,
	options: ResolvedOptions,
): T[] {
	const page = Number(query.get('page') ?? 1);
	const filters = [...query].flatMap(([key, value]) => {
		if (options.ignoredFilters.includes(key)) return [];
		const filter = parseFilter(key, value, attributes);
		return filter ? honoured(filter, page, options) : [];
	});
	if (filters.length === 0) return items;
	const tests = filters.flatMap(({ attribute, operator, wanted, negated }) => {
		const test = operatorFor(attribute.kind, operator)?.(wanted);
		return test ? [(item: T) => test(attribute.read(item)) !== negated] : [];
	});
	return candidates(items, filters).filter((item) => tests.every((test) => test(item)));
}

function parseFilter<T>(
	key: string,
	wanted: string,
	attributes: Attributes<T>,
): Filter<T> | undefined {
	const negated = key.endsWith('!');
	const parts = (negated ? key.slice(0, -1) : key).split('__');
	for (let length = parts.length; length > 0; length -= 1) {
		const name = parts.slice(0, length).map(camelCase).join('__');
		if (!Object.hasOwn(attributes, name)) continue;
		const operator = parts.slice(length).join('__') || 'exact';
		return { attribute: attributes[name], operator, wanted, negated };
	}
	return undefined;
}

/** The pages write `created_at` in queries and `createdAt` in objects: both are understood. */
function camelCase(name: string): string {
	return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** That `__in` works on users is inferred, not documented, so the sandbox can also do without. */
function honoured<T>(
	filter: Filter<T>,
	page: number,
	{ honourInFilters: honour }: ResolvedOptions,
): Array<Filter<T>> {
	if (filter.operator !== 'in' || honour === true) return [filter];
	if (honour === 'firstPage') return page > 1 ? [] : [filter];
	const values = honour === 'first' ? 1 : honour;
	if (typeof values !== 'number') return [];
	return [{ ...filter, wanted: listOf(filter.wanted).slice(0, values).join(',') }];
}

/** With 100,000 users, a look-up of a hundred must not read them all. */
function candidates<T>(items: T[], filters: Array<Filter<T>>): T[] {
	for (const { attribute, operator, wanted, negated } of filters) {
		if (!attribute.find || negated || (operator !== 'in' && operator !== 'exact')) continue;
		const values = operator === 'in' ? listOf(wanted) : [wanted];
		const found = new Set<T>();
		for (const value of values) {
			for (const item of attribute.find(value)) found.add(item);
		}
		return [...found];
	}
	return items;
}

export type Kind =
	| 'string'
	| 'caseless'
	| 'number'
	| 'date'
	| 'boolean'
	| 'array'
	| 'object'
	| 'related';
export type Test = (value: unknown) => boolean;
/** Made once for a filter from the text in the query. */
type Operator = (wanted: string) => Test;

/** How an attribute of this kind is compared; undefined for an operator that its page does not list. */
export function operatorFor(kind: Kind, name: string): Operator | undefined {
	if (name === 'isnull') return (wanted) => (value) => (value === null) === isTrue(wanted);
	return Object.hasOwn(operators[kind], name) ? operators[kind][name] : undefined;
}

/** The values of a list in the query: `a,b,c`. */
export function listOf(wanted: string): string[] {
	return wanted.split(',').map((one) => one.trim());
}

/** Field filters, page "string". */
const stringOperators: Record<string, Operator> = {
	exact: onText((value, wanted) => value === wanted),
	iexact: onText((value, wanted) => lower(value) === lower(wanted)),
	contains: onText((value, wanted) => value.includes(wanted)),
	icontains: onText((value, wanted) => lower(value).includes(lower(wanted))),
	startswith: onText((value, wanted) => value.startsWith(wanted)),
	istartswith: onText((value, wanted) => lower(value).startsWith(lower(wanted))),
	endswith: onText((value, wanted) => value.endsWith(wanted)),
	iendswith: onText((value, wanted) => lower(value).endsWith(lower(wanted))),
	in: (wanted) => {
		const values = new Set<unknown>(listOf(wanted));
		return (value) => values.has(value);
	},
};

/** Text that is the same whatever its case. */
const caselessOperators: Record<string, Operator> = {
	...stringOperators,
	exact: stringOperators.iexact,
	in: (wanted) => {
		const values = new Set(listOf(wanted).map(lower));
		return (value) => typeof value === 'string' && values.has(lower(value));
	},
};

const operators: Record<Kind, Record<string, Operator>> = {
	string: stringOperators,
	caseless: caselessOperators,
	/** Page "related": any of the related names fits. */
	related: Object.fromEntries(
		Object.entries(stringOperators).map(([name, operator]) => [
			name,
			(wanted: string): Test => {
				const test = operator(wanted);
				return (value) => Array.isArray(value) && value.some(test);
			},
		]),
	),
	number: comparisons(Number),
	date: comparisons((text) => (/^\d+$/.test(text) ? Number(text) : Date.parse(text))),
	boolean: { exact: (wanted) => (value) => value === isTrue(wanted) },
	/** Page "array"; order matters in an exact filter. */
	array: {
		exact: onList((value, wanted) => value.join('\n') === wanted.join('\n')),
		contains: onList((value, wanted) => wanted.every((one) => value.includes(one))),
		contained_by: onList((value, wanted) => value.every((one) => wanted.includes(String(one)))),
		overlap: onList((value, wanted) => wanted.some((one) => value.includes(one))),
		len: (wanted) => (value) => Array.isArray(value) && value.length === Number(wanted),
	},
	/** Page "json". */
	object: {
		contains: onJson((value, wanted) => includesAll(value, wanted)),
		contained_by: onJson((value, wanted) => includesAll(wanted, value)),
		has_key: onKeys((value, [key]) => Object.hasOwn(value, key)),
		has_keys: onKeys((value, keys) => keys.every((key) => Object.hasOwn(value, key))),
		has_any_keys: onKeys((value, keys) => keys.some((key) => Object.hasOwn(value, key))),
	},
};

function onText(fits: (value: string, wanted: string) => boolean): Operator {
	return (wanted) => (value) => typeof value === 'string' && fits(value, wanted);
}

function onList(fits: (value: unknown[], wanted: string[]) => boolean): Operator {
	return (wanted) => {
		const list = jsonOf(wanted);
		const values = Array.isArray(list) ? list.map(String) : listOf(wanted);
		return (value) => Array.isArray(value) && fits(value, values);
	};
}

function onKeys(fits: (value: object, keys: string[]) => boolean): Operator {
	return (wanted) => {
		const keys = listOf(wanted);
		return (value) => isObject(value) && fits(value, keys);
	};
}

function onJson(fits: (value: object, wanted: object) => boolean): Operator {
	return (wanted) => {
		const object = jsonOf(wanted);
		return (value) => isObject(value) && isObject(object) && fits(value, object);
	};
}

/** Numbers and dates: what cannot be read as one fits nothing. */
function comparisons(parse: (text: string) => number): Record<string, Operator> {
	const compare =
		(fits: (value: number, wanted: number, upper: number) => boolean): Operator =>
		(wanted) => {
			const [first, second = NaN] = wanted.split(',').map(parse);
			return (value) => value !== null && fits(parse(String(value)), first, second);
		};
	return {
		exact: compare((value, wanted) => value === wanted),
		gt: compare((value, wanted) => value > wanted),
		gte: compare((value, wanted) => value >= wanted),
		lt: compare((value, wanted) => value < wanted),
		lte: compare((value, wanted) => value <= wanted),
		range: compare((value, from, to) => value >= from && value <= to),
	};
}

function includesAll(whole: object, part: object): boolean {
	const held = new Map(Object.entries(whole));
	return Object.entries(part).every(
		([key, value]) => held.has(key) && JSON.stringify(held.get(key)) === JSON.stringify(value),
	);
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function isTrue(text: string): boolean {
	return /^(true|1)$/i.test(text);
}

function lower(text: string): string {
	return text.toLowerCase();
}
