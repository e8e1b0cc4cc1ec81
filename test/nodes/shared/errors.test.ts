import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import {
	apiFailure,
	asFailure,
	errorJson,
	Failure,
	NotSent,
	textForItem,
	toNodeError,
} from '../../../nodes/shared/errors';

const node: INode = {
	id: '1',
	name: 'Node',
	type: 'x',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const fromApi = new Failure('Ubidots answered 400: No.', {
	kind: 'api',
	description: 'Updated: item 0 (1)',
	details: { httpCode: '400', code: 400001, fields: { email: ['No.'] } },
});

describe('the JSON of an error item', () => {
	it('has error and details and no other key, or n8n would take it for a success', () => {
		expect(errorJson(fromApi, 3)).toEqual({
			error: 'Ubidots answered 400: No. [item 3]',
			details: { httpCode: '400', code: 400001, fields: { email: ['No.'] } },
		});
		expect(errorJson(new Failure('Nothing to update'), 0)).toEqual({
			error: 'Nothing to update [item 0]',
			details: {},
		});
	});
});

describe('the sentence for an item', () => {
	it('ends with the number of the item, where there is one', () => {
		expect(textForItem(fromApi, 0)).toBe('Ubidots answered 400: No. [item 0]');
		expect(textForItem(fromApi)).toBe('Ubidots answered 400: No.');
	});

	it('leaves the number out when the user stopped the execution', () => {
		const canceled = new Failure('The execution was canceled', { kind: 'canceled' });
		expect(textForItem(canceled, 4)).toBe('The execution was canceled');
	});
});

describe('the error that n8n shows', () => {
	it('is an API error where the service or the way to it is at fault', () => {
		const error = toNodeError(node, fromApi, 2);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'Ubidots answered 400: No. [item 2]',
			description: 'Updated: item 0 (1)',
			httpCode: '400',
			context: { itemIndex: 2 },
		});
	});

	it('is an operation error where the input is', () => {
		const error = toNodeError(node, new Failure("'Email' is empty", { description: 'More' }), 0);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({
			message: "'Email' is empty [item 0]",
			description: 'More',
			context: { itemIndex: 0 },
		});
	});

	it.each(['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET'])(
		'keeps its sentence although %s stands in it',
		(code) => {
			for (const kind of ['api', 'input'] as const) {
				const failure = new Failure(`'First Name' is '${code}'`, { kind, details: { code } });
				expect(toNodeError(node, failure).message).toBe(`'First Name' is '${code}'`);
			}
		},
	);
});

describe('whatever was thrown', () => {
	it('stays the failure that it is', () => {
		expect(asFailure(fromApi)).toBe(fromApi);
	});

	it('keeps its text, and the description of an expression error', () => {
		const error = Object.assign(new Error('Invalid syntax'), { description: 'Look at {{ }}' });
		expect(asFailure(error)).toMatchObject({
			message: 'Invalid syntax',
			description: 'Look at {{ }}',
			kind: 'input',
			details: {},
		});
		expect(asFailure('thrown text').message).toBe('thrown text');
	});
});

describe('a failure', () => {
	it('of the service is told from one of the input', () => {
		const details = { httpCode: '500' };
		expect(apiFailure('It broke', details)).toMatchObject({ kind: 'api', details });
		expect(new Failure('Wrong')).toMatchObject({ kind: 'input', details: {} });
	});

	it('of a row that was not sent says what ended the run, where that is known', () => {
		const details = { httpCode: '500' };
		expect(new NotSent({ message: 'it broke', details })).toMatchObject({
			message: 'Not sent, because it broke',
			kind: 'api',
			details,
		});
		expect(new NotSent()).toMatchObject({ message: 'Not sent', kind: 'api', details: {} });
	});

	it('made of an error has its description only where that is text', () => {
		const described = (description: unknown) =>
			asFailure(Object.assign(new Error('No'), { description })).description;
		expect([described('Because.'), described({ a: 1 }), described(null)]).toEqual([
			'Because.',
			undefined,
			undefined,
		]);
	});
});
