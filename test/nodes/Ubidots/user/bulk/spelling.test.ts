import { corrections, misspelled } from '../../../../../nodes/Ubidots/user/bulk/headerTypos';

describe('an input field that is nearly named like a field of a user', () => {
	it.each(['First Name', 'first_name', 'FIRSTNAME', 'first-name', ' firstName '])(
		'is %j for firstName',
		(name) => {
			expect(misspelled('id', { id: '1', [name]: 'Ada' })).toEqual([name]);
			expect(corrections([name])).toBe(`'${name}' (write firstName)`);
		},
	);

	it.each(['firstName', 'id', 'email', 'Department', 'Name', 'Prénom', ''])('is not %j', (name) => {
		expect(misspelled('email', { [name]: 'x' })).toBeUndefined();
	});

	it('is of no interest beside the field itself', () => {
		expect(misspelled('id', { firstName: 'Ada', 'First Name': 'Ada Maria' })).toBeUndefined();
	});

	it('may mean the ID only where users are matched by it: a sheet may have an ID of its own', () => {
		expect(misspelled('id', { ID: '1' })).toEqual(['ID']);
		expect(misspelled('username', { ID: '1' })).toBeUndefined();
		expect(misspelled('username', { ID: '1', 'First Name': 'Ada' })).toEqual(['First Name']);
	});

	it('is told with what to write, one after the other', () => {
		const names = misspelled('id', { id: '1', 'E-Mail': 'x', 'Time Zone': 'y' });
		expect(corrections(names ?? [])).toBe("'E-Mail' (write email), 'Time Zone' (write timezone)");
	});
});
