import {
	fieldsText,
	mergeRows,
	messagesByField,
	parseUndocumented,
	textsIn,
} from '../../../../nodes/shared/http/errorBody';

describe('messages by field', () => {
	it('are lists of texts, whether the service sends a text, a list or objects', () => {
		const detail = { email: 'Taken.', tags: ['Long.', { 0: 'Odd.' }], properties: { a: [1] } };
		expect(messagesByField(detail)).toEqual({
			email: ['Taken.'],
			tags: ['Long.', '{"0":"Odd."}'],
			properties: ['{"a":[1]}'],
		});
	});

	it('leave out a field of which nothing is said', () => {
		expect(messagesByField({ email: null, tags: [], firstName: ['No.'] })).toEqual({
			firstName: ['No.'],
		});
	});

	it('read as one sentence', () => {
		expect(fieldsText({ email: ['Taken.', 'Odd.'], tags: ['Long.'] })).toBe(
			'email: Taken. Odd.; tags: Long.',
		);
	});

	it('of many rows are told once, in the order in which they came', () => {
		const rows: Array<Record<string, string[]>> = [
			{ email: ['Taken.'] },
			{},
			{ tags: ['Long.'], email: ['Odd.', 'Taken.'] },
		];
		expect(mergeRows(rows)).toEqual({ email: ['Taken.', 'Odd.'], tags: ['Long.'] });
	});
});

describe('a message that is not about one field', () => {
	it.each([
		['a text', 'Not now.', 'Not now.'],
		['a list', ['Not now.', { later: 1 }, null], 'Not now. {"later":1} null'],
	])('may be %s', (_, value, text) => {
		expect(textsIn(value)).toBe(text);
	});

	it.each(['', [], {}, { a: 'b' }, 5, null, undefined])('is not %j', (value) => {
		expect(textsIn(value)).toBeUndefined();
	});
});

describe('an error body in no documented shape', () => {
	it.each([
		{ non_field_errors: ['Not both.'] },
		{ error: 'Not both.' },
		{ message: 'Not both.' },
		{ detail: ['Not both.'] },
		{ errors: 'Not both.' },
	])('has its text in %j', (body) => {
		expect(parseUndocumented(body)).toEqual({ text: 'Not both.' });
	});

	it('shows what is about the whole request before anything else', () => {
		const body = { errors: 'e', detail: 'd', message: 'c', error: 'b', non_field_errors: ['a'] };
		expect(parseUndocumented(body)).toEqual({ text: 'a' });
	});

	it('has the messages of fields in the lists at its top, and nothing else there is one', () => {
		const body = { email: ['Taken.'], tags: [], status: 400, type: 'about:blank', at: { a: 1 } };
		expect(parseUndocumented(body)).toEqual({ fields: { email: ['Taken.'] } });
	});

	it('may be a list of texts', () => {
		expect(parseUndocumented(['One.', 'Two.'])).toEqual({ text: 'One. Two.' });
	});

	it.each(['<h1>Bad Gateway</h1>', '', null, undefined, 5, {}])(
		'says nothing where it is %j',
		(body) => {
			expect(parseUndocumented(body)).toEqual({});
		},
	);
});
