import type { IDataObject } from 'n8n-workflow';

import { asFailure, Failure, orFailure } from '../../../shared/errors';
import { nameKey } from '../../../shared/nameKey';
import type { Row } from '../../../shared/run/operation';
import { shown } from '../../../shared/shown';
import { fetchGrants } from '../../extendedAccess';
import { cannotSee } from '../../people/advice';
import type { Api } from '../../pagination';
import { asText } from '../../../shared/objects';
import { fetchUser } from '../lookup';
import { findPerson, type Leaver, type Me, type Person, refuseProtected } from './find';
import type { Snapshot } from './snapshot';

export type LeaverRow = Row<{ readonly leaver: Leaver }, IDataObject>;

/** Somebody who leaves: what was found before anything was written, and what is still there. */
export interface Case {
	/** Is settled for all items that name this person. */
	readonly row: LeaverRow;
	/** Further items of the same person, maybe in another spelling. */
	readonly others: LeaverRow[];
	readonly before: readonly Snapshot[];
	/** All that was found, also meanwhile. */
	person: Person;
	/** Projects that the person could access, by organization; undefined where that could not be read. */
	grants?: readonly IDataObject[];
	/** What could not be read about this person. */
	readonly notVisible: string[];
	/** What is seen after the last write; undefined before that. */
	after?: After;
}

/** What was read again. */
export interface After {
	readonly left: Person;
	/** Access that is still listed; undefined where that is not shown. */
	readonly grants?: readonly IDataObject[];
	readonly notVisible: readonly string[];
}

const answered = ({ details: { httpCode }, message }: Failure) =>
	httpCode ? `Upsun answered ${httpCode}` : message;

/** The address is needed to find invitations: a member has one in the lists, anybody else may be asked for. */
async function findById(api: Api, id: string, snapshots: readonly Snapshot[], note: string[]) {
	const leaver: Leaver = { by: 'id', value: id };
	const person = findPerson(leaver, snapshots);
	if (person.email !== undefined) return person;
	const user = await orFailure(async () => await fetchUser(api.request, leaver));
	const email = user instanceof Failure ? '' : asText(user.email);
	if (email !== '') return findPerson(leaver, snapshots, { email });
	const why = user instanceof Failure ? ` (${answered(user)})` : '';
	note.push(`invitations of ${id}, whose address is not known${why}`);
	return person;
}

/** What the person can access, for the record: removal from an organization takes it along. */
async function readGrants(api: Api, one: Case): Promise<void> {
	const { person, notVisible } = one;
	const { id } = person;
	if (id === undefined) return;
	const grants = await orFailure(async () => await fetchGrants(api, id));
	const isMember = person.presences.some(({ member }) => member);
	// Who is nowhere a member is not shown to the token.
	if (grants instanceof Failure && !isMember && cannotSee(grants)) return;
	if (grants instanceof Failure) notVisible.push(`the projects (${answered(grants)})`);
	else one.grants = grants;
}

/**
 * Finds the people of all rows: one case for each, however many rows name them. Rows of people who are protected, or cannot be told
 * apart, fail.
 */
export async function openCases(
	api: Api,
	rows: readonly LeaverRow[],
	snapshots: readonly Snapshot[],
	me: Me,
): Promise<Case[]> {
	const cases = new Map<string, Case>();
	for (const row of rows) {
		const { leaver } = row.requested;
		const notVisible: string[] = [];
		try {
			const person =
				leaver.by === 'id'
					? await findById(api, leaver.value, snapshots, notVisible)
					: findPerson(leaver, snapshots);
			refuseProtected(person, snapshots, me);
			const key = nameKey(person.id ?? leaver.value);
			const known = cases.get(key);
			if (known) known.others.push(row);
			else cases.set(key, { row, others: [], before: snapshots, person, notVisible });
		} catch (error) {
			const failure = asFailure(error);
			if (failure.kind === 'canceled') throw failure;
			row.result = failure;
		}
	}
	const found = [...cases.values()];
	for (const one of found) await readGrants(api, one);
	return found;
}

/** What is still there of somebody, in what was read again. */
export async function lookAgain(
	api: Api,
	one: Case,
	snapshots: readonly Snapshot[],
): Promise<After> {
	const { person, row } = one;
	const { id, email } = person;
	const left = findPerson(row.requested.leaver, snapshots, { id, email });
	const notVisible = snapshots.flatMap((snapshot) => snapshot.notVisible);
	if (left.id === undefined) return { left, grants: [], notVisible };
	const grants = await orFailure(async () => await fetchGrants(api, String(left.id)));
	if (!(grants instanceof Failure)) {
		// Also where the person was in no list.
		const looked = new Set(one.before.map(({ organization }) => organization.id));
		const still = grants.filter(({ organization_id: of }) => looked.has(asText(of)));
		return { left, grants: still, notVisible };
	}
	// Who has nothing left in any organization of the token is not shown to it any more.
	if (cannotSee(grants)) return { left, notVisible };
	const unread = `what ${shown(left.name)} can access (${answered(grants)})`;
	return { left, notVisible: [...notVisible, unread] };
}
