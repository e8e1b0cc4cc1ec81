import type { INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * Makes n8n put the item on the error output with its whole json. n8n before 2.41 takes an item with `details` for an error only by
 * the property `error` of the item (beside `json`); and every n8n then replaces the json of each item that still has this property
 * by the message alone (measured: n8n-core 1.123, 2.0 and 2.41, handleNodeErrorOutput and what follows it). So `error` is not
 * enumerable, and the copy that n8n makes to add the input item is without it; where n8n makes no copy, because the item is not
 * paired, the first new json is not taken.
 */
export function markAsError(
	item: INodeExecutionData,
	error: NodeApiError | NodeOperationError,
): void {
	const { json } = item;
	Object.defineProperties(item, {
		error: { value: error, configurable: true, writable: true },
		json: {
			configurable: true,
			enumerable: true,
			get: () => json,
			set() {
				Object.defineProperty(item, 'json', { value: json, writable: true });
			},
		},
	});
}
