/** Bytes of the value as UTF-8 JSON: what counts against a limit on the request body, not characters. */
export function jsonBytes(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

/**
 * Cuts rows into consecutive requests of at most `batchSize` rows and `maxBytes` bytes of body. Every row is in
 * exactly one; a row that alone is over the limit stands alone (callers refuse it by name before).
 */
export function cutIntoBatches<T extends { bytes: number }>(
	rows: readonly T[],
	batchSize: number,
	maxBytes: number,
): T[][] {
	const batches: T[][] = [];
	let batch: T[] = [];
	let bytes = 2;
	for (const row of rows) {
		const added = row.bytes + (batch.length > 0 ? 1 : 0);
		if (batch.length > 0 && (batch.length >= batchSize || bytes + added > maxBytes)) {
			batches.push(batch);
			batch = [];
			bytes = 2;
		}
		bytes += row.bytes + (batch.length > 0 ? 1 : 0);
		batch.push(row);
	}
	if (batch.length > 0) batches.push(batch);
	return batches;
}
