import { bound } from './bound';
import { isWrongLimit } from '../limits';
import { isOverLimit } from './limit';
import { about, type Check, isAlone } from './seen';

/** No run sends more requests than its rows can need. */
export const boundedRequests: Check = ({ run }) => {
	const { most, count } = bound(run);
	return count <= most
		? []
		: [{ rule: 'bounded requests', text: `${count} requests, more than ${most}` }];
};

/** Where nothing goes wrong and nothing is wrong with a row, it is written. */
export const goodRowsSucceed: Check = ({ run, claims }) => {
	const { given, expected, result } = run;
	const { options, faults, onError, operation, service } = given;
	if (isWrongLimit(given) || isOverLimit(claims)) return [];
	const isCalm = faults.length === 0 && Number(given.sandbox.maxBodyBytes) >= 10_000;
	const isRoomy = operation === 'update' || Number(options.maxBatchBytes) >= 10_000;
	const mayOthersFail = operation === 'bulkUpdate' && !options.isolateBadRows;
	if (!isCalm || !isRoomy || Number(options.timeout) < 1 || (!onError && result.status === 'error'))
		return [];
	if (mayOthersFail && expected.some(({ isRefused }) => isRefused)) return [];
	if (service === 'upsun' && !given.sandbox.upsunAdmin && given.by !== 'me') return [];
	return claims.flatMap((claim, row) => {
		const { isWrong, isRefused, user } = expected[row];
		const isGood = !isWrong && !isRefused && user !== undefined && isAlone(run, row);
		return isGood && (claim?.kind === 'failed' || claim?.kind === 'notSent')
			? [about('good rows succeed', row, claim.text ?? claim.kind)]
			: [];
	});
};
