import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../errors';
import { isBlank, WrongValue } from '../form/parse';
import { whatIsThere } from '../form/whatIsThere';
import { isRecord } from '../objects';
import type { PlanFormat } from './format';

const AS_TEXT = 'keep the changes as JSON text, JSON.stringify($json.changes)';

/** Whether the item says that its run had nothing to do, so that it needs no changes. */
export const isNothingToDo = ({ status }: IDataObject, changes: unknown) =>
	status === 'unchanged' && isBlank(changes);

/** Without the value itself, in which there may be a password. */
function describe(value: unknown): string {
	if (value === null || value === undefined) return String(value);
	if (typeof value === 'string') return value.trim() === '' ? 'empty' : 'text that is not JSON';
	return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}

/**
 * The plan of one user: an object, or JSON text of one, as sheets and data tables hold it.
 * @throws WrongValue
 */
export function parsePlan({ sources }: PlanFormat, value: unknown): Record<string, unknown> {
	let plan = value;
	try {
		if (typeof value === 'string') plan = JSON.parse(value);
	} catch {
		plan = value;
	}
	if (isRecord(plan)) return plan;
	if (typeof plan === 'string' && plan.trim() === '[object Object]') {
		throw new WrongValue(
			`is '[object Object]', which is left of an object that was made a text, and cannot be read: ${AS_TEXT}`,
		);
	}
	const nothing = isBlank(plan)
		? ". If its run changed nothing, remove the row, or keep its 'status' as well"
		: '';
	throw new WrongValue(
		`is ${describe(plan)}: it has to be the 'changes' of the user from a dry run${sources}${nothing}`,
	);
}

/** For an item that has nothing where the parameter looks for the changes. */
export const missingChanges = ({ whyWithout }: PlanFormat, row: IDataObject) =>
	new Failure(`The row has no 'changes'. ${whatIsThere(row, 'changes')}${whyWithout(row)}`);
