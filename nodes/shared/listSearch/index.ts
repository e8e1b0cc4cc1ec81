import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { asFailure, Failure, toNodeError } from '../errors';
import { Client } from '../http/client';
import type { Service } from '../http/service';
import { Redactor } from '../redact';

/** A person waits for a picker, so it retries for less time than a run. */
const PICKER_TIMEOUTS = { timeoutMs: 20_000, retryTimeoutMs: 3000 };

/** Entering a value by hand needs no right to list. */
function withAlternative(failure: Failure): Failure {
	if (failure.details.httpCode !== '403') return failure;
	return new Failure(`${failure.message}. You can also enter the value by hand`, failure);
}

/** @throws NodeApiError or NodeOperationError, whose message the editor shows */
export async function fillPicker<T>(
	context: ILoadOptionsFunctions,
	service: Service,
	fill: (client: Client) => Promise<T>,
): Promise<T> {
	const redactor = new Redactor();
	try {
		const client = await Client.open(context, service, PICKER_TIMEOUTS, redactor);
		return redactor.redactJson(await fill(client));
	} catch (error) {
		throw toNodeError(context.getNode(), withAlternative(asFailure(error)), undefined, redactor);
	}
}

/** Without accents, in lower case. */
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * The entries with every word of the filter in their name or value, in any case and with or without accents.
 * @param leftOut what the list lacks, as a sentence: an editor has no other place to say it, so it is an entry without a value
 */
export function matching(
	entries: readonly INodeListSearchItems[],
	filter: string | undefined,
	leftOut?: string,
): INodeListSearchResult {
	const words = folded(filter ?? '').split(/\s+/);
	const results = entries.filter(({ name, value }) => {
		const text = folded(`${name} ${String(value)}`);
		return words.every((word) => text.includes(word));
	});
	if (leftOut === undefined) return { results };
	return { results: [...results, { name: `${leftOut}. Enter others by hand`, value: '' }] };
}
