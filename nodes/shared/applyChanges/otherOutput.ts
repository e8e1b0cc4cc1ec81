import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../errors';
import { isRecord } from '../objects';
import { isBlank } from '../form/parse';
import type { Direction, PlanFormat } from './format';

/**
 * @param who the user of the row, for a sentence
 * @returns why nothing can be done for an output item that did something else than change fields of a user, or that failed
 * @throws Failure the same where it is to be carried out
 */
export function skipOtherOutput(
	{ deedOf, only }: PlanFormat,
	json: IDataObject,
	who: string,
	hasChanges: boolean,
	direction: Direction,
): string | undefined {
	const deed = deedOf(json, who, hasChanges);
	if (deed && direction === 'undo') return deed.undo;
	if (deed?.does !== undefined) {
		const instead = deed.by
			? `filter such rows out, and run ${deed.by} for them`
			: 'remove the row';
		throw new Failure(`The row ${deed.does}. Apply Changes only ${only}: ${instead}`);
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
