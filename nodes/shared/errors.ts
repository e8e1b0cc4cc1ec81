import {
	ApplicationError,
	BaseError,
	type IDataObject,
	type INode,
	type JsonObject,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { withoutMarkup } from './shown';
import { asRecord } from './objects';
import { Redactor } from './redact';

/** Shown with an error; `fields` has the API's messages by field. */
export interface FailureDetails {
	httpCode?: string;
	code?: string | number;
	fields?: Record<string, string[]>;
	/** Of a user who was created although the row failed. */
	id?: string;
	/** What may have been written although the row failed. */
	changes?: IDataObject;
}

type FailureOptions = Partial<
	Pick<Failure, 'description' | 'details' | 'kind' | 'isOfRun' | 'isConsequence' | 'stackOfBug'>
>;

/** Whatever a service says: a message may be in thousands of items. */
const LONGEST_MESSAGE = 2000;

/** The text, cut with an ellipsis where it is longer. */
export const cut = (text: string, longest: number) =>
	text.length > longest ? `${text.slice(0, longest)}…` : text;

/** Why a row or the run failed, for the user. It never contains a token, a password or a URL. */
export class Failure extends Error {
	/** Shown below the message: what was done, and what was not. */
	readonly description?: string;
	readonly details: FailureDetails;
	/**
	 * `input`: found before any request. `api`: the service, or the connection to it. `canceled`: the execution was stopped. `bug`: a
	 * mistake in this package.
	 */
	readonly kind: 'input' | 'api' | 'canceled' | 'bug';
	/** It is about the run as a whole, so that no item is named with it. */
	readonly isOfRun: boolean;
	/** Another failure is the reason: it is not what ends a run. */
	readonly isConsequence: boolean;
	/** Where the mistake is, without its message. */
	readonly stackOfBug?: string;

	constructor(
		message: string,
		{
			description,
			details = {},
			kind = 'input',
			isOfRun = false,
			isConsequence = false,
			stackOfBug,
		}: FailureOptions = {},
	) {
		super(cut(message, LONGEST_MESSAGE));
		this.name = 'Failure';
		this.stackOfBug = stackOfBug;
		this.description = description;
		this.details = details;
		this.kind = kind;
		this.isOfRun = isOfRun;
		this.isConsequence = isConsequence;
	}
}

/** The failure of a request, or of what a service has answered. */
export const apiFailure = (message: string, details?: FailureDetails) =>
	new Failure(message, { kind: 'api', details });

/** Of the reason why rows were not sent: there may be a hundred thousand of them. */
const LONGEST_REASON = 500;

/** The row was not sent, because the run had ended. */
export class NotSent extends Failure {
	/** What ended the run, for the end of a sentence. */
	readonly reason: string;

	/** @param because what ended the run */
	constructor(because?: { message: string; details: FailureDetails }) {
		// Without the messages by field, which are of other rows.
		const { httpCode, code } = because?.details ?? {};
		super(because ? cut(`Not sent, because ${because.message}`, LONGEST_REASON) : 'Not sent', {
			kind: 'api',
			details: {
				...(httpCode !== undefined && { httpCode }),
				...(code !== undefined && { code }),
			},
			isConsequence: true,
		});
		this.reason = because ? cut(because.message, LONGEST_REASON) : 'the run has ended';
	}
}

/** The name and the places of an error. The lines before them are its message, which may quote a secret. */
function stackWithoutMessage({ name, stack = '' }: Error): string {
	const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
	return [name, ...places].join('\n');
}

/** Whether n8n has written the error for the user. Its NodeApiError may quote a response, and its headers. */
const isOfN8n = (error: Error) =>
	(error instanceof BaseError || error instanceof ApplicationError) &&
	!(error instanceof NodeApiError);

/**
 * Anything thrown, as a Failure. Errors of n8n, such as those of expressions, keep their text. Any other is a mistake in this package:
 * its message is not shown, because it may quote what must not be seen.
 */
export function asFailure(error: unknown): Failure {
	if (error instanceof Failure) return error;
	if (error instanceof Error && isOfN8n(error)) {
		const { description } = asRecord(error);
		return new Failure(error.message, typeof description === 'string' ? { description } : {});
	}
	const stackOfBug = error instanceof Error ? stackWithoutMessage(error) : typeof error;
	const [name, place = ''] = stackOfBug.split('\n');
	return new Failure(
		'This node has made a mistake. It is not yours: please report it with what the details say',
		{ kind: 'bug', details: { code: `${name} ${place.trim()}`.trim() }, stackOfBug },
	);
}

/**
 * What the work gives, or why it failed: for work whose failure is only told.
 * @throws Failure of kind `canceled`
 */
export async function orFailure<T>(work: () => Promise<T>): Promise<T | Failure> {
	try {
		return await work();
	} catch (error) {
		const failure = asFailure(error);
		if (failure.kind === 'canceled') throw failure;
		return failure;
	}
}

/** The failure of a run whose settings are wrong. */
export function beforeAnyRequest(error: unknown): Failure {
	const failure = asFailure(error);
	if (failure.kind === 'bug') return failure;
	return new Failure(failure.message, { description: 'No request was sent.' });
}

/** The message with the item's number, which n8n counts from 0. */
export function textForItem(failure: Failure, itemIndex?: number): string {
	return itemIndex === undefined || failure.kind === 'canceled' || failure.isOfRun
		? failure.message
		: `${failure.message} [item ${itemIndex}]`;
}

/** The JSON of an error item. n8n puts an item with any other key on the success branch (measured, n8n-core 2.41). */
export function errorJson(failure: Failure, itemIndex?: number): IDataObject {
	return {
		error: textForItem(failure, itemIndex),
		details: { ...failure.details } as IDataObject,
	};
}

/**
 * The error that n8n shows. Built once, because n8n returns a built NodeApiError unchanged; and from plain data, because one that
 * wraps the HTTP client's error would contain the request's headers.
 */
export function toNodeError(
	node: INode,
	failure: Failure,
	itemIndex: number | undefined,
	redactor: Redactor,
): NodeApiError | NodeOperationError {
	const message = redactor.redactJson(textForItem(failure, itemIndex));
	const { kind, stackOfBug } = failure;
	const details = redactor.redactJson(failure.details);
	const description =
		failure.description && withoutMarkup(redactor.redactJson(failure.description));
	const shown = { message, description, httpCode: details.httpCode, itemIndex };
	const error =
		kind === 'api'
			? new NodeApiError(node, { message, ...details } as JsonObject, shown)
			: new NodeOperationError(node, message, { description, itemIndex });
	// n8n replaces a whole message that contains a system error code, even inside a name or an address.
	error.message = message;
	if (stackOfBug !== undefined) error.stack = `${error.name}: ${message}\nCaused by ${stackOfBug}`;
	return error;
}
