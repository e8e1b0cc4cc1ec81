/* eslint-disable no-console -- prints what it checks, never shipped */

/** Counts checks, and prints each with the reason why it failed. */
export class Checks {
	private passed = 0;
	private failed = 0;

	async that(sentence: string, work: () => Promise<void> | void): Promise<void> {
		try {
			await work();
			this.passed++;
			console.log(`ok      ${sentence}`);
		} catch (error) {
			this.failed++;
			const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
			console.log(`FAILED  ${sentence}\n${String(error)}\n${stdout}\n${stderr}`);
		}
	}

	/** Prints "N passed, N failed"; gives the exit code. */
	sum(): number {
		console.log(`${this.passed} passed, ${this.failed} failed`);
		return this.failed === 0 ? 0 : 1;
	}
}
