import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { shown } from '../../../shared/shown';
import { separate } from '../patch';
import type { BulkRow, Requested } from './rows';
import type { BatchSettings } from './settings';

/** The size of a row in a request, as UTF-8 JSON, which is how request bodies are limited. */
export const rowBytes = (id: string, body: IDataObject) =>
	Buffer.byteLength(JSON.stringify({ id, ...body }), 'utf8');

/** @returns the failure of a row that is too large for one request */
export function checkSize(
	{ value }: Requested,
	id: string,
	body: IDataObject,
	{ maxBatchBytes }: Pick<BatchSettings, 'maxBatchBytes'>,
): Failure | undefined {
	const bytes = rowBytes(id, body) + 2;
	if (bytes <= maxBatchBytes) return undefined;
	return new Failure(
		`The row of the user ${shown(value)} has ${bytes} bytes, more than the ${maxBatchBytes} that 'Max Batch Bytes' allows for one request: shorten it or raise the option`,
	);
}

/** Has as many characters as the IDs of Ubidots, for the size of a row whose user is not known yet. */
const ANY_ID = '0'.repeat(24);

/** Fails rows that are too large for a request. */
export function refuseLargeRows(
	rows: readonly BulkRow[],
	settings: Pick<BatchSettings, 'maxBatchBytes'>,
): void {
	for (const row of rows) {
		const { by, value, patch } = row.requested;
		// Edits of tags are not sent: what is sent in their place is known when the user is.
		const { body } = separate(patch.set);
		row.result = checkSize(row.requested, by === 'id' ? value : ANY_ID, body, settings);
	}
}
