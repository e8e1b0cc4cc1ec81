import { breaches, choicesOf, entriesOf, groupsOf, NODES, PLACES } from './walk';

/** From five on, entries stand in the alphabetical order of their titles. */
const MANY = 5;

const isSorted = (titles: string[]) =>
	titles.length < MANY ||
	titles.every((title, index) => index === 0 || titles[index - 1].localeCompare(title) <= 0);

describe('lists of five or more are in alphabetical order:', () => {
	it.each([
		[
			'choices',
			(place: (typeof PLACES)[number]) => choicesOf(place.property).map(({ name }) => name),
		],
		[
			'fields of collections',
			(place: (typeof PLACES)[number]) =>
				entriesOf(place.property).map(({ displayName }) => displayName),
		],
		[
			'groups of rows',
			(place: (typeof PLACES)[number]) =>
				groupsOf(place.property).map(({ displayName }) => displayName),
		],
	])('%s', (_, titlesOf) => {
		const wrong = breaches(
			PLACES,
			(place) => isSorted(titlesOf(place)),
			(place) => `${place.path}: ${titlesOf(place).join(', ')}`,
		);
		expect(wrong).toEqual([]);
	});

	it('and there are such lists', () => {
		const long = PLACES.filter(
			({ property }) => entriesOf(property).length >= MANY || choicesOf(property).length >= MANY,
		);
		expect(long.length).toBeGreaterThan(5);
	});
});

describe('the form', () => {
	it('begins with the resource and the operation, which take no expression', () => {
		for (const { description } of NODES) {
			const [resource, operation] = description.properties;
			expect([resource.name, operation.name]).toEqual(['resource', 'operation']);
			expect([resource.noDataExpression, operation.noDataExpression]).toEqual([true, true]);
		}
	});

	it('has the options last, in every operation', () => {
		for (const { description } of NODES) {
			const byOperation = new Map<string, string[]>();
			for (const { name, displayOptions } of description.properties) {
				for (const operation of displayOptions?.show?.operation ?? []) {
					const names = byOperation.get(String(operation)) ?? [];
					byOperation.set(String(operation), [...names, name]);
				}
			}
			for (const names of byOperation.values()) expect(names[names.length - 1]).toBe('options');
		}
	});

	it('has the required parameters first, in every operation', () => {
		const wrong = NODES.flatMap(({ description: { properties } }) =>
			properties.filter(({ required, displayOptions }, index) => {
				const before = properties[index - 1];
				const isSameForm =
					JSON.stringify(before?.displayOptions?.show?.operation) ===
					JSON.stringify(displayOptions?.show?.operation);
				return required === true && isSameForm && before.required !== true;
			}),
		);
		expect(wrong.map(({ name }) => name)).toEqual([]);
	});

	it('offers no parameter twice under one name in one operation', () => {
		for (const { description } of NODES) {
			const keys = description.properties.map(
				({ name, displayOptions }) => `${name} ${JSON.stringify(displayOptions?.show)}`,
			);
			expect(new Set(keys).size).toBe(keys.length);
		}
	});
});
