import type { IDataObject } from 'n8n-workflow';

import { apiFailure, Failure } from '../../../shared/errors';
import { asText } from '../../../shared/objects';
import { groupBy } from '../../../shared/groupBy';
import { isFailed, itemsText } from '../../../shared/run/summary';
import { shown } from '../../../shared/shown';
import { type Found, lookUpIn } from '../lookup';
import { nameKey } from '../../../shared/nameKey';
import { MATCH_COLUMNS } from '../lookup/matchColumns';
import type { BatchRun, BulkRow } from './rows';

/** The fields of which no two users can have the same value. */
const NAMES = ['username', 'email'] as const;
type Name = (typeof NAMES)[number];

/** What is to be written for a row. */
interface Plan {
	readonly row: BulkRow;
	/** The user's ID; undefined for one who is still to be created. */
	readonly id?: string;
	readonly body: IDataObject;
}

/** What the row says that its user is called, even where the user is already. */
function givenName({ row: { requested }, body }: Plan, name: Name): string {
	const { by, value, patch } = requested;
	return by === name ? value : asText(body[name] ?? patch.set[name]);
}

/** Who has the value; empty for nobody. */
function holdersOf(found: Found | undefined): readonly string[] {
	if (!found || 'missing' in found) return [];
	return 'user' in found ? [found.user.id] : (found.ids ?? []);
}

/** How the row can be carried out after all, as the end of a sentence. */
function wayOut(name: Name, { row, id }: Plan, isRenamed: boolean): string {
	const { noun, title } = MATCH_COLUMNS[name];
	if (isRenamed) {
		return `, to whom this run gives another one: check that no column has slipped by a cell. Ubidots may write in any order, so to swap or pass on names, run it twice: first with a temporary ${noun} for each of these users, then with those that they shall have`;
	}
	if (id !== undefined) {
		return `: correct the row, or first give that user another ${noun}, with Update`;
	}
	const { title: matched } = MATCH_COLUMNS[row.requested.by];
	return `. If it is the same person, match by ${title}, or write the ${matched} with Update; if not, first give that user another ${noun}. No second user was created`;
}

/**
 * Why the user of a row cannot get this value.
 * @param found who has it
 * @param renamed the IDs of the users who get another one
 */
function refusalOf(
	name: Name,
	plan: Plan,
	found: Found | undefined,
	renamed: ReadonlySet<string | undefined>,
): Failure | undefined {
	if (found && 'missing' in found) return undefined;
	const holders = holdersOf(found);
	const { noun } = MATCH_COLUMNS[name];
	const value = shown(givenName(plan, name));
	if (holders.length > 0) {
		const isRenamed = holders.every((id) => renamed.has(id));
		const whom = found && 'user' in found ? asText(found.user.username) : '';
		const who = whom === '' ? `ID ${holders.join(', ')}` : `${shown(whom)} (ID ${holders[0]})`;
		return apiFailure(
			`The ${noun} ${value} is that of the user ${who}${wayOut(name, plan, isRenamed)}`,
		);
	}
	const failure = found && 'failure' in found ? found.failure : undefined;
	const why = failure ? `. ${failure.message}` : '';
	return apiFailure(
		`It cannot be known whether another user has the ${noun} ${value}, so nothing was written for this row${why}`,
		failure?.details,
	);
}

/** Fails rows that write one value to several users, or the value that another row has for its user. */
function refuseTwins(name: Name, plans: readonly Plan[], claims: readonly Plan[]): void {
	const { noun } = MATCH_COLUMNS[name];
	const isClaim = new Set(claims);
	const giving = plans.filter((plan) => givenName(plan, name) !== '');
	for (const group of groupBy(giving, (plan) => nameKey(givenName(plan, name))).values()) {
		if (new Set(group.map(({ id, row }) => id ?? row)).size < 2) continue;
		const where = itemsText(group.map(({ row }) => row));
		for (const plan of group.filter((one) => isClaim.has(one))) {
			plan.row.result = new Failure(
				`The ${noun} ${shown(givenName(plan, name))} is listed in ${where}, for different users: give each user one of their own`,
			);
		}
	}
}

/**
 * Nobody gets another's name: fails each row that writes a username or email address that another row writes or names too, or that
 * another user has, even one who shall get another in the same run, because the order of the writes is not known. What cannot be looked
 * up is not written.
 * @param plans what is planned for all rows
 * @throws Failure when users cannot be looked up
 */
export async function refuseTakenNames(run: BatchRun, plans: readonly Plan[]): Promise<void> {
	for (const name of NAMES) {
		const open = plans.filter(({ row }) => !isFailed(row));
		const writing = open.filter(({ body }) => asText(body[name]) !== '');
		if (writing.length === 0) continue;
		// Nobody has the value by which the user of a row was not found.
		const unknown = writing.filter(({ row }) => row.requested.by !== name);
		const values = unknown.map((plan) => givenName(plan, name));
		const found = values.length > 0 ? await lookUpIn(run, name, values, ['username']) : undefined;
		const foundOf = (plan: Plan) => found?.get(givenName(plan, name));
		const isOwn = (plan: Plan) =>
			plan.id !== undefined && holdersOf(foundOf(plan)).includes(plan.id);
		const claims = writing.filter((plan) => !isOwn(plan));
		refuseTwins(name, open, claims);
		const renamed = new Set(claims.map(({ id }) => id));
		for (const plan of claims.filter(({ row }) => !isFailed(row))) {
			if (plan.row.requested.by === name) continue;
			const refusal = refusalOf(name, plan, foundOf(plan), renamed);
			if (refusal) plan.row.result = refusal;
		}
	}
}
