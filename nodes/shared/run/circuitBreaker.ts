import { type Failure, NotSent } from '../errors';
import { isNeverConnected, isTimeout } from '../http/retry';

/** After this many items in a row the others are not tried: each could take two minutes. */
const OPENS_AFTER = 10;

/** What the account pays for does not include it (RFC 9110: Payment Required): one answer is that of all items. */
const OF_THE_ACCOUNT = '402';

/** Whether it is about the account, the credential or the connection, so that the next item would fail as well. */
const isOfAll = ({ details: { httpCode, code } }: Failure) => {
	if (httpCode !== undefined) return ['401', OF_THE_ACCOUNT].includes(httpCode);
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
		this.inARow = isOfAll(failure) ? this.inARow + 1 : 0;
		const { httpCode } = failure.details;
		if (this.inARow < OPENS_AFTER && httpCode !== OF_THE_ACCOUNT) return undefined;
		const first = this.inARow === 1 ? 'an item' : `${this.inARow} items in a row`;
		const message = `${first} failed like this: ${failure.message}`;
		return new NotSent({ message, details: failure.details });
	}
}
