import type { IDataObject } from 'n8n-workflow';

import { changesText } from '../../../shared/form/compare';
import { hintAtHeaders } from '../../../shared/mapper/headersOfRun';
import { mapperProperties } from '../../../shared/mapper/columns';
import type { Operation } from '../../../shared/run/operation';
import { groupBy } from '../../../shared/groupBy';
import { counted, isFailed, itemsText, resultOf, were } from '../../../shared/run/summary';
import { keepInStep } from '../../../shared/sync/keepInStep';
import { apiOf } from '../../pagination';
import { placeLocator } from '../locators';
import { NOUNS } from '../operation';
import type { Place } from '../places/place';
import { Rosters } from '../roster';
import { findPlaceLeavers } from './leavers';
import { type Leaver, type PersonPlan, planRows, readPlace } from './plan';
import { columnsOf, type ListRow, parseRow, refuseRows, type Requested, type Result } from './rows';
import { type PlaceRun, type PlaceSettings, settingsOf } from './settings';
import { addEach, changeEach, removeEach } from './write';

/** What becomes of somebody besides what they may do. */
function becomes({ action, changes = {} }: PersonPlan | Leaver): string[] {
	if (action === 'add') return ['invitation' in changes ? 'invitation by email' : 'new user'];
	if (action === 'remove') return ['leaves'];
	return action === 'cancel' ? ['invitation cancelled'] : [];
}

function summaryOf(place: Place, plan: PersonPlan | Leaver): string {
	const { changes = {} } = plan;
	const fields = place.permissions ? [place.permissions] : [];
	const texts = becomes(plan);
	if (texts.length === 0 || 'permissions' in changes) texts.push(changesText(fields, changes));
	return texts.join('; ');
}

/** What a person reads first. */
function toJson(place: Place, plan: PersonPlan | Leaver): IDataObject {
	const { row, action, changes, person, id } = plan;
	const { by, value } = row.requested;
	const { status, user_id, invitation_id, protected: why, summary } = resultOf(row) ?? {};
	const email = by === 'email' ? value : person?.email;
	const userId = user_id ?? person?.user_id ?? (by === 'user_id' ? value : null);
	const invitationId = invitation_id ?? (action === 'cancel' ? id : undefined);
	return {
		action,
		...(email !== undefined && { email }),
		status,
		summary: summary ?? summaryOf(place, plan),
		...(why !== undefined && { protected: why }),
		user_id: userId,
		...(invitationId !== undefined && { invitation_id: invitationId }),
		changes: changes as IDataObject,
	};
}

/** Money is spent without anybody asking for it: new users may need further licenses. */
function hintAtAdditions(run: PlaceRun, plans: readonly PersonPlan[]): void {
	const additions = plans.filter(({ action, row }) => action === 'add' && !isFailed(row));
	if (additions.length === 0) return;
	const invited = additions.filter(({ changes = {} }) => 'invitation' in changes).length;
	const mails = invited > 0 ? `, ${invited} of them by an invitation that is mailed to them` : '';
	const would = run.settings.dryRun ? 'would be' : were(additions.length);
	run.hint(
		`${counted(additions.length, 'user')} ${would} added${mails}: the organization may have to pay for further user licenses`,
	);
}

/** What was done, a line for each status. */
const doneLines = (rows: readonly ListRow[]): string[] =>
	[...groupBy(rows, (row) => resultOf(row)?.status)].flatMap(([status, group]) =>
		status === undefined
			? []
			: [`${status[0].toUpperCase()}${status.slice(1)}: ${itemsText(group)}`],
	);

/** Sync: brings the people of a place in step with a list. */
export function syncOf(place: Place): Operation<Requested, PlaceSettings, Result> {
	const columns = columnsOf(place);
	return {
		value: 'sync',
		name: 'Sync',
		action: `Sync ${NOUNS[place.kind]}s with list`,
		description: `Bring the users of ${place.kind === 'organization' ? 'an' : 'a'} ${place.kind} in line with a list: change and add people, and optionally remove those not in it`,
		properties: [
			placeLocator(place).property,
			...mapperProperties({
				method: `get${place.kind[0].toUpperCase()}${place.kind.slice(1)}Columns`,
				hint: 'The column that identifies the user of each row. Whoever is not there yet is added by email address.',
				autoMapNotice:
					'Input fields named email, user_id and permissions are used, also as User ID. Permissions replace all that a user has there; where the field is missing, they are left alone.',
				byHandNotice:
					'A column left blank here is not written. Permissions replace all that a user has there.',
			}),
		],
		settings: settingsOf(place),

		prepare: (item) => parseRow(place, columns, item),

		refuse: (rows) => refuseRows(place, columns, rows),

		async run(run, rows) {
			const [{ requested: first }] = rows;
			const roster = new Rosters(apiOf(run), place).at(first.where);
			const now = await readPlace(roster);
			let plans: readonly PersonPlan[] = [];
			const outcomes = await keepInStep<PersonPlan, Leaver>(run, rows, {
				fields: columns.fields,
				plan: async () => (plans = await planRows(now, rows, run.settings.missingUsers === 'add')),
				...(run.settings.leavers === 'remove' && {
					findLeavers: async (plans) => await findPlaceLeavers(run, now, rows, plans),
				}),
				writers: [
					async (open) =>
						await changeEach(
							run,
							now,
							open.filter(({ action }) => action === 'update'),
						),
					async (open) =>
						await addEach(
							run,
							now,
							open.filter(({ action }) => action === 'add'),
						),
				],
				removeLeavers: async (leavers) => await removeEach(run, now, leavers),
				toJson: (plan) => toJson(place, plan),
				doneLines: () => doneLines(rows),
				undoLines: () => [],
			});
			hintAtAdditions(run, plans);
			hintAtHeaders(run, rows, first.by);
			return outcomes;
		},
	};
}
