import type { Result } from './world';

/** The sentences above the output, but what is said of the columns of a list: see mapper/headersOfRun.test.ts. */
export const hintsOf = ({ hints }: Result): string[] =>
	hints('Node').flatMap(({ message }) => (message.startsWith('Writes: ') ? [] : [message]));
