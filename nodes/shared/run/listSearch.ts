import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { asFailure, Failure, toNodeError } from '../errors';
import { Client } from '../http/client';
import type { Service } from '../http/service';

/** A listOrEntry is waited for by a person: it may not retry as long as a run. */
const PICKER_TIMEOUTS = { timeoutMs: 20_000, retryTimeoutMs: 3000 };

/** Every listOrEntry can be filled in by hand as well, which needs no right to list. */
function withWayOut(failure: Failure): Failure {
	const { message, details, kind, description } = failure;
	if (details.httpCode !== '403') return failure;
	return new Failure(`${message}. You can also enter the value by hand`, {
		details,
		kind,
		description,
	});
}

/**
 * Fills a picker through the service; what goes wrong is a sentence in the editor.
 * @throws NodeApiError or NodeOperationError with that sentence
 */
export async function fillPicker<T>(
	context: ILoadOptionsFunctions,
	service: Service,
	fill: (client: Client) => Promise<T>,
): Promise<T> {
	try {
		const client = await Client.open(context, service, PICKER_TIMEOUTS);
		try {
			return await fill(client);
		} finally {
			client.close();
		}
	} catch (error) {
		throw toNodeError(context.getNode(), withWayOut(asFailure(error)));
	}
}

/** For comparing: without accents, in lower case. */
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The entries in which every word of the filter occurs, in name or value, whatever their case and accents. */
export function matching(
	entries: readonly INodeListSearchItems[],
	filter: string | undefined,
): INodeListSearchResult {
	const words = folded(filter ?? '')
		.split(/\s+/)
		.filter(Boolean);
	const results = entries.filter(({ name, value }) => {
		const text = folded(`${name} ${String(value)}`);
		return words.every((word) => text.includes(word));
	});
	return { results };
}
