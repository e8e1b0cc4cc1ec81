import type { IDataObject } from 'n8n-workflow';

import { apiFailure, asFailure, Failure } from '../../../shared/errors';
import { differenceOf, isNothing } from '../../../shared/form/compare';
import type { Leaver as AnyLeaver, PersonPlan as AnyPlan } from '../../../shared/sync/plans';
import { shown } from '../../../shared/shown';
import type { Invitation, Person, Place } from '../places/place';
import type { Roster } from '../roster';
import { findCandidate } from '../addition';
import { type Directory, theOne } from '../directory';
import { samePermissions } from '../places/permissions';
import type { ListRow } from './rows';

/** About somebody whom a row names. */
export interface PersonPlan extends AnyPlan {
	readonly row: ListRow;
	readonly action: 'add' | 'update' | 'none';
	/** Undefined for somebody who is not there yet. */
	readonly person?: Person;
}

/** Somebody who leaves, or an invitation that does. */
export interface Leaver extends AnyLeaver {
	readonly row: ListRow;
	readonly action: 'remove' | 'cancel';
	readonly person?: Person;
	readonly invitation?: Invitation;
}

/** Who is in a place, and who is invited, as it was when the run began. */
export interface PlaceNow {
	readonly roster: Roster;
	readonly people: readonly Person[];
	readonly directory: Directory<Person>;
	readonly invited: Directory<Invitation>;
	readonly invitations: readonly Invitation[];
	/** Why there may be further invitations. */
	readonly invitationGap?: string;
}

/**
 * Reads who is in a place, and who is invited.
 * @throws Failure when the people cannot be listed as a whole: half a list is none
 */
export async function readPlace(roster: Roster): Promise<PlaceNow> {
	const { people, directory, gap } = await roster.people();
	if (gap !== undefined) {
		throw new Failure(
			`The users of ${roster.text} cannot be listed as a whole: ${gap}. Nothing was written. Try again; if it stays so, check what the token may see`,
			{ kind: 'api', details: { code: 'scopeNotRead' }, isOfRun: true },
		);
	}
	const { invitations, directory: invited, gap: invitationGap } = await roster.invitations();
	return { roster, people, directory, invitations, invited, invitationGap };
}

const INVITED_BY_ADDRESS =
	", and whoever is not there is invited by email: to add people, set 'Match Users By' to Email";

const notThere = ({ requested: { by, value } }: ListRow, place: Place, whatToDo = '') =>
	apiFailure(
		`No user of the ${place.kind} has the ${by === 'email' ? 'email address' : 'ID'} ${shown(value)}${whatToDo}`,
		{ httpCode: '404' },
	);

/** Somebody who is there. */
async function planPerson(row: ListRow, person: Person, { roster }: PlaceNow): Promise<PersonPlan> {
	const { permissions } = row.requested;
	const id = person.user_id;
	const none: PersonPlan = { row, id, person, action: 'none', changes: {} };
	const protection = await roster.protection(person);
	if (protection !== undefined) {
		row.result = { status: 'unchanged', protected: protection };
		return none;
	}
	const field = roster.place.permissions;
	const { body, changes } = differenceOf(
		field ? [field] : [],
		permissions ? { permissions: [...permissions] } : {},
		person as unknown as IDataObject,
	);
	if (!isNothing({ body })) return { row, id, person, action: 'update', changes };
	row.result = { status: 'unchanged' };
	return none;
}

/**
 * Somebody who is not there yet: added at once where that is possible, else invited.
 * @throws Failure for somebody who cannot be added
 */
async function planAddition(row: ListRow, { roster }: PlaceNow): Promise<PersonPlan> {
	const { by, value, permissions } = row.requested;
	const { place } = roster;
	if (by === 'user_id' && !place.grant) throw notThere(row, place, INVITED_BY_ADDRESS);
	if (place.permissions && !permissions) {
		throw new Failure(
			`${shown(value)} is not in the ${place.kind} yet, and without Permissions nobody can be added: add Permissions to the row, or set 'Missing Users' to Fail`,
		);
	}
	const candidate = await findCandidate(roster, { [by]: value });
	const changes = {
		...(permissions && { permissions: { to: permissions } }),
		...(!candidate && { invitation: { from: null, to: 'pending' } }),
	};
	return { row, action: 'add', changes };
}

/** Somebody who has not answered yet gets no second mail. */
function planInvited(row: ListRow, invitation: Invitation): PersonPlan {
	const { created_at: since, id, permissions: offered } = invitation;
	const { permissions } = row.requested;
	const on = since === undefined ? '' : `, since ${since.slice(0, 10)}`;
	const differs = permissions && offered && !samePermissions(offered, permissions);
	const others = differs ? `, with other permissions: ${offered.join(', ') || 'none'}` : '';
	row.result = {
		status: 'unchanged',
		invitation_id: id,
		summary: `invited, and has not accepted yet${on}${others}`,
	};
	return { row, action: 'none', changes: {} };
}

/** Decides what is to be done for each row; those for which nothing can be fail. */
export async function planRows(
	now: PlaceNow,
	rows: readonly ListRow[],
	addsMissing: boolean,
): Promise<PersonPlan[]> {
	const plans: PersonPlan[] = [];
	for (const row of rows) {
		try {
			const { by, value } = row.requested;
			const person = theOne(now.directory, { [by]: value });
			const [invitation] = by === 'email' ? now.invited.find({ email: value }) : [];
			if (person) plans.push(await planPerson(row, person, now));
			else if (invitation) plans.push(planInvited(row, invitation));
			else if (addsMissing) plans.push(await planAddition(row, now));
			else throw notThere(row, now.roster.place);
		} catch (error) {
			row.result = asFailure(error);
		}
	}
	return plans;
}
