import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { isBlank } from '../../../shared/form/parse';
import type { Direction } from './plan';

/** What an output item did, where it is not a change of fields; see the outputs of Sync, Delete and those that send mails. */
function deedOf(json: IDataObject, hasChanges: boolean) {
	if (json.action === 'create' || json.status === 'created')
		return { done: 'Creations', does: 'creates a user', by: 'Sync' };
	if (json.action === 'delete' || json.status === 'deleted')
		return { done: 'Deletions', does: 'deletes a user', by: 'Sync' };
	if (hasChanges) return undefined;
	if (json.deleted === true) return { done: 'Deletions', does: 'deleted a user' };
	if (json.success === true) return { done: 'Sent emails', does: 'sent an email' };
	return undefined;
}

const INSTEAD: Record<string, string> = {
	Creations: 'deactivate or delete the user instead',
	Deletions: 'create the user again instead',
	'Sent emails': 'remove the row',
};

/**
 * @param changes of the item
 * @throws Failure for an output item that did something else than change fields of a user, or that failed
 */
export function refuseOtherOutput(json: IDataObject, changes: unknown, direction: Direction): void {
	const hasChanges = !isBlank(changes);
	const deed = deedOf(json, hasChanges);
	if (deed && direction === 'undo') {
		throw new Failure(`${deed.done} cannot be undone: ${INSTEAD[deed.done]}`);
	}
	if (deed) {
		const instead = deed.by
			? `filter such rows out, and run ${deed.by} for them`
			: 'remove the row';
		throw new Failure(
			`The row ${deed.does}. Apply Changes only changes existing users: ${instead}`,
		);
	}
	if (!hasChanges && 'error' in json) {
		throw new Failure('The row failed in its own run, so it has no changes: remove it');
	}
}
