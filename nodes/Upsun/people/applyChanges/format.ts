import type { IDataObject } from 'n8n-workflow';

import type { Change, Deed, PlanFormat } from '../../../shared/applyChanges/format';
import type { RequestedChanges } from '../../../shared/applyChanges/plan';
import { Failure } from '../../../shared/errors';
import type { Field } from '../../../shared/form/fields';
import { text } from '../../../shared/form/fieldTypes';
import { emailFlaw } from '../../../shared/form/flaws';
import {
	isBlank,
	isEmpty,
	parseIdentity,
	parseNamed,
	WrongValue,
} from '../../../shared/form/parse';
import { asRecord } from '../../../shared/objects';
import { shown } from '../../../shared/shown';
import { isUuid } from '../../user/locator';
import type { Place } from '../places/place';

/** That somebody is invited, and has not accepted yet: `pending`, or null. */
const INVITATION: Field = {
	name: 'invitation',
	displayName: 'Invitation',
	description: 'Whether an invitation is pending',
	empty: null,
	type: {
		...text,
		parse(value) {
			if (value === 'pending') return value;
			throw new WrongValue(`is ${shown(value)}: it has to be 'pending' or null`);
		},
	},
};

/** What changes of people in a place are made of. */
export const fieldsOf = ({ permissions }: Place): readonly Field[] => [
	...(permissions ? [{ ...permissions, empty: [] as const }] : []),
	INVITATION,
];

/** Also as text, as a file has it. */
const isTrue = (value: unknown) => String(value) === 'true';

/** The changes of an item, also as JSON text, as a sheet has them; an empty object where they cannot be read. */
function changesOf({ changes }: IDataObject): Record<string, unknown> {
	try {
		return asRecord(typeof changes === 'string' ? JSON.parse(changes) : changes);
	} catch {
		return {};
	}
}

/** Who was removed has to be added again by hand, so that the sentence holds what was there. */
function withWhatWasThere(row: IDataObject): string {
	const before = asRecord(changesOf(row).permissions).from ?? row.permissions;
	const list = Array.isArray(before) ? before.join(', ') : String(before ?? '');
	return list === '' ? '' : `, with the permissions ${list}`;
}

const isInvitation = (row: IDataObject) =>
	'invitation' in changesOf(row) || !isBlank(row['changes.invitation.to']);

/** What an output item of Sync, Add and Remove did, where it is not a change of permissions. */
function deedOf(row: IDataObject, who: string, hasChanges: boolean): Deed | undefined {
	const again = `add the user ${who} again instead${withWhatWasThere(row)}`;
	if (row.action === 'remove')
		return {
			does: `removes the user ${who}`,
			by: 'Sync',
			undo: `Removals cannot be undone: ${again}`,
		};
	if (row.action === 'cancel') {
		const undo = `Cancelled invitations cannot be undone: ${again}`;
		return { does: `cancels the invitation of the user ${who}`, by: 'Sync', undo };
	}
	const added = `Whoever was added at once is not removed by an undo: remove the user ${who} with Remove instead`;
	if (row.action === 'add') return isInvitation(row) ? undefined : { undo: added };
	if (hasChanges) return undefined;
	if (isTrue(row.removed))
		return { does: `removed the user ${who}`, undo: `Removals cannot be undone: ${again}` };
	if (row.status === 'added') return { does: `added the user ${who}`, undo: added };
	if (row.status !== 'invited') return undefined;
	const undo = `The item does not say what was changed: cancel the invitation of the user ${who} with the resource Invitation instead`;
	return { does: `invited the user ${who}`, undo };
}

/** Whether somebody is added, at once or by an invitation. */
export const isAddition = ({ action }: IDataObject, changes: Readonly<Record<string, Change>>) =>
	action === 'add' || 'invitation' in changes;

/** Who is not there has no permissions, so that those of an addition are as much a change as others. */
function complete(changes: Record<string, Change>, row: IDataObject): Record<string, Change> {
	const { permissions } = changes;
	if (!permissions || !isAddition(row, changes) || !isBlank(permissions.from)) return changes;
	return { ...changes, permissions: { from: [], to: permissions.to } };
}

/**
 * What was approved may have been edited, or be about another kind of place. To undo, what Upsun had is written back, whatever it is.
 * @throws Failure for permissions that nobody could have entered for this place
 */
export function refuseOtherWords(
	{ permissions: field }: Place,
	{ patch: { set } }: Pick<RequestedChanges, 'patch'>,
): void {
	const { permissions } = set;
	const isSet = Array.isArray(permissions) && permissions.length > 0;
	const flaw = isSet ? field?.type.flaw?.(permissions) : undefined;
	if (flaw !== undefined)
		throw new Failure(`'Permissions' ${flaw}. Check that the plan is about this place`);
}

/** The plans of Sync and Update of a place. */
export const planOf = (place: Place): PlanFormat => ({
	fields: fieldsOf(place),
	userId(item, row) {
		const value = item.get('userId');
		// Who is only invited has no ID.
		return isEmpty(value) ? [row.user_id, row.email].find((one) => !isBlank(one)) : value;
	},
	parseUserId(value) {
		if (isBlank(value)) {
			throw new Failure(
				"'User' is empty, and so is the email address: map it to the 'user_id' or the 'email' in the output of the dry run or the run",
			);
		}
		return parseNamed("'User'", () => {
			const who = parseIdentity(value);
			return isUuid(who) ? who.toLowerCase() : parseIdentity(who, emailFlaw);
		});
	},
	sources: ', a sync or an update',
	whyWithout: () => '',
	// What Upsun accepts is done.
	mayStillCome: () => false,
	only: 'adds people and changes their permissions',
	complete,
	deedOf,
});
