import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** What may be shown beside an error text; `fields` holds the API's own messages by field. */
export interface FailureDetails {
	httpCode?: string;
	code?: string | number;
	fields?: Record<string, string[]>;
}

interface FailureOptions {
	/** Longer text below the message: what was done, what was not. */
	description?: string;
	details?: FailureDetails;
	/** `input`: found before any request. `api`: the service or the way to it. `canceled`: the execution was stopped. */
	kind?: 'input' | 'api' | 'canceled';
}

/** Why one row, or the run, did not succeed, in words for the user. It never holds a token, a password or a URL. */
export class Failure extends Error {
	readonly description?: string;
	readonly details: FailureDetails;
	readonly kind: 'input' | 'api' | 'canceled';

	constructor(message: string, { description, details = {}, kind = 'input' }: FailureOptions = {}) {
		super(message);
		this.name = 'Failure';
		this.description = description;
		this.details = details;
		this.kind = kind;
	}
}

/** The failure of what the service, or the way to it, has to do with. */
export const apiFailure = (message: string, details?: FailureDetails) =>
	new Failure(message, { kind: 'api', details });

/** It was not sent, because the run had ended by then. */
export class NotSent extends Failure {
	/** @param because what ended the run, in a sentence, and its details */
	constructor(because?: { message: string; details: FailureDetails }) {
		super(because ? `Not sent, because ${because.message}` : 'Not sent', {
			kind: 'api',
			details: because?.details,
		});
	}
}

/** The failure behind whatever was thrown while one item was read; n8n's expression errors keep their text. */
export function asFailure(error: unknown): Failure {
	if (error instanceof Failure) return error;
	const message = error instanceof Error ? error.message : String(error);
	const description =
		error instanceof Error && 'description' in error && typeof error.description === 'string'
			? error.description
			: undefined;
	return new Failure(message, { description });
}

/** The sentence for one item, with the item's number as n8n counts it (from 0). */
export function textForItem(failure: Failure, itemIndex?: number): string {
	return itemIndex === undefined || failure.kind === 'canceled'
		? failure.message
		: `${failure.message} [item ${itemIndex}]`;
}

/**
 * The JSON of an error item. Only `error` and `details`: n8n puts an item with any other key
 * on the success branch (measured, n8n-core 2.41).
 */
export function errorJson(failure: Failure, itemIndex: number): IDataObject {
	return {
		error: textForItem(failure, itemIndex),
		details: { ...failure.details } as IDataObject,
	};
}

/**
 * The error that n8n shows. It is built once, from plain data: an error that wraps the HTTP client's error
 * would carry the request's headers along, and n8n returns an already built NodeApiError unchanged.
 */
export function toNodeError(
	node: INode,
	failure: Failure,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const message = textForItem(failure, itemIndex);
	const { description } = failure;
	const { httpCode } = failure.details;
	const error =
		failure.kind === 'api'
			? new NodeApiError(node, { message, ...failure.details } as JsonObject, {
					message,
					description,
					httpCode,
					itemIndex,
				})
			: new NodeOperationError(node, message, { description, itemIndex });
	// n8n replaces a whole message in which it finds a system error code, even inside a name or an address.
	error.message = message;
	return error;
}
