/**
 * Runs `work` for every entry, at most `lanes` at a time, started in order. When one throws, no further entry is
 * started; those under way are waited for, and the first error is thrown.
 */
export async function inLanes<T>(
	lanes: number,
	entries: readonly T[],
	work: (entry: T, index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	let failed = false;
	const errors: unknown[] = [];
	const lane = async () => {
		while (next < entries.length && !failed) {
			const index = next++;
			await work(entries[index], index).catch((error: unknown) => {
				failed = true;
				errors.push(error);
			});
		}
	};
	await Promise.all(Array.from({ length: Math.min(lanes, entries.length) }, lane));
	if (failed) throw errors[0];
}
