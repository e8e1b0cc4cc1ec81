import type { ResolvedOptions } from '../types';
import { listOf, operatorFor } from './operators';
import type { Kind } from './operators';

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
