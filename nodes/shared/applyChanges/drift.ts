import { apiFailure, type Failure } from '../errors';
import type { Comparison } from '../form/compare';
import type { Field } from '../form/fields';
import { sameJson } from '../form/fieldTypes';
import { shown } from '../shown';
import type { Direction } from './format';
import type { RequestedChanges } from './plan';

/** A value that the service showed, as it would be sent; itself where that cannot be. */
export function asSent({ type }: Field, value: unknown): unknown {
	try {
		return type.parse(value);
	} catch {
		return value;
	}
}

/**
 * Whether the value is as a plan has left it.
 * @param to as it was sent, or as the service showed it
 * @param before what `to` was written over; undefined when it was just there
 */
export function isAsLeft(field: Field, to: unknown, before: unknown, current: unknown): boolean {
	const { type } = field;
	const sent = asSent(field, to);
	return (
		sameJson(to, current) ||
		(type.isLeftBy?.(sent, before, current) ?? type.isSame(sent, current) === true)
	);
}

/** What is not as expected, as the end of a sentence about the field. */
function whyDrifted(
	field: Field,
	current: unknown,
	{ patch: { set }, expected }: Pick<RequestedChanges, 'patch' | 'expected'>,
	direction: Direction,
): string | undefined {
	const { name } = field;
	const now = current === undefined ? 'not shown' : shown(asSent(field, current));
	if (!(name in expected)) {
		return current === undefined ? undefined : `is ${now}, which the plan did not see`;
	}
	const before = direction === 'undo' ? set[name] : undefined;
	const isAsThen = isAsLeft(field, expected[name], before, current);
	if (current !== undefined && isAsThen) return undefined;
	return `should be ${shown(asSent(field, expected[name]))} but is ${now}`;
}

const ADVICE: Record<Direction, string> = {
	apply: 'make a new dry run',
	undo: 'change the user by hand',
};

/**
 * @param changes what differs between what is to be written and the user
 * @returns the failure of a row whose user was changed since, in one of the fields to write
 */
export function driftOf(
	table: readonly Field[],
	requested: RequestedChanges,
	changes: Comparison['changes'],
	direction: Direction,
): Failure | undefined {
	const fields: Record<string, string[]> = {};
	const parts: string[] = [];
	for (const field of table) {
		if (!(field.name in changes)) continue;
		const difference = whyDrifted(field, changes[field.name].from, requested, direction);
		if (difference === undefined) continue;
		fields[field.name] = [difference];
		parts.push(`'${field.displayName}' ${difference}`);
	}
	if (parts.length === 0) return undefined;
	return apiFailure(
		`The user ${shown(requested.value)} was changed since: ${parts.join(', ')} → ${ADVICE[direction]}`,
		{ code: 'changed', fields },
	);
}
