import { passedPerSecond, type RequestStats } from '../http/requestStats';
import { counted } from './summary';

/** Fewer refusals happen to anybody who shares an account. */
const MANY_REFUSALS = 5;
/** A pace that is hardly above what the account allows is no cause. */
const FAR_BELOW = 0.8;

/** Two digits: 0.98, 49, 150. */
const rounded = (rate: number) => Number(rate.toPrecision(2));

/**
 * What the user is told about requests that were sent again, and what to do where the credential allows more than the account.
 * @param stats of a run that has sent at least one again
 * @param requestsPerSecond of the credential; 0 = no pacing
 */
export function retriesHint(stats: RequestStats, requestsPerSecond: number): string {
	const { retries, rateLimited } = stats;
	const sentAgain = `${counted(retries, 'request')} had to be sent again`;
	if (rateLimited === 0) return sentAgain;
	const share = rateLimited < retries ? `${rateLimited} of them ` : '';
	const cause = `${sentAgain}, ${share}because the account's request limit was reached`;
	const perSecond = passedPerSecond(stats);
	if (rateLimited < MANY_REFUSALS || perSecond === undefined) return cause;
	const isPaced = requestsPerSecond > 0;
	if (isPaced && perSecond > FAR_BELOW * requestsPerSecond) return cause;
	const unless = isPaced ? ', unless other workers use the account, too' : '';
	return `${cause}. About ${rounded(perSecond)} a second got through: enter that as Requests per Second in the credential${unless}`;
}
