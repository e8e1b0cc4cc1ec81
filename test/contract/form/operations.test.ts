import type { INodePropertyOptions } from 'n8n-workflow';

import { choicesOf, NODES, PLACES } from './walk';

const operations: Array<[string, INodePropertyOptions]> = NODES.flatMap(({ description }) =>
	choicesOf(description.properties[1]).map((choice): [string, INodePropertyOptions] => [
		`${description.name} ${String(choice.value)}`,
		choice,
	]),
);
const named = (name: string) => PLACES.filter(({ property }) => property.name === name);

describe.each(operations)('the operation %s', (_, { name, action = '', description = '' }) => {
	it('has an action in sentence case, with the resource and without articles', () => {
		expect(action).toMatch(/^[A-Z][a-z]+( [a-z]+)+$/);
		expect(action).toMatch(/\busers?\b/);
		expect(action).not.toMatch(/\b(a|an|the)\b/i);
	});

	it('has a name in Title Case without the resource', () => {
		expect(name).toMatch(/^[A-Z][a-z]+( [A-Z][a-z]+)*$/);
		expect(name).not.toMatch(/user/i);
	});

	it('has a description in other words, short enough for the list', () => {
		expect(description).toMatch(/^[A-Z]/);
		expect(description.toLowerCase()).not.toBe(action.toLowerCase());
		expect(description.toLowerCase()).not.toBe(name.toLowerCase());
		expect(description.length).toBeLessThan(160);
	});
});

describe("the texts that n8n's guidelines prescribe", () => {
	it.each([
		['returnAll', 'Return All', false, 'Whether to return all results or only up to a given limit'],
		['limit', 'Limit', 50, 'Max number of results to return'],
		[
			'simplify',
			'Simplify',
			true,
			'Whether to return a simplified version of the response instead of the raw data',
		],
	])('are those of %s', (name, displayName, byDefault, description) => {
		const places = named(name);
		expect(places.length).toBeGreaterThan(0);
		for (const { property } of places) {
			expect(property).toMatchObject({ displayName, default: byDefault, description });
		}
	});

	it('Limit is at least 1, and shown when not all are returned', () => {
		for (const { property } of named('limit')) {
			expect(property.typeOptions?.minValue).toBe(1);
			expect(property.displayOptions?.show?.returnAll).toEqual([false]);
		}
	});
});

describe('the default operation', () => {
	it.each(NODES.map(({ description }) => [description.name, description] as const))(
		'of %s does no harm',
		(_, { properties }) => {
			expect(['delete', 'create', 'resetPassword', 'changeEmail']).not.toContain(
				properties[1].default,
			);
		},
	);
});
