import type { IDataObject } from 'n8n-workflow';

import { apiFailure, asFailure, Failure } from '../../../shared/errors';
import { compare } from '../../../shared/form/diff';
import { shown } from '../../../shared/form/parse';
import { asText } from '../../../shared/objects';
import { reconcile } from '../../../shared/run/reconcile';
import { counted } from '../../../shared/run/summary';
import { checkSize, ignoredText, rowBytes, refuseDuplicates } from '../bulk/rows';
import { USER_FIELDS } from '../fields';
import { theUser, UserLookup } from '../lookup';
import { MATCH_COLUMNS } from '../lookup/matchColumns';
import { fieldsToRead, withTags } from '../tagEdits';
import { type PersonRow, type SyncRun, identity } from './settings';

/** Passwords cannot be compared: written every night, they would lock people out. Only a new user gets one. */
function withoutPassword(body: IDataObject): IDataObject {
	const others = { ...body };
	delete others.password;
	return others;
}

/** Decides what is written to a user that there is. */
function compareWith(user: IDataObject, row: PersonRow, { options }: SyncRun): void {
	row.id = String(user.id);
	row.body = withTags(withoutPassword(row.body), user);
	const status = reconcile(USER_FIELDS, row, user, options);
	row.action = status === 'unchanged' ? 'none' : 'update';
	row.bytes = rowBytes(row.id, row.body);
	row.state = checkSize(row, options.maxBatchBytes) ?? status;
}

/** A user cannot be created with an ID of one's own. */
const withoutId = (id: string) =>
	apiFailure(
		`No user has the ID ${shown(id)}, and Ubidots gives new users IDs of its own. To create people, set 'Match Users By' to Email or Username`,
		{ httpCode: '404' },
	);

/** @returns the failure of a row that has not all that a new user needs */
function planCreation(row: PersonRow, { dryRun }: { dryRun: boolean }): Failure | undefined {
	const { column, key, misspelled } = row;
	const body = { [column]: key, ...withTags(row.body, { tags: [] }) };
	const lacking = (['username', 'email'] as const).find((name) => asText(body[name]) === '');
	if (lacking !== undefined) {
		const { title } = MATCH_COLUMNS[lacking];
		return new Failure(
			`There is no user with the ${MATCH_COLUMNS[column].noun} ${shown(key)}, and without ${title} none can be created: add ${title} to the row, or set 'Missing Users' to Fail${ignoredText(misspelled)}`,
		);
	}
	row.action = 'create';
	row.body = body;
	row.changes = compare(USER_FIELDS, body, {}).changes;
	if (dryRun) row.state = 'planned';
	return undefined;
}

const isToCreate = ({ action, state }: PersonRow) =>
	action === 'create' && !(state instanceof Failure);

/**
 * Fails rows that would create a person a second time: two rows for one person, or a person whom Ubidots has under another name.
 * @param known the usernames and email addresses that the users of other rows have or shall have
 * @throws Failure when the users cannot be looked up
 */
async function refuseTwins(
	run: SyncRun,
	rows: readonly PersonRow[],
	known: ReadonlySet<string>,
): Promise<void> {
	for (const name of ['username', 'email'] as const) {
		refuseDuplicates(
			rows.filter(isToCreate),
			({ body }) => identity(String(body[name])),
			({ body }) => `The ${MATCH_COLUMNS[name].noun} ${shown(body[name])} of a new user`,
		);
		for (const row of rows.filter(isToCreate)) {
			if (!known.has(identity(String(row.body[name])))) continue;
			row.state = new Failure(
				`The new user ${shown(row.key)} has the ${MATCH_COLUMNS[name].noun} ${shown(row.body[name])}, which belongs to the user of another row: keep one row for each person`,
			);
		}
	}
	const open = rows.filter(isToCreate);
	if (open.length === 0) return;
	const { column } = open[0];
	const other = column === 'username' ? 'email' : 'username';
	const valueOf = ({ body }: PersonRow) => String(body[other]);
	const lookup = await UserLookup.byColumn(run, other, open.map(valueOf), { fields: [column] });
	for (const row of open) {
		const value = valueOf(row);
		const [user] = lookup.usersWith(value);
		const { noun, title } = MATCH_COLUMNS[other];
		if (!user) {
			row.state = lookup.failureOf(value) ?? row.state;
			continue;
		}
		row.state = apiFailure(
			`No user has the ${MATCH_COLUMNS[column].noun} ${shown(row.key)}, but the ${noun} ${shown(value)} is that of the user ${shown(user[column] ?? user.id)}. If it is the same person, match by ${title}, or correct the user with Update. No second user was created`,
		);
	}
}

/**
 * Finds the users of all rows, many per request, and decides for each row whether there is something to update or to create.
 * @throws Failure when the users cannot be looked up
 */
export async function planPeople(
	run: SyncRun,
	rows: readonly PersonRow[],
	createsMissing: boolean,
): Promise<void> {
	const [{ column }] = rows;
	const fields = new Set(['username', 'email', 'isActive']);
	for (const { body } of rows) for (const name of fieldsToRead(body)) fields.add(name);
	fields.delete('password');
	const keys = rows.map(({ key }) => key);
	const lookup = await UserLookup.byColumn(run, column, keys, { fields });
	const known = new Set<string>();
	let inactive = 0;
	for (const row of rows) {
		try {
			const isMissing = !lookup.failureOf(row.key) && lookup.usersWith(row.key).length === 0;
			if (isMissing && createsMissing && column !== 'id') {
				row.state = planCreation(row, run.options) ?? row.state;
				continue;
			}
			if (isMissing && createsMissing) throw withoutId(row.key);
			const user = theUser(lookup, column, row.key);
			for (const { username, email } of [user, row.body])
				for (const name of [username, email].map(asText)) known.add(identity(name));
			if (user.isActive === false && !('isActive' in row.body)) inactive++;
			compareWith(user, row, run);
		} catch (error) {
			row.state = asFailure(error);
		}
	}
	if (inactive > 0) {
		run.hint(
			`${counted(inactive, 'user')} of the list cannot sign in, because they were deactivated. Map 'Is Active' to change that`,
		);
	}
	refuseDuplicates(
		rows.filter(({ id, state }) => id !== '' && !(state instanceof Failure)),
		({ id }) => id,
		({ id, key }) => `The user ${id} (${shown(key)})`,
	);
	await refuseTwins(run, rows, known);
}
