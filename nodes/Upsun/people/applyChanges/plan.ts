import type { IDataObject } from 'n8n-workflow';

import { asksForChanges, wantedOf } from '../../../shared/applyChanges/difference';
import type { Direction } from '../../../shared/applyChanges/format';
import type { RequestedChanges } from '../../../shared/applyChanges/plan';
import { apiFailure, asFailure, Failure } from '../../../shared/errors';
import { type Difference, isNothing } from '../../../shared/form/compare';
import type { Row } from '../../../shared/run/operation';
import { groupBy } from '../../../shared/groupBy';
import { isOpen } from '../../../shared/run/summary';
import { shown } from '../../../shared/shown';
import { isUuid } from '../../user/locator';
import { theOne, type Who } from '../directory';
import { samePermissions } from '../places/permissions';
import type { Invitation, Person } from '../places/place';
import type { PlaceKey, Roster } from '../roster';
import { refuseProtected } from '../write';
import { fieldsOf } from './format';

/** What a row asks for in a place. */
export interface Requested extends RequestedChanges {
	readonly where: PlaceKey;
	/** Somebody is, or was, to be added: at once, or by an invitation. Nobody else is, who has left meanwhile. */
	readonly isAddition: boolean;
}

/** What became of a row. */
export interface Result {
	readonly status:
		| 'planned'
		| 'unchanged'
		| 'invited'
		| 'added'
		| 'applied'
		| 'cancelled'
		| 'skipped';
	readonly summary?: string;
	readonly user_id?: string;
}

export type ChangesRow = Row<Requested, Result>;

/** What is to be written for a row. */
export interface Plan {
	readonly row: ChangesRow;
	readonly body: Difference['body'];
	readonly changes: Difference['changes'];
	/** Undefined for somebody who is not there. */
	readonly person?: Person;
	readonly invitation?: Invitation;
}

export const whoOf = ({ value }: RequestedChanges): Who =>
	isUuid(value) ? { user_id: value } : { email: value };

/**
 * Somebody who is there, or is invited, or neither.
 * @throws Failure when that cannot be known
 */
async function find(
	roster: Roster,
	requested: Requested,
): Promise<Pick<Plan, 'person' | 'invitation'>> {
	const who = whoOf(requested);
	const { directory, gap } = await roster.people();
	const person = theOne(directory, who);
	if (person) return { person };
	const name = shown(requested.value);
	if (gap !== undefined)
		throw apiFailure(`Could not find the user ${name} in ${roster.text}: ${gap}`);
	if (!requested.isAddition) {
		throw apiFailure(`The user ${name} is not in ${roster.text}`, { httpCode: '404' });
	}
	const invited = await roster.invitations();
	const [invitation] = invited.directory.find({ email: who.email });
	if (invitation || invited.gap === undefined) return { invitation };
	throw apiFailure(`Could not tell whether the user ${name} is invited: ${invited.gap}`);
}

/** Somebody who has accepted an invitation is a user, and no invitation any more. */
const accepted = ({ value }: Requested, roster: Roster) =>
	new Failure(
		`The user ${shown(value)} has accepted the invitation, and is in ${roster.text} now, so it cannot be cancelled → if it was a mistake, remove the user with Remove`,
		{ kind: 'api', details: { code: 'changed' } },
	);

/** What there is of somebody, in the fields of a plan: no permissions for who is not there. */
function currentOf(
	{ patch: { set }, expected }: Requested,
	{ person, invitation }: Pick<Plan, 'person' | 'invitation'>,
	direction: Direction,
): IDataObject {
	if (person) return { permissions: person.permissions, invitation: set.invitation };
	if (!invitation) return { permissions: [], invitation: null };
	// Upsun does not show what an invitation to a project permits: one that is pending is that of the plan.
	const planned = direction === 'undo' ? expected.permissions : set.permissions;
	const permissions = (invitation.permissions ?? planned) as string[];
	return { permissions, invitation: 'pending' };
}

/** A row that asks for nothing is in order whoever it names: also somebody who is only invited, or never changed. */
async function planNothing(roster: Roster, row: ChangesRow): Promise<Plan> {
	const { directory } = await roster.people();
	return { row, body: {}, changes: {}, person: theOne(directory, whoOf(row.requested)) };
}

/** @throws Failure for somebody who cannot be changed, or was changed since */
async function planRow(roster: Roster, row: ChangesRow, direction: Direction): Promise<Plan> {
	const { requested } = row;
	if (!asksForChanges(row)) return await planNothing(roster, row);
	const { person, invitation } = await find(roster, requested);
	const nothing: Plan = { row, body: {}, changes: {}, person, invitation };
	const { set } = requested.patch;
	if (person && 'invitation' in requested.changes) {
		if (direction === 'undo') throw accepted(requested, roster);
		if (samePermissions(person.permissions, set.permissions)) return nothing;
	}
	if (person) await refuseProtected(roster, person);
	const current = currentOf(requested, { person, invitation }, direction);
	const { body, changes } = wantedOf(
		fieldsOf(roster.place),
		requested,
		current as IDataObject,
		direction,
	);
	return { ...nothing, body, changes };
}

/** Fails the rows that would write to somebody twice: they cannot be the steps of one change, and the last one would count. */
function refuseTwoNames(plans: readonly Plan[]): void {
	const toDo = plans.filter((plan) => plan.person && !isNothing(plan));
	for (const [, same] of groupBy(toDo, ({ person }) => person?.user_id)) {
		if (same.length < 2) continue;
		const name = shown(same[0].person?.email ?? same[0].person?.user_id);
		for (const { row } of same) {
			row.result = new Failure(
				`The user ${name} is named by its ID in one row and by its email address in another: name each user in one way only`,
			);
		}
	}
}

/**
 * Finds the people of all open rows, one row for each, and compares them. Rows end as `unchanged`, as `planned` in a dry run, with a
 * failure, or open.
 */
export async function planChanges(
	roster: Roster,
	rows: readonly ChangesRow[],
	direction: Direction,
	dryRun: boolean,
): Promise<Plan[]> {
	const plans: Plan[] = [];
	for (const row of rows.filter(isOpen)) {
		try {
			const plan = await planRow(roster, row, direction);
			if (isNothing(plan)) row.result = { status: 'unchanged' };
			else if (dryRun) row.result = { status: 'planned' };
			plans.push(plan);
		} catch (error) {
			const failure = asFailure(error);
			if (failure.kind === 'canceled') throw failure;
			row.result = failure;
		}
	}
	refuseTwoNames(plans);
	return plans;
}
