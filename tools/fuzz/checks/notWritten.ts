import { MAYBE_APPLIED } from '../../../nodes/shared/http/errors';
import type { Sent } from './requests';
import { about, type Check, type Seen } from './seen';

/** The rows that what was sent can be of: more than one where several have the same user and values. */
const ownersOf = ({ mine }: Seen, one: Sent): number[] =>
	mine.flatMap((list, row) => (list.includes(one) ? [row] : []));

/**
 * Nothing of a row that is called not sent, or that the node has to refuse, ever left; but for what was answered 429, which says
 * that it was not carried out.
 */
export const notSentNeverLeft: Check = (seen) =>
	seen.sent.flatMap((one) => {
		const owners = ownersOf(seen, one);
		const isNotSent = (row: number) =>
			seen.claims[row]?.kind === 'notSent' || seen.run.expected[row].isWrong;
		const isThrottled = one.write.entry.status === 429 && !one.hasLanded;
		if (isThrottled || owners.length === 0 || !owners.every(isNotSent)) return [];
		const [row] = owners;
		const said = seen.claims[row]?.text ?? seen.claims[row]?.kind ?? 'nothing';
		return [about('not sent never left', row, `it was in a request, but is called: ${said}`)];
	});

/** What the service has carried out and is called failed says that it may have happened. */
export const failedMayHaveHappened: Check = (seen) =>
	seen.sent.flatMap((one) => {
		const owners = ownersOf(seen, one).filter((row) => !seen.run.expected[row].isWrong);
		const claims = owners.map((row) => seen.claims[row]);
		if (!one.hasLanded || owners.length === 0) return [];
		if (!claims.every((claim) => claim?.kind === 'failed')) return [];
		if (claims.some((claim) => claim?.text?.includes(MAYBE_APPLIED))) return [];
		const text = claims.map((claim) => claim?.text ?? '(no text)').join(' | ');
		const wasSentAgain = owners.some((row) => seen.mine[row].at(-1) !== one);
		const rule = wasSentAgain ? 'failed later may have happened' : 'failed may have happened';
		return [about(rule, owners[0], `it was carried out: ${text}`)];
	});
