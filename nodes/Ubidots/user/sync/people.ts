import { asFailure } from '../../../shared/errors';
import { refuseDuplicates } from '../../../shared/mapper/duplicates';
import { shown } from '../../../shared/shown';
import type { InScope } from '../../../shared/sync/leavers';
import { counted, isFailed } from '../../../shared/run/summary';
import { refuseTakenNames } from '../bulk/names';
import { isUnchanged, planUpdate } from '../bulk/planRow';
import type { BulkRow } from '../bulk/rows';
import { type FoundUsers, isMissing, lookUpIn, theUser } from '../lookup';
import { wantedMemberships, withMemberships } from '../organizations/change';
import { checkLabels } from '../organizations/checkLabels';
import { membershipsOf, membershipText, type ShownMembership } from '../organizations/memberships';
import { fieldsToRead, type Patch, TagsToRemove } from '../patch';
import type { UbidotsUser } from '../userObject';
import { planCreation } from './planCreation';
import { readScope } from './scope';
import {
	type Creation,
	leaverRules,
	type PersonPlan,
	type SyncRun,
	type UpdatePlan,
} from './settings';

/** What is planned for the people of a list. */
export interface People {
	/** In the order of the rows; none for a row that failed before. */
	plans: PersonPlan[];
	/** The IDs of the users of the list. */
	named: ReadonlySet<string>;
	/** Nobody where leavers are kept. */
	inScope: InScope<UbidotsUser>;
}

/** Passwords cannot be compared: written every night, they would lock people out. Only a new user gets one. */
function withoutPassword({ set, ...edits }: Patch): Patch {
	const others = { ...set };
	delete others.password;
	return { set: others, ...edits };
}

/** Decides what is written to a user that there is. */
function planPerson(row: BulkRow, user: UbidotsUser, { settings }: SyncRun): UpdatePlan {
	const { patch, value } = row.requested;
	const { organizations } = patch;
	const { organizationsMode } = settings;
	const planned = planUpdate(row, user, settings, {
		...withoutPassword(patch),
		...(organizations && {
			organizations: wantedMemberships(organizations, user, organizationsMode, value),
		}),
	});
	return { ...planned, action: isUnchanged(planned) ? 'none' : 'update' };
}

export const isCreation = (plan: PersonPlan): plan is Creation => plan.action === 'create';

/** Of a user that there is, even if nothing is to be written. */
const isOfUser = (plan: PersonPlan): plan is UpdatePlan => plan.action !== 'create';

export const isUpdate = (plan: PersonPlan): plan is UpdatePlan => plan.action === 'update';

/** Says that accounts are made for people who shall not sign in: rows of leavers are often only marked. */
export function hintAtInactive(run: Pick<SyncRun, 'hint'>, plans: readonly PersonPlan[]): void {
	const inactive = plans.filter(isCreation).filter(({ body }) => body.isActive === false).length;
	if (inactive === 0) return;
	run.hint(
		`${counted(inactive, 'new user')} cannot sign in, because 'Is Active' is false in the list: if they need no account, filter such rows out`,
	);
}

const hasNotFailed = ({ row }: PersonPlan) => !isFailed(row);

/** What the people of a list have. */
interface Current {
	readonly found: FoundUsers;
	/** Nobody where leavers are kept. */
	readonly inScope: InScope<UbidotsUser>;
}

const NOBODY: InScope<UbidotsUser> = { users: [], unclear: [] };

/**
 * Reads the users of all rows, many per request. Where leavers are looked for, the scope is read first, and nobody is asked for who is
 * in it.
 * @throws Failure when they cannot be read
 */
async function fetchCurrent(run: SyncRun, rows: readonly BulkRow[]): Promise<Current> {
	const requested = rows.map((row) => row.requested);
	const [{ by }] = requested;
	const fields = new Set(['username', 'email', 'isActive']);
	for (const { patch } of requested) for (const name of fieldsToRead(patch)) fields.add(name);
	fields.delete('password');
	const values = requested.map(({ value }) => value);
	const rules = leaverRules(run.settings);
	if (!rules) return { found: await lookUpIn(run, by, values, fields), inScope: NOBODY };
	const inScope = await readScope(run, rules.scope, { by, values, fields });
	const others = values.filter((value) => !inScope.found.has(value));
	if (others.length === 0) return { found: inScope.found, inScope };
	const outside = await lookUpIn(run, by, others, fields);
	return { found: new Map([...inScope.found, ...outside]), inScope };
}

/** Fails rows with an organization or role that there is not. */
async function refuseUnknownLabels(
	run: SyncRun,
	plans: readonly PersonPlan[],
	known: readonly ShownMembership[],
): Promise<void> {
	const assigning = plans.filter(hasNotFailed).filter(({ memberships }) => memberships);
	const assignments = ({ memberships }: PersonPlan) => memberships?.assign ?? [];
	const wanted = assigning.flatMap(assignments);
	if (wanted.length === 0) return;
	const flawOf = await checkLabels(run, wanted, known);
	for (const plan of assigning) {
		const flaw = assignments(plan).map(flawOf).find(Boolean);
		if (flaw) plan.row.result = flaw;
	}
}

/**
 * Finds the users of all rows, and decides for each row whether there is something to update or to create.
 * @throws Failure when the users cannot be looked up
 */
export async function planPeople(run: SyncRun, rows: readonly BulkRow[]): Promise<People> {
	const createsMissing = run.settings.missingUsers === 'create';
	const [{ by }] = rows.map((row) => row.requested);
	const { found, inScope } = await fetchCurrent(run, rows);
	const named = new Set(by === 'id' ? rows.map(({ requested }) => requested.value) : []);
	const plans: PersonPlan[] = [];
	/** Of all users, each once: there may be a hundred thousand users. */
	const known = new Map<string, ShownMembership>();
	const toRemove = new TagsToRemove();
	let inactive = 0;
	for (const row of rows) {
		const { value, patch } = row.requested;
		try {
			if (isMissing(found.get(value)) && createsMissing) {
				plans.push(planCreation(row, run.settings));
				continue;
			}
			const user = withMemberships(theUser(found.get(value), by, value));
			named.add(user.id);
			for (const one of membershipsOf(user) ?? []) known.set(membershipText(one), one);
			toRemove.note(patch, user);
			if (user.isActive === false && !('isActive' in patch.set)) inactive++;
			plans.push(planPerson(row, user, run));
		} catch (error) {
			row.result = asFailure(error);
		}
	}
	toRemove.hint(run);
	if (inactive > 0) {
		run.hint(
			`${counted(inactive, 'user')} of the list cannot sign in, because they were deactivated. Map 'Is Active' to change that`,
		);
	}
	refuseDuplicates(
		plans.filter(isOfUser).filter(hasNotFailed),
		({ row }) => row,
		({ id }) => id,
		({ id, row }) => `The user ${id} (${shown(row.requested.value)})`,
	);
	await refuseUnknownLabels(run, plans, [...known.values()]);
	await refuseTakenNames(run, plans);
	return { plans, named, inScope };
}
