import type { ItemParameters } from '../../../../../nodes/shared/form/itemParameters';
import { getFieldsOption, getSortOption } from '../../../../../nodes/Ubidots/user/getAll/options';

const itemOf = (options: unknown) =>
	({ get: (_: string, fallback: unknown) => options ?? fallback }) as unknown as ItemParameters;

describe('Sort', () => {
	it.each(['username', '-username', 'created_at', '-created_at'])('may be %s', (sort) => {
		expect(getSortOption(itemOf({ sort }))).toEqual({ sort_by: sort });
	});

	it.each([undefined, {}, { sort: '' }, { sort: null }])('is not asked for with %j', (options) => {
		expect(getSortOption(itemOf(options))).toEqual({});
	});

	it.each(['email', '--username', 'id,username', 'username,id', ['email']])(
		'is refused as %j',
		(sort) => {
			expect(() => getSortOption(itemOf({ sort }))).toThrow(
				'it has to be username or created_at, with a dash before it to reverse',
			);
		},
	);
});

describe('Fields', () => {
	it.each([
		[
			['id', 'tags'],
			['id', 'tags'],
		],
		['id, tags', ['id', 'tags']],
	])('%j are %j', (fields, names) => {
		expect(getFieldsOption(itemOf({ fields }))).toEqual(names);
	});

	it.each([undefined, {}, { fields: [] }, { fields: '' }, { fields: ', ' }])(
		'are not chosen with %j',
		(options) => {
			expect(getFieldsOption(itemOf(options))).toBeUndefined();
		},
	);

	it.each([
		[['id', 'password'], "The option 'Fields' names 'password', which is not a field of a user"],
		[[{ id: 1 }], "The option 'Fields' is of type object"],
	])('%j are refused by name', (fields, text) => {
		expect(() => getFieldsOption(itemOf({ fields }))).toThrow(text);
	});
});
