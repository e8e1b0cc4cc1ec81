import { isObject } from '../json';

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
