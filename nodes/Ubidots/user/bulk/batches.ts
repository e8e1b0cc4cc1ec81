/** Bytes as UTF-8 JSON, which is how request bodies are limited. */
export const jsonBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value), 'utf8');

/**
 * Cuts rows into consecutive requests of at most `batchSize` rows and `maxBytes` bytes of body. A row that is over the limit by
 * itself gets its own request; callers refuse it before.
 */
export function cutIntoBatches<T extends { bytes: number }>(
	rows: readonly T[],
	batchSize: number,
	maxBytes: number,
): T[][] {
	const batches: T[][] = [];
	let batch: T[] = [];
	let bytes = 0;
	for (const row of rows) {
		// A comma before it.
		bytes += row.bytes + 1;
		if (batch.length === 0 || batch.length >= batchSize || bytes > maxBytes) {
			batch = [];
			batches.push(batch);
			bytes = row.bytes + 2;
		}
		batch.push(row);
	}
	return batches;
}
