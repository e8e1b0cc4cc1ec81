import { type Failure, NotSent } from '../errors';
import { isNeverConnected, isTimeout } from '../http/retry';

/** After this many items in a row the others are not tried: each could take two minutes. */
const OPENS_AFTER = 10;

/** Whether it is about the credential or the connection, so that the next item would fail as well. */
const isOfConnection = ({ details: { httpCode, code } }: Failure) => {
	if (httpCode !== undefined) return httpCode === '401';
	const networkCode = String(code);
	return isNeverConnected(networkCode) || isTimeout(networkCode);
};

/** Opens after a number of items in a row that could not connect to the service, or got no response in time. */
export class CircuitBreaker {
	private inARow = 0;

	succeeded(): void {
		this.inARow = 0;
	}

	/** @returns the failure of the items that are not tried, when it opens */
	failed(failure: Failure): NotSent | undefined {
		this.inARow = isOfConnection(failure) ? this.inARow + 1 : 0;
		if (this.inARow < OPENS_AFTER) return undefined;
		const message = `${this.inARow} items in a row failed like this: ${failure.message}`;
		return new NotSent({ message, details: failure.details });
	}
}
