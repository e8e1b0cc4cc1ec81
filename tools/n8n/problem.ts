/** Something a person can do something about: one sentence that says what is wrong, one that says the way on. */
export class Problem extends Error {
	constructor(what: string, wayOn: string) {
		super(`${what}\n${wayOn}`);
		this.name = 'Problem';
	}
}

/** What to print of an error: sentences for a problem, the stack for a mistake of ours. */
export function explained(error: unknown) {
	if (error instanceof Problem) return error.message;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
