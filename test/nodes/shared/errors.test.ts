import type { INode } from 'n8n-workflow';
import { ExpressionError, NodeApiError, NodeOperationError, UserError } from 'n8n-workflow';

import {
	apiFailure,
	asFailure,
	errorJson,
	Failure,
	NotSent,
	textForItem,
	toNodeError,
} from '../../../nodes/shared/errors';
import { Redactor } from '../../../nodes/shared/redact';

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
		const error = toNodeError(node, fromApi, 2, new Redactor());
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			message: 'Ubidots answered 400: No. [item 2]',
			description: 'Updated: item 0 (1)',
			httpCode: '400',
			context: { itemIndex: 2 },
		});
	});

	it('is an operation error where the input is', () => {
		const error = toNodeError(
			node,
			new Failure("'Email' is empty", { description: 'More' }),
			0,
			new Redactor(),
		);
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
				expect(toNodeError(node, failure, undefined, new Redactor()).message).toBe(
					`'First Name' is '${code}'`,
				);
			}
		},
	);
});

describe('whatever was thrown', () => {
	it('stays the failure that it is', () => {
		expect(asFailure(fromApi)).toBe(fromApi);
	});

	it('keeps its text, and its description, where n8n wrote it', () => {
		const error = new ExpressionError('Invalid syntax', { description: 'Look at {{ }}' });
		expect(asFailure(error)).toMatchObject({
			message: 'Invalid syntax',
			description: 'Look at {{ }}',
			kind: 'input',
			details: {},
		});
		expect(asFailure(new UserError('No')).description).toBeUndefined();
	});

	const canary = 'canary-4711';
	it.each([
		['a mistake of ours', new TypeError(`Cannot read ${canary} of undefined`)],
		['a pattern that cannot be made', new SyntaxError(`Invalid: /${canary}\n${canary}/`)],
		['an error of the HTTP client', new NodeApiError(node, { message: canary })],
		['a text', canary],
	])('says where it was, and not what, when it is %s', (_, thrown) => {
		const failure = asFailure(thrown);
		expect(failure).toMatchObject({ kind: 'bug', message: expect.stringContaining('not yours') });
		const error = toNodeError(node, failure, 2, new Redactor());
		expect(error.stack).toContain('Caused by');
		const shown = [error.stack, error.message, error.description, JSON.stringify(error)];
		expect(shown.join() + JSON.stringify(errorJson(failure, 2))).not.toContain(canary);
		if (!(thrown instanceof Error)) return;
		expect(error.stack).toContain(thrown.name);
		expect(error.stack).toContain('errors.test.ts');
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

	it('of a row that was not sent has little of the reason: it may be in thousands of rows', () => {
		const details = { httpCode: '400', fields: { email: ['Wrong.'] } };
		const failure = new NotSent({ message: 'x'.repeat(5000), details });
		expect(failure.message).toHaveLength(501);
		expect(failure.details).toEqual({ httpCode: '400' });
	});

	it('has a message of some 2,000 characters at most', () => {
		expect(new Failure('x'.repeat(100_000)).message).toHaveLength(2001);
	});

	it('has no markup in its description, which the editor renders', () => {
		const failure = new Failure('No', { description: '<img src=x>' });
		expect(toNodeError(node, failure, undefined, new Redactor()).description).toBe('‹img src=x>');
	});
});
