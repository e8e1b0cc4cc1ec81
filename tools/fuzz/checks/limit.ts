import type { Claim } from './claims';
import { isWrongLimit, mostChanges } from '../limits';
import type { Run } from '../run';
import { holds } from '../same';
import type { Finding } from '../types';
import { type Check, fields, isAlone } from './seen';

const SENTENCE = "more than 'Max Changes' allows";

export const isOverLimit = (claims: ReadonlyArray<Claim | undefined>) =>
	claims.some((claim) => claim?.text?.includes(SENTENCE));

const rule = 'the limit is kept';

/** How many users differ from one of their rows; undefined where it is not sure which rows are compared at all. */
function countDiffering(run: Run): number | undefined {
	const { given, expected, observer } = run;
	const { faults, onError, options, sandbox, service, operation, by } = given;
	const isBulk = operation === 'bulkUpdate';
	const isSure =
		faults.every(({ match }) => match?.method === 'PATCH') &&
		Number(options.timeout) >= 1 &&
		expected.every(
			({ isOverfull, isTaken }, row) => !isOverfull && !isTaken && (!isBulk || isAlone(run, row)),
		) &&
		(!isBulk || Number(options.maxBatchBytes) >= 10_000) &&
		(service === 'ubidots' || sandbox.upsunAdmin === true || by === 'me') &&
		(onError !== undefined || expected.every(({ isWrong, user }) => !isWrong && user));
	if (!isSure) return undefined;
	const before = new Map(observer.users('before').map((user) => [user.id, user]));
	const differing = expected.flatMap(({ isWrong, user }, row) => {
		const held = before.get(user ?? '');
		if (isWrong || !held) return [];
		return fields(run, row).every(([name, value]) => holds(name, value, held)) ? [] : [held.id];
	});
	return new Set(differing).size;
}

/** No more users are written than Max Changes allows: over it nobody, and every row fails; otherwise the run goes on. */
export const limitIsKept: Check = ({ run, claims, sent }) => {
	const { given, observer, result } = run;
	const says = isOverLimit(claims) || (result.message ?? '').includes(SENTENCE);
	const hints = result.hints('Node').some(({ message }) => message.includes(SENTENCE));
	const most = isWrongLimit(given) ? undefined : mostChanges(given);
	if (most === undefined) return says || hints ? [{ rule, text: 'there is no limit' }] : [];
	const findings: Finding[] = [];
	const find = (text: string) => findings.push({ rule, text });
	const users = new Set(sent.map(({ id }) => id));
	if (users.size > most) find(`${users.size} users were written, more than ${most}`);
	if (says && observer.writes.length > 0) find('a run that says it is over the limit wrote');
	const isFailed = claims.every((claim) => claim?.kind === 'failed' || claim?.kind === 'notSent');
	if (says && !isFailed) find('a run that says it is over the limit has a row that did not fail');
	const count = countDiffering(run);
	if (count === undefined) return findings;
	const good = run.expected.filter(({ isWrong, user }) => !isWrong && user).length;
	const allowed = mostChanges(given, good) ?? most;
	const isOver = count > allowed;
	if (given.options.dryRun ? hints !== isOver : says !== isOver)
		find(`${count} users differ, ${allowed} are allowed: ${result.message ?? 'it went on'}`);
	if (isOver && observer.writes.length > 0) find(`${count} users differ, and some were written`);
	return findings;
};

/** A limit that is none ends the run before any request. */
export const wrongLimitIsRefused: Check = ({ run: { given, requests }, claims }) => {
	if (!isWrongLimit(given)) return [];
	const isRefused = claims.every((claim) => claim?.kind === 'failed' || claim?.kind === 'notSent');
	return isRefused && requests.length === 0
		? []
		: [{ rule, text: `it was not refused: ${String(given.options.maxChanges)}` }];
};
