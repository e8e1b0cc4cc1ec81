import { apiFailure, asFailure, type Failure } from '../errors';
import type { Field } from '../form/fields';
import { sameJson } from '../form/fieldTypes';
import { groupBy } from '../groupBy';
import { nameKey } from '../nameKey';
import type { Row } from '../run/operation';
import { shown } from '../shown';
import { isAsLeft } from './drift';
import type { Change, Direction } from './format';
import { type RequestedChanges, sidesOf } from './plan';

/** All rows of one user, which end alike. */
export interface UserRows<T, R> {
	/** Is carried out, for all of them. */
	readonly row: Row<T, R>;
	readonly steps: ReadonlyArray<Row<T, R>>;
}

/** A row whose result is that of another one. */
const following = <T, R>(lead: Row<T, R>, { item, requested }: Row<T, R>): Row<T, R> => ({
	item,
	requested,
	get result() {
		return lead.result;
	},
	set result(result) {
		lead.result = result;
	},
});

const isRepeat = (one: Change, other: Change) =>
	sameJson(one.from, other.from) && sameJson(one.to, other.to);

const combined = ({ type }: Field, first: Change, second: Change): Change => ({
	...first,
	to: type.combine?.(first.to, second.to) ?? second.to,
});

interface Step {
	change: Change;
	item: number | undefined;
}

function notMet(value: string, { name, displayName }: Field, last: Step, next: Step): Failure {
	const difference = `is ${shown(next.change.from)} before item ${next.item}, but ${shown(last.change.to)} after item ${last.item}`;
	return apiFailure(
		`The rows of the user ${shown(value)} are not the steps of one change: '${displayName}' ${difference} → keep them in the order in which they were carried out, without those of other runs`,
		{ code: 'steps', fields: { [name]: [difference] } },
	);
}

/**
 * The change from the first `from` to the last `to` of a field.
 * @param steps in the order in which they were planned or carried out; one that repeats the one before adds nothing
 * @throws Failure when a step does not begin where the one before ends
 */
function join(value: string, field: Field, [first, ...others]: readonly Step[]): Change {
	let whole = first.change;
	let last = first;
	for (const next of others) {
		const { change } = next;
		if (isRepeat(last.change, change)) continue;
		const { from, to } = last.change;
		if (change.from !== undefined && !isAsLeft(field, to, from, change.from))
			throw notMet(value, field, last, next);
		whole = combined(field, whole, change);
		last = next;
	}
	return whole;
}

function joined<T extends RequestedChanges, R>(
	fields: readonly Field[],
	rows: ReadonlyArray<Row<T, R>>,
	direction: Direction,
): Row<T, R> {
	const [{ item, requested }] = rows;
	const row: Row<T, R> = { item, requested, result: undefined };
	try {
		const changes: Record<string, Change> = {};
		for (const field of fields) {
			const steps = rows.flatMap((step): Step[] =>
				field.name in step.requested.changes
					? [{ change: step.requested.changes[field.name], item: step.item }]
					: [],
			);
			if (steps.length > 0) changes[field.name] = join(requested.value, field, steps);
		}
		const mayStillCome = rows.some((step) => step.requested.mayStillCome);
		return {
			...row,
			requested: { ...requested, changes, mayStillCome, ...sidesOf(fields, changes, direction) },
		};
	} catch (error) {
		return { ...row, result: asFailure(error) };
	}
}

/** Takes the rows of a user, in whatever spelling, for the steps of one change, in their order; to undo, they are taken back from the last to the first. */
export function rowsByUser<T extends RequestedChanges, R>(
	fields: readonly Field[],
	rows: ReadonlyArray<Row<T, R>>,
	direction: Direction,
): Array<UserRows<T, R>> {
	return [...groupBy(rows, ({ requested }) => nameKey(requested.value)).values()].map((steps) => {
		if (steps.length === 1) return { row: steps[0], steps };
		const row = joined(fields, steps, direction);
		return { row, steps: steps.map((step) => following(row, step)) };
	});
}
