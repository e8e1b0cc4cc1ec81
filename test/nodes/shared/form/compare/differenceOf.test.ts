import { differenceOf, isNothing } from '../../../../../nodes/shared/form/compare';
import type { Field } from '../../../../../nodes/shared/form/fields';
import { text } from '../../../../../nodes/shared/form/fieldTypes';

const FIELDS: Field[] = ['first', 'last'].map((name) => ({
	name,
	displayName: name,
	type: text,
	description: name,
}));

describe('a row compared with the user that the service has', () => {
	it('keeps what differs', () => {
		const difference = differenceOf(
			FIELDS,
			{ first: 'Ada', last: 'King' },
			{ first: 'Ada', last: 'B' },
		);
		expect(difference).toEqual({
			body: { last: 'King' },
			changes: { last: { from: 'B', to: 'King' } },
		});
		expect(isNothing(difference)).toBe(false);
	});

	it('keeps its own body when all of it differs', () => {
		const body = { first: 'Ada' };
		expect(differenceOf(FIELDS, body, { first: 'Eve' }).body).toBe(body);
	});

	it('is nothing when nothing differs', () => {
		const difference = differenceOf(FIELDS, { first: 'Ada' }, { first: 'Ada' });
		expect(difference).toEqual({ body: {}, changes: {} });
		expect(isNothing(difference)).toBe(true);
	});
});
