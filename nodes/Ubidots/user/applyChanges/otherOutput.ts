import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { isRecord } from '../../../shared/objects';
import { isBlank } from '../../../shared/form/parse';
import type { Direction } from './plan';

/** Also as text, as a file has it. */
const isTrue = (value: unknown) => String(value) === 'true';

interface Deed {
	does: string;
	/** Which operation can do it. */
	by?: string;
	undo: string;
}

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

/**
 * @param who the user of the row, for a sentence
 * @returns why nothing can be done for an output item that did something else than change fields of a user, or that failed
 * @throws Failure the same where it is to be carried out
 */
export function skipOtherOutput(
	json: IDataObject,
	who: string,
	hasChanges: boolean,
	direction: Direction,
): string | undefined {
	const deed = deedOf(json, who, hasChanges);
	if (deed && direction === 'undo') return deed.undo;
	if (deed) {
		const instead = deed.by
			? `filter such rows out, and run ${deed.by} for them`
			: 'remove the row';
		throw new Failure(
			`The row ${deed.does}. Apply Changes only changes existing users: ${instead}`,
		);
	}
	if (hasChanges) return undefined;
	if (json.status === 'skipped')
		return `The row of the user ${who} was skipped in its own run, so there is nothing to do`;
	if (isBlank(json.error)) return undefined;
	const mayBeWritten = isRecord(json.details) && isRecord(json.details.changes);
	const failed = mayBeWritten
		? `The row of the user ${who} failed in its own run, but may have been carried out: map 'Changes' to its details.changes`
		: `The row of the user ${who} failed in its own run, so it has no changes: remove it`;
	if (direction === 'undo') return failed;
	throw new Failure(failed);
}
