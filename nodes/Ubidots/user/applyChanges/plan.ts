import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { replacedFlaw } from '../../../shared/form/flaws';
import { type Field, parseKeptFields } from '../../../shared/form/fields';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { isBlank, isEmpty, parseNamed, WrongValue } from '../../../shared/form/parse';
import { shown } from '../../../shared/shown';
import { isRecord } from '../../../shared/objects';
import { HIDDEN } from '../../../shared/redact';
import { type BulkRow, parseKey, type Requested } from '../bulk/rows';
import { USER_FIELDS } from '../fields';
import { changesFromColumns, withoutMark } from './fileColumns';
import { isNothingToDo, missingChanges, parsePlan } from './parsePlan';
import { skipOtherOutput } from './otherOutput';

/** `apply` writes `to` of every change, `undo` writes `from`. */
export type Direction = 'apply' | 'undo';

/** What a run saw, and what it wrote; `from` is undefined where the service did not show the field. */
export interface Change {
	from?: unknown;
	to: unknown;
}

/** What of a plan is to be written now. */
interface Sides {
	readonly patch: Requested['patch'];
	/**
	 * What the user should have before the write, by field: as the service showed it, or, to undo, as it was sent. Without the fields
	 * that the plan did not see.
	 */
	readonly expected: Record<string, unknown>;
}

/** The changes to one user that were planned, or written. */
export interface RequestedChanges extends Requested, Sides {
	readonly changes: Readonly<Record<string, Change>>;
	/** The run that the row comes from was only accepted: its task may still be carried out. */
	readonly mayStillCome: boolean;
	/** Why nothing is written for the row, which holds up no other. */
	readonly skipped?: string;
}

export type ChangesRow = BulkRow<RequestedChanges>;

/** The default of the parameter does not find an ID whose name begins with a byte order mark. */
function getUserId(item: ItemParameters, row: IDataObject): unknown {
	const value = item.get('userId');
	return isEmpty(value) && row !== item.json ? row.id : value;
}

function parseUserId(value: unknown): string {
	if (isBlank(value)) {
		const what = typeof value === 'string' ? 'empty' : String(value);
		throw new Failure(
			`'User ID' is ${what}: map it to the 'id' in the output of the dry run or the run`,
		);
	}
	return parseKey('User ID', value);
}

/** The field of an entry of the plan. */
function fieldOf(name: string): Field {
	const field = USER_FIELDS.find((one) => one.name === name);
	if (field) return field;
	throw new WrongValue(`has ${shown(name)}, which is not a field of a user: remove it`);
}

function parseChange({ name, type }: Field, entry: unknown): Change {
	const { from, to } = isRecord(entry) ? entry : {};
	if (type.isSecret || from === HIDDEN || to === HIDDEN) {
		throw new WrongValue(
			`has '${name}', which is hidden: passwords are never part of a plan. Remove it from the changes, and set the password with Update`,
		);
	}
	const both = JSON.stringify([from, to]);
	const replaced = replacedFlaw(both);
	if (replaced !== undefined) throw new WrongValue(`has '${name}', which ${replaced}`);
	// Written back, it would take the place of what it hides.
	if (both.includes(HIDDEN)) {
		throw new WrongValue(
			`has '${name}', a part of which was hidden because it is the same as a password or token: remove it from the changes, and set the field with Update`,
		);
	}
	if (to !== undefined) return { ...(from !== undefined && { from }), to };
	throw new WrongValue(
		`has no value 'to' for '${name}': each change has to be like {"from": "Ada", "to": "Zoe"}`,
	);
}

/** @throws Failure that names the field */
function parseChanges(plan: Record<string, unknown>): Record<string, Change> {
	const changes: Record<string, Change> = {};
	for (const [name, entry] of Object.entries(plan)) {
		changes[name] = parseNamed("'Changes'", () => parseChange(fieldOf(name), entry));
	}
	return changes;
}

/** Why a change cannot be taken back, as the end of a sentence. */
function irreversible({ type, empty }: Field, { from, to }: Change): string | undefined {
	if (from === undefined) return 'the run did not see what it was before';
	const isLost = isBlank(from) && empty === undefined;
	return (
		type.irreversible?.(from, to) ?? (isLost ? 'it was empty, and cannot be emptied' : undefined)
	);
}

/** Why changes cannot be taken back, for the field that is to blame. */
function whyIrreversible(changes: RequestedChanges['changes'], who: string): string | undefined {
	for (const field of USER_FIELDS) {
		if (!(field.name in changes)) continue;
		const why = irreversible(field, changes[field.name]);
		if (why === undefined) continue;
		return `'${field.displayName}' of the user ${who} cannot be undone: ${why}. Remove it from the changes to undo the others`;
	}
	return undefined;
}

/** @throws Failure when a field cannot be emptied, as it would have to be */
function checkEmpty(set: Record<string, unknown>): void {
	for (const { name, displayName, empty } of USER_FIELDS) {
		if (!(name in set) || !isBlank(set[name]) || empty !== undefined) continue;
		throw new Failure(`'${displayName}' cannot be emptied: remove it from the changes`);
	}
}

/**
 * The fields to write, and what the user should have until then.
 * @throws Failure that names the field
 */
export function sidesOf(changes: RequestedChanges['changes'], direction: Direction): Sides {
	const before: Record<string, unknown> = {};
	const after: Record<string, unknown> = {};
	for (const [name, { from, to }] of Object.entries(changes)) {
		if (from !== undefined) before[name] = from;
		after[name] = to;
	}
	const [set, expected] = direction === 'undo' ? [before, after] : [after, before];
	checkEmpty(set);
	return { patch: { set: parseKeptFields(USER_FIELDS, set) }, expected };
}

/**
 * One row of a plan.
 * @throws Failure that says what is wrong with it
 */
export function parseChangesRow(item: ItemParameters, direction: Direction): RequestedChanges {
	const row = withoutMark(item.json);
	const mapped = item.get('changes');
	const changes = isBlank(mapped)
		? (parseNamed("'Changes'", () => changesFromColumns(row)) ?? mapped)
		: mapped;
	const userId = getUserId(item, row);
	const who = shown([row.username, row.email].find((name) => !isBlank(name)) ?? userId ?? '?');
	// A row that failed has changes only where they may have been carried out.
	const mayStillCome = row.status === 'accepted' || row.status === 'pending' || !isBlank(row.error);
	const nothing = {
		by: 'id',
		patch: { set: {} },
		expected: {},
		changes: {},
		mayStillCome,
	} as const;
	const skip = (skipped: string): RequestedChanges => ({
		...nothing,
		value: typeof userId === 'object' || isBlank(userId) ? '' : String(userId).trim(),
		skipped,
	});

	const other = skipOtherOutput(row, who, !isBlank(changes), direction);
	if (other !== undefined) return skip(other);
	if (isNothingToDo(row, changes)) return { ...nothing, value: parseUserId(userId) };
	if (changes === undefined) throw missingChanges(row);
	const value = parseUserId(userId);
	const parsed = parseChanges(parseNamed("'Changes'", () => parsePlan(changes)));
	const why = direction === 'undo' ? whyIrreversible(parsed, who) : undefined;
	if (why !== undefined) return skip(why);
	return { ...nothing, value, changes: parsed, ...sidesOf(parsed, direction) };
}
