import { isAnswered } from './requests';
import type { Run } from '../run';
import { holds } from '../same';
import { sentName, TAG_EDITS } from '../tagEdits';
import { about, type Check, everHolds, fields, finalOf, isAlone, statesOf } from './seen';

/** Whether the row is compared with its user, so that nothing is sent where nothing differs. */
const isCompared = ({ given: { options, rows } }: Run, row: number) =>
	options.skipUnchanged ||
	(options.maxChanges ?? '') !== '' ||
	TAG_EDITS.some((name) => rows[row].values[name]?.given !== undefined);

/** Whether a user was read under the name that the row gives it. */
const isReadBack = ({ requests, expected }: Run, row: number) =>
	requests.some(
		({ method, path, status }) =>
			method === 'GET' &&
			status === 200 &&
			path.endsWith(`/~${String(expected[row].body.username)}`),
	);

/** What is written was in a request that was answered with success, with the row's values and the request's own task. */
export const writtenWasSent: Check = ({ run, claims, mine }) =>
	claims.flatMap((claim, row) => {
		if (claim?.kind !== 'written') return [];
		const { user } = run.expected[row];
		const carried = mine[row].filter(
			(one) => isAnswered(one) && (claim.task === undefined || one.write.task === claim.task),
		);
		// Its answer was lost, and what came of it was read afterwards.
		const wasReadBack = mine[row].some(({ hasLanded }) => hasLanded) && isReadBack(run, row);
		const everHeld = run.expected[row].ids.some((id) => everHolds(run, id, row));
		const wasNotNeeded = claim.status === 'updated' && isCompared(run, row) && everHeld;
		if (carried.length === 0 && !wasReadBack && !wasNotNeeded)
			return [about('written was sent', row, 'no request that was answered with success held it')];
		const isBulk = run.given.operation === 'bulkUpdate';
		if (isBulk && claim.json && user !== undefined && claim.json.id !== user)
			return [about('written was sent', row, `the item has the ID ${String(claim.json.id)}`)];
		const shown = run.given.operation === 'update' ? claim.json : undefined;
		const wrong = fields(run, row).filter(
			([name, value]) => shown && name !== 'password' && !holds(name, value, shown),
		);
		return wrong.map(([name]) => about('written was sent', row, `the item has another ${name}`));
	});

/** What was left out of a request was there already. */
export const leftOutWasThere: Check = ({ run, claims, mine }) =>
	claims.flatMap((claim, row) => {
		if (claim?.kind !== 'written') return [];
		return mine[row].flatMap(({ id, body }) => {
			const missing = fields(run, row).filter(([name]) => !(sentName(name) in body));
			const ids = run.given.operation === 'update' ? run.expected[row].ids : [id];
			const states = ids.flatMap((one) => statesOf(run, one));
			const wrong = missing.filter(
				([name, value]) => !states.some((state) => holds(name, value, state)),
			);
			return wrong.length === 0
				? []
				: [
						about(
							'left out was there',
							row,
							`${wrong.map(([name]) => name).join(', ')} was not sent`,
						),
					];
		});
	});

/** A password is what the row says, to the letter: no request and no answer shows it. */
export const passwordsArrived: Check = ({ run, claims, mine }) =>
	claims.flatMap((claim, row) => {
		const { passwords, user } = run.expected[row];
		const hasLanded = mine[row].some((one) => one.hasLanded);
		if (claim?.kind !== 'written' || passwords.length === 0 || user === undefined) return [];
		if (!hasLanded || !isAlone(run, row)) return [];
		const isThere = finalOf(run, user)?.password === passwords[0];
		return isThere ? [] : [about('passwords arrived', row, 'the user has another password')];
	});
