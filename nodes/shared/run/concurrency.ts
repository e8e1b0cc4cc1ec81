/**
 * Runs `work` for every entry, at most `limit` at a time, started in order. When one throws, no more are started;
 * those under way are awaited, and the first error is thrown.
 */
export async function runConcurrently<T>(
	limit: number,
	entries: readonly T[],
	work: (entry: T, index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const errors: unknown[] = [];
	const worker = async () => {
		while (next < entries.length && errors.length === 0) {
			const index = next++;
			try {
				await work(entries[index], index);
			} catch (error) {
				errors.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, entries.length) }, worker));
	if (errors.length > 0) throw errors[0];
}
