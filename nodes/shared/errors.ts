import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { asRecord } from './objects';

/** Shown with an error; `fields` has the API's messages by field. */
export interface FailureDetails {
	httpCode?: string;
	code?: string | number;
	fields?: Record<string, string[]>;
}

type FailureOptions = Partial<Pick<Failure, 'description' | 'details' | 'kind' | 'isOfRun'>>;

/** Why a row or the run failed, for the user. It never contains a token, a password or a URL. */
export class Failure extends Error {
	/** Shown below the message: what was done, and what was not. */
	readonly description?: string;
	readonly details: FailureDetails;
	/** `input`: found before any request. `api`: the service, or the connection to it. `canceled`: the execution was stopped. */
	readonly kind: 'input' | 'api' | 'canceled';
	/** It is about the run as a whole, so that no item is named with it. */
	readonly isOfRun: boolean;

	constructor(
		message: string,
		{ description, details = {}, kind = 'input', isOfRun = false }: FailureOptions = {},
	) {
		super(message);
		this.name = 'Failure';
		this.description = description;
		this.details = details;
		this.kind = kind;
		this.isOfRun = isOfRun;
	}
}

export const apiFailure = (message: string, details?: FailureDetails) =>
	new Failure(message, { kind: 'api', details });

/** The row was not sent, because the run had ended. */
export class NotSent extends Failure {
	/** @param because what ended the run */
	constructor(because?: { message: string; details: FailureDetails }) {
		super(because ? `Not sent, because ${because.message}` : 'Not sent', {
			kind: 'api',
			details: because?.details,
		});
	}
}

/** Anything thrown, as a Failure; n8n's expression errors keep their text. */
export function asFailure(error: unknown): Failure {
	if (error instanceof Failure) return error;
	if (!(error instanceof Error)) return new Failure(String(error));
	const { description } = asRecord(error);
	return new Failure(error.message, typeof description === 'string' ? { description } : {});
}

/** The failure of a run whose settings are wrong. */
export const beforeAnyRequest = (error: unknown) =>
	new Failure(asFailure(error).message, { description: 'No request was sent.' });

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
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const message = textForItem(failure, itemIndex);
	const { description, details, kind } = failure;
	const shown = { message, description, httpCode: details.httpCode, itemIndex };
	const error =
		kind === 'api'
			? new NodeApiError(node, { message, ...details } as JsonObject, shown)
			: new NodeOperationError(node, message, { description, itemIndex });
	// n8n replaces a whole message that contains a system error code, even inside a name or an address.
	error.message = message;
	return error;
}
