/** Bytes of a JSON array of these rows: the brackets, and a comma between every two. */
export function arrayBytes(rows: ReadonlyArray<{ bytes: number }>): number {
	return rows.reduce((sum, row) => sum + row.bytes, 2 + Math.max(0, rows.length - 1));
}
