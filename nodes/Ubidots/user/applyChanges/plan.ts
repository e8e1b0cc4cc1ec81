import { Failure } from '../../../shared/errors';
import { type Field, parseFields } from '../../../shared/form/fields';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { isBlank, parseNamed, WrongValue } from '../../../shared/form/parse';
import { shown } from '../../../shared/shown';
import { isRecord } from '../../../shared/objects';
import { HIDDEN } from '../../../shared/redact';
import { type BulkRow, parseKey, type Requested } from '../bulk/rows';
import { USER_FIELDS } from '../fields';
import { refuseOtherOutput } from './otherOutput';

/** `apply` writes `to` of every change, `undo` writes `from`. */
export type Direction = 'apply' | 'undo';

/** The changes to one user that were planned, or written. */
export interface RequestedChanges extends Requested {
	/**
	 * What the user should have before the write, by field: as the service showed it, or, to undo, as it was sent. Without the fields
	 * that the plan did not see.
	 */
	readonly expected: Record<string, unknown>;
}

export type ChangesRow = BulkRow<RequestedChanges>;

function getUserId(item: ItemParameters): string {
	const value = item.get('userId');
	if (isBlank(value)) {
		const what = typeof value === 'string' ? 'empty' : String(value);
		throw new Failure(
			`'User ID' is ${what}: map it to the 'id' in the output of the dry run or the run`,
		);
	}
	return parseKey('User ID', value);
}

/** Without the value itself, in which there may be a password. */
function describe(value: unknown): string {
	if (value === null || value === undefined) return String(value);
	if (typeof value === 'string') return value.trim() === '' ? 'empty' : 'text that is not JSON';
	return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}

/** The plan of one user: an object, or JSON text of one, as sheets and data tables hold it. */
function parsePlan(value: unknown): Record<string, unknown> {
	let plan = value;
	try {
		if (typeof value === 'string') plan = JSON.parse(value);
	} catch {
		plan = value;
	}
	if (isRecord(plan)) return plan;
	throw new WrongValue(
		`is ${describe(plan)}: it has to be the 'changes' of the user from a dry run, a sync, or a run with Skip Unchanged`,
	);
}

/** The field of an entry of the plan. */
function fieldOf(name: string): Field {
	const field = USER_FIELDS.find((one) => one.name === name);
	if (field) return field;
	throw new WrongValue(`has ${shown(name)}, which is not a field of a user: remove it`);
}

/** What the plan saw, and what it wants; `from` is undefined where the service did not show the field. */
function parseChange({ name, type }: Field, entry: unknown): { from?: unknown; to: unknown } {
	const { from, to } = isRecord(entry) ? entry : {};
	if (type.isSecret || from === HIDDEN || to === HIDDEN) {
		throw new WrongValue(
			`has '${name}', which is hidden: passwords are never part of a plan. Remove it from the changes, and set the password with Update`,
		);
	}
	// Written back, it would take the place of what it hides.
	if (JSON.stringify([from, to]).includes(HIDDEN)) {
		throw new WrongValue(
			`has '${name}', a part of which was hidden because it is the same as a password or token: remove it from the changes, and set the field with Update`,
		);
	}
	if (to !== undefined) return { from, to };
	throw new WrongValue(
		`has no value 'to' for '${name}': each change has to be like {"from": "Ada", "to": "Zoe"}`,
	);
}

/** @throws Failure when what was written cannot be taken back */
function checkUndo({ displayName, type }: Field, from: unknown, to: unknown): void {
	const why =
		from === undefined ? 'the run did not see what it was before' : type.irreversible?.(from, to);
	if (why === undefined) return;
	throw new Failure(
		`'${displayName}' cannot be undone: ${why}. Remove it from the changes to undo the others`,
	);
}

/** @throws Failure when the field cannot be emptied, as it would have to be */
function checkEmpty({ displayName, empty }: Field, wanted: unknown): void {
	if (!isBlank(wanted) || empty !== undefined) return;
	throw new Failure(`'${displayName}' cannot be emptied: remove it from the changes`);
}

/**
 * The fields to write, and what the user should have until then.
 * @throws Failure that names the field
 */
function parseChanges(plan: Record<string, unknown>, direction: Direction) {
	const [before, after]: Array<Record<string, unknown>> = [{}, {}];
	for (const [name, entry] of Object.entries(plan)) {
		const field = parseNamed("'Changes'", () => fieldOf(name));
		const { from, to } = parseNamed("'Changes'", () => parseChange(field, entry));
		if (direction === 'undo') checkUndo(field, from, to);
		checkEmpty(field, direction === 'undo' ? from : to);
		if (from !== undefined) before[name] = from;
		after[name] = to;
	}
	return direction === 'undo'
		? { set: parseFields(USER_FIELDS, before), expected: parseFields(USER_FIELDS, after) }
		: { set: parseFields(USER_FIELDS, after), expected: before };
}

/**
 * One row of a plan.
 * @throws Failure that says what is wrong with it
 */
export function parseChangesRow(item: ItemParameters, direction: Direction): RequestedChanges {
	const changes = item.get('changes');
	refuseOtherOutput(item.json, changes, direction);
	if (changes === undefined) {
		throw new Failure(
			"The row has no 'changes': its run did not read users first, so it cannot be applied or undone. For later runs, turn on 'Skip Unchanged'",
		);
	}
	const id = getUserId(item);
	const plan = parseNamed("'Changes'", () => parsePlan(changes));
	const { set, expected } = parseChanges(plan, direction);
	return { by: 'id', value: id, patch: { set }, expected };
}
