import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../errors';
import { replacedFlaw } from '../form/flaws';
import type { Field } from '../form/fields';
import { parseKeptFields } from '../form/fieldValues';
import type { ItemParameters } from '../form/itemParameters';
import { isBlank, parseNamed, WrongValue } from '../form/parse';
import { shown } from '../shown';
import { isRecord } from '../objects';
import { HIDDEN } from '../redact';
import type { Change, Direction, PlanFormat } from './format';
import { changesFromColumns, withoutMark } from './fileColumns';
import { isNothingToDo, missingChanges, parsePlan } from './parsePlan';
import { skipOtherOutput } from './otherOutput';

/** What of a plan is to be written now. */
interface Sides {
	readonly patch: { readonly set: IDataObject };
	/**
	 * What the user should have before the write, by field: as the service showed it, or, to undo, as it was sent. Without the fields
	 * that the plan did not see.
	 */
	readonly expected: Record<string, unknown>;
}

/** The changes to one user that were planned, or written. */
export interface RequestedChanges extends Sides {
	/** What identifies the user. */
	readonly value: string;
	readonly changes: Readonly<Record<string, Change>>;
	/** The run that the row comes from was only accepted: its task may still be carried out. */
	readonly mayStillCome: boolean;
	/** Why nothing is written for the row, which holds up no other. */
	readonly skipped?: string;
}

/** The field of an entry of the plan. */
function fieldOf(fields: readonly Field[], name: string): Field {
	const field = fields.find((one) => one.name === name);
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
function parseChanges(
	fields: readonly Field[],
	plan: Record<string, unknown>,
): Record<string, Change> {
	const changes: Record<string, Change> = {};
	for (const [name, entry] of Object.entries(plan)) {
		changes[name] = parseNamed("'Changes'", () => parseChange(fieldOf(fields, name), entry));
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
function whyIrreversible(
	fields: readonly Field[],
	changes: RequestedChanges['changes'],
	who: string,
): string | undefined {
	for (const field of fields) {
		if (!(field.name in changes)) continue;
		const why = irreversible(field, changes[field.name]);
		if (why === undefined) continue;
		return `'${field.displayName}' of the user ${who} cannot be undone: ${why}. Remove it from the changes to undo the others`;
	}
	return undefined;
}

/** @throws Failure when a field cannot be emptied, as it would have to be */
function checkEmpty(fields: readonly Field[], set: Record<string, unknown>): void {
	for (const { name, displayName, empty } of fields) {
		if (!(name in set) || !isBlank(set[name]) || empty !== undefined) continue;
		throw new Failure(`'${displayName}' cannot be emptied: remove it from the changes`);
	}
}

/**
 * The fields to write, and what the user should have until then.
 * @throws Failure that names the field
 */
export function sidesOf(
	fields: readonly Field[],
	changes: RequestedChanges['changes'],
	direction: Direction,
): Sides {
	const before: Record<string, unknown> = {};
	const after: Record<string, unknown> = {};
	for (const [name, { from, to }] of Object.entries(changes)) {
		if (from !== undefined) before[name] = from;
		after[name] = to;
	}
	const [set, expected] = direction === 'undo' ? [before, after] : [after, before];
	checkEmpty(fields, set);
	return { patch: { set: parseKeptFields(fields, set) }, expected };
}

/**
 * One row of a plan.
 * @throws Failure that says what is wrong with it
 */
export function parseChangesRow(
	format: PlanFormat,
	item: ItemParameters,
	direction: Direction,
): RequestedChanges {
	const { fields } = format;
	const row = withoutMark(item.json);
	const mapped = item.get('changes');
	const changes = isBlank(mapped)
		? (parseNamed("'Changes'", () => changesFromColumns(fields, row)) ?? mapped)
		: mapped;
	const userId = format.userId(item, row);
	const who = shown([row.username, row.email].find((name) => !isBlank(name)) ?? userId ?? '?');
	const mayStillCome = format.mayStillCome(row);
	const nothing = { patch: { set: {} }, expected: {}, changes: {}, mayStillCome };
	const skip = (skipped: string): RequestedChanges => ({
		...nothing,
		value: typeof userId === 'object' || isBlank(userId) ? '' : String(userId).trim(),
		skipped,
	});

	const other = skipOtherOutput(format, row, who, !isBlank(changes), direction);
	if (other !== undefined) return skip(other);
	if (isNothingToDo(row, changes)) return { ...nothing, value: format.parseUserId(userId) };
	if (changes === undefined) throw missingChanges(format, row);
	const value = format.parseUserId(userId);
	const plan = parseNamed("'Changes'", () => parsePlan(format, changes));
	const given = parseChanges(fields, plan);
	const parsed = format.complete?.(given, row) ?? given;
	const why = direction === 'undo' ? whyIrreversible(fields, parsed, who) : undefined;
	if (why !== undefined) return skip(why);
	return { ...nothing, value, changes: parsed, ...sidesOf(fields, parsed, direction) };
}
