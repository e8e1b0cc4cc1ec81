import type { IDataObject } from 'n8n-workflow';

import { when } from '../sync/findings';
import { emailOf, idOf, type ListRow } from './cases';
import type { Check } from './checks';
import { SOMEBODY } from './model';
import { hidesPeople, type PlaceRun } from './run';
import { asSet, invitationKey, personKey } from './watch';

/** The number of the last request of the node that could have changed something of somebody. */
function lastWriteAbout({ watch }: PlaceRun, n: number, invitationId: unknown): number {
	const names = [idOf(n), emailOf(n), ...(invitationId ? [String(invitationId)] : [])];
	return watch.writes.reduce((last, { at, entry }) => {
		const text = `${entry.path} ${JSON.stringify(entry.body)}`.toLowerCase();
		return names.some((name) => text.includes(name)) ? at : last;
	}, Infinity);
}

/** Whether somebody else changed something of somebody where the node could not see it any more. */
function isOverruled(run: PlaceRun, n: number, json: IDataObject): boolean {
	const others = run.watch.interferences.filter((one) => one.n === n);
	const last = lastWriteAbout(run, n, json.invitation_id);
	return last === Infinity ? others.length > 0 : others.some(({ at }) => at >= last);
}

const showsAll = ({ given }: PlaceRun) =>
	!hidesPeople(given) && !given.crew.some(({ isForgotten }) => isForgotten);

/** Whether somebody else has ended an invitation: whoever accepted it is there now. */
const isTakenByOthers = ({ watch }: PlaceRun, invitation: string) =>
	watch.interferences.some(({ key, to }) => key === invitation && to === undefined);

/** Whether what an item says is so. */
function isTrue(run: PlaceRun, n: number, json: IDataObject, row: ListRow | undefined): boolean {
	const { after, placeId } = run;
	// Who had no account has another ID than the case knows.
	const ids = [personKey(placeId, n), `${placeId}/${String(json.user_id).toLowerCase()}`];
	const may = ids.map((key) => after.get(key)).find((value) => value !== undefined);
	const open = [...after].find(
		([key, address]) => key.startsWith(invitationKey(placeId, '')) && address === emailOf(n),
	);
	const fits = may !== undefined && (row?.wants === undefined || may === asSet(row.wants));
	const invitation = invitationKey(placeId, String(json.invitation_id));
	switch (`${String(json.action)} ${String(json.status)}`) {
		case 'none unchanged':
			return fits || open !== undefined || json.protected !== undefined;
		case 'add unchanged':
			// Where not all are shown, a conflict counts.
			return fits || open !== undefined || !showsAll(run);
		case 'add invited':
			return open !== undefined;
		case 'add added':
			return fits;
		case 'update applied':
			return fits;
		case 'remove removed':
			return may === undefined;
		case 'cancel cancelled':
			return !after.has(invitation) && (may === undefined || !isTakenByOthers(run, invitation));
		default:
			return false;
	}
}

/** Every status is true of the service. */
export const truth: Check = (run) => {
	const { given, result } = run;
	if (result.status === 'error') return [];
	return result.items.flatMap(({ json }, index) => {
		if ('error' in json) return [];
		if (given.options.dryRun) {
			const words = ['planned', 'unchanged'];
			const isSaid = !words.includes(String(json.status));
			return when(isSaid, 'a dry run says it did something', json.status);
		}
		const row = index < given.rows.length ? given.rows[index] : undefined;
		const n =
			row?.n ??
			SOMEBODY.find((one) => json.email === emailOf(one) || String(json.user_id) === idOf(one));
		if (n === undefined) return when(true, 'an item of nobody', JSON.stringify(json));
		const isFalse = !isOverruled(run, n, json) && !isTrue(run, n, json, row);
		return when(isFalse, 'an item tells no truth', JSON.stringify(json));
	});
};
