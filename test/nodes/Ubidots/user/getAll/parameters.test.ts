import { itemOf } from '../../../shared/form/itemOf';
import { PARAMETERS } from '../../../../../nodes/Ubidots/user/getAll/parameters';

const read = (options: unknown) => itemOf({ options }).read(PARAMETERS);

describe('Sort', () => {
	it.each(['username', '-username', 'created_at', '-created_at'])('may be %s', (sort) => {
		expect(read({ sort }).sort).toBe(sort);
	});

	it.each([undefined, {}, { sort: '' }, { sort: null }])('is not asked for with %j', (options) => {
		expect(read(options).sort).toBeUndefined();
	});

	it.each(['email', '--username', 'id,username', 'username,id', ['email']])(
		'is refused as %j',
		(sort) => {
			expect(() => read({ sort })).toThrow(
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
		expect(read({ fields }).fields).toEqual(names);
	});

	it.each([undefined, {}, { fields: [] }, { fields: '' }, { fields: ', ' }])(
		'are not chosen with %j',
		(options) => {
			expect(read(options).fields).toBeUndefined();
		},
	);

	it.each([
		[['id', 'password'], "The option 'Fields' names 'password', which is not a field of a user"],
		[[{ id: 1 }], "The option 'Fields' is of type object"],
	])('%j are refused by name', (fields, text) => {
		expect(() => read({ fields })).toThrow(text);
	});
});
