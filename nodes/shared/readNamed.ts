import { Failure } from './failure';
import { WrongValue } from './kind';

/**
 * What `read` gives.
 * @param subject begins the sentence about a value that cannot be read: "'Email'", "The filter 'Tag'"
 * @throws Failure with that sentence in place of a WrongValue; it never holds a value that `read` did not put into its reason
 */
export function readNamed<T>(subject: string, read: () => T): T {
	let reason: string;
	try {
		return read();
	} catch (error) {
		reason = error instanceof WrongValue ? error.message : 'has a value that cannot be read';
	}
	throw new Failure(`${subject} ${reason}`);
}
