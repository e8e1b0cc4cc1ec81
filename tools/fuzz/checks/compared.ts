import { holds } from '../same';
import { sentName } from '../tagEdits';
import type { Finding } from '../types';
import { about, type Check, everHolds, fields, finalOf, statesOf, isAlone } from './seen';

/** What is called unchanged or planned is so: compared with the user as it was, and not written. */
export const comparedIsTrue: Check = ({ run, claims, mine }) =>
	claims.flatMap((claim, row) => {
		if (claim?.kind !== 'unchanged' && claim?.kind !== 'planned') return [];
		const { ids } = run.expected[row];
		const states = ids.flatMap((id) => statesOf(run, id));
		const wanted = fields(run, row);
		const findings: Finding[] = [];
		// With several rows for one user, a dry run compares with what the earlier ones would have written.
		const mayFollow = !isAlone(run, row) && run.given.options.dryRun;
		if (claim.kind === 'unchanged' && !mayFollow && !ids.some((id) => everHolds(run, id, row)))
			findings.push(about('compared is true', row, 'it is called unchanged, but differs'));
		if (run.given.operation === 'bulkUpdate' && mine[row].length > 0)
			findings.push(about('compared is true', row, `it is called ${claim.kind}, but was sent`));
		const changes = claim.json?.changes as Record<string, { to: unknown }> | undefined;
		if (changes && isAlone(run, row)) {
			const differing = wanted.filter(
				([name, value]) => !states.some((state) => holds(name, value, state)),
			);
			const named = Object.keys(changes).sort().join();
			const expected = new Set(differing.map(([name]) => sentName(name)));
			if (named !== [...expected].sort().join())
				findings.push(about('compared is true', row, `changes name ${named || 'nothing'}`));
		}
		return findings;
	});

/** What Confirm has seen is there; what it calls pending was waited for. */
export const confirmedIsTrue: Check = ({ run, claims }) =>
	claims.flatMap((claim, row) => {
		const { user } = run.expected[row];
		if (claim?.status === 'applied' && claim.json) {
			// Of several with one address, the item says which one is meant.
			const held = finalOf(run, user ?? String(claim.json.id));
			const hidden = (claim.json.notVisible as string[] | undefined) ?? [];
			const wrong = fields(run, row).filter(
				([name, value]) => !hidden.includes(sentName(name)) && !(held && holds(name, value, held)),
			);
			return wrong.map(([name]) =>
				about('confirmed is true', row, `${name} is not as it was sent`),
			);
		}
		const waited = run.seconds >= Number(run.given.options.confirmTimeout);
		return claim?.status === 'pending' && !waited
			? [about('confirmed is true', row, 'it is called pending before the time is over')]
			: [];
	});
