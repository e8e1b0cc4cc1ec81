import type { IDataObject } from 'n8n-workflow';

import type { Deed, PlanFormat } from '../../../shared/applyChanges/format';
import { Failure } from '../../../shared/errors';
import { isBlank, isEmpty } from '../../../shared/form/parse';
import { parseKey } from '../bulk/rows';
import { PLAN_FIELDS } from '../fields';

/** Also as text, as a file has it. */
const isTrue = (value: unknown) => String(value) === 'true';

/** What an output item did, where it is not a change of fields; see the outputs of Sync, Delete and those that send mails. */
function deedOf(json: IDataObject, who: string, hasChanges: boolean): Deed | undefined {
	const created = `Creations cannot be undone: deactivate or delete the user ${who} instead`;
	const deleted = `Deletions cannot be undone: create the user ${who} again instead`;
	if (json.action === 'create' || json.status === 'created')
		return { does: `creates the user ${who}`, by: 'Sync', undo: created };
	if (json.action === 'delete' || json.status === 'deleted')
		return { does: `deletes the user ${who}`, by: 'Sync', undo: deleted };
	if (hasChanges) return undefined;
	if (isTrue(json.deleted)) return { does: `deleted the user ${who}`, undo: deleted };
	if (!isTrue(json.success)) return undefined;
	const undo = `Sent emails cannot be undone: tell the user ${who} if it was a mistake`;
	return { does: `sent an email to the user ${who}`, undo };
}

/** The plans of Update, Bulk Update and Sync. */
export const USER_PLAN: PlanFormat = {
	fields: PLAN_FIELDS,
	userId(item, row) {
		const value = item.get('userId');
		// The default of the parameter does not find an ID whose name begins with a byte order mark.
		return isEmpty(value) && row !== item.json ? row.id : value;
	},
	parseUserId(value) {
		if (isBlank(value)) {
			const what = typeof value === 'string' ? 'empty' : String(value);
			throw new Failure(
				`'User ID' is ${what}: map it to the 'id' in the output of the dry run or the run`,
			);
		}
		return parseKey('User ID', value);
	},
	sources: ', a sync, or a run with Skip Unchanged',
	// Where its ID is, its changes would be too.
	whyWithout: (row) =>
		'id' in row
			? ". If its run did not read users first, it cannot be applied or undone: for later runs, turn on 'Skip Unchanged'"
			: '',
	// A row that failed has changes only where they may have been carried out.
	mayStillCome: ({ status, error }) =>
		status === 'accepted' || status === 'pending' || !isBlank(error),
	only: 'changes existing users',
	deedOf,
};
