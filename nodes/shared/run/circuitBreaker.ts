import { type Failure, NotSent } from '../errors';
import { isNeverConnected } from '../http/retry';

/** So many items in a row without a way to the service, and the others are not tried: each could wait for two minutes. */
const OPENS_AFTER = 10;

/** Whether the failure is about the credential or the connection, so that the next item would meet it as well. */
const isOfConnection = ({ details: { httpCode, code } }: Failure) =>
	httpCode === '401' || (httpCode === undefined && isNeverConnected(String(code)));

/** Counts items that found no way to the service one after the other. */
export class CircuitBreaker {
	private inARow = 0;

	succeeded(): void {
		this.inARow = 0;
	}

	/** @returns what items that are not tried any more get, when it opens with this failure */
	failed(failure: Failure): NotSent | undefined {
		this.inARow = isOfConnection(failure) ? this.inARow + 1 : 0;
		if (this.inARow < OPENS_AFTER) return undefined;
		const message = `${this.inARow} items in a row failed like this: ${failure.message}`;
		return new NotSent({ message, details: failure.details });
	}
}
