import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { asFailure, toNodeError } from './failure';
import { Sender } from './http';
import type { Service } from './service';

/** A picker is waited for by a person: it may not retry as long as a run. */
const PICKER_SETTINGS = { timeoutMs: 20_000, retryTimeoutMs: 10_000 };

/**
 * Fills a picker through the service; what goes wrong is a sentence in the editor.
 * @throws NodeApiError or NodeOperationError with that sentence
 */
export async function fillPicker<T>(
	context: ILoadOptionsFunctions,
	service: Service,
	fill: (sender: Sender) => Promise<T>,
): Promise<T> {
	return await Sender.open(context, service, PICKER_SETTINGS)
		.then(fill)
		.catch((error: unknown) => {
			throw toNodeError(context.getNode(), asFailure(error));
		});
}

/** The entries in which every word of the filter occurs, in name or value, in upper or lower case. */
export function matching(
	entries: readonly INodeListSearchItems[],
	filter: string | undefined,
): INodeListSearchResult {
	const words = (filter ?? '').toLowerCase().split(/\s+/).filter(Boolean);
	const results = entries.filter(({ name, value }) => {
		const text = `${name} ${String(value)}`.toLowerCase();
		return words.every((word) => text.includes(word));
	});
	return { results };
}
