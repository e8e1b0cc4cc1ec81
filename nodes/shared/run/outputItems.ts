import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { errorJson, Failure, toNodeError } from '../errors';
import type { Comparison } from '../form/compare';
import { mayBeApplied } from '../http/errors';
import type { Redactor } from '../redact';
import type { Outcome, Output, Row } from './operation';
import { isFailed } from './summary';

/** What must not be in an output. */
interface Hiding {
	redactor: Redactor;
	/** Fields of a user that are left out. */
	secretFields: readonly string[];
}

/** The input items that a row came from: one, or none. */
export const itemsOf = ({ item }: Row): number[] => (item === undefined ? [] : [item]);

/** What was planned for a row. */
interface Compared {
	readonly row: Row;
	readonly changes?: Comparison['changes'];
}

/** Whether the user of a row may have been written although the row has failed. */
export const isInDoubt = ({ row }: Compared) =>
	isFailed(row) && (mayBeApplied(row.result) || row.result.details.changes !== undefined);

/** The error items of rows. Whoever has to clean up after a row that may have been written finds its changes there. */
export function failedOutcomes(rows: readonly Row[], planned: readonly Compared[]): Outcome[] {
	const changesOf = new Map(
		planned.filter(isInDoubt).map(({ row, changes }) => [row, changes] as const),
	);
	return rows.filter(isFailed).map((row) => {
		const changes = changesOf.get(row);
		const { message, kind, details, isOfRun, stackOfBug } = row.result;
		const failure = changes
			? new Failure(message, { kind, isOfRun, stackOfBug, details: { ...details, changes } })
			: row.result;
		return { items: itemsOf(row), failure };
	});
}

/** One output item for each row: what was planned and done, or why it failed. */
export function plannedOutcomes<P extends Compared>(
	rows: readonly Row[],
	planned: readonly P[],
	toJson: (plan: P) => IDataObject,
): Outcome[] {
	const good = planned.filter(({ row }) => !isFailed(row));
	return failedOutcomes(rows, planned).concat(
		good.map((plan) => ({ items: itemsOf(plan.row), json: toJson(plan) })),
	);
}

/** The output of rows whose result is their output, and the error items of those that have failed; nothing of those that are open. */
export function outcomesOf(rows: ReadonlyArray<Row<unknown, Output>>): Outcome[] {
	const outcomes: Outcome[] = [];
	for (const row of rows) {
		const { result } = row;
		const items = itemsOf(row);
		if (result instanceof Failure) outcomes.push({ items, failure: result });
		else for (const json of [result ?? []].flat()) outcomes.push({ items, json });
	}
	return outcomes;
}

/** The items of the outcomes, those of failures marked for the error output where there is one. Nothing else leaves a node that has not failed. */
export function toItems(
	context: IExecuteFunctions,
	outcomes: readonly Outcome[],
	{ redactor, secretFields }: Hiding,
): INodeExecutionData[] {
	const node = context.getNode();
	const hasErrorOutput = node.onError === 'continueErrorOutput';
	const all: INodeExecutionData[] = [];
	for (const outcome of outcomes) {
		const { items } = outcome;
		const json = 'json' in outcome ? outcome.json : errorJson(outcome.failure, items[0]);
		const item: INodeExecutionData = {
			json: redactor.redactJson(json, secretFields),
			...(items.length > 0 && {
				pairedItem: items.length === 1 ? { item: items[0] } : items.map((one) => ({ item: one })),
			}),
		};
		if (hasErrorOutput && 'failure' in outcome) {
			markAsError(item, toNodeError(node, outcome.failure, items[0], redactor));
		}
		all.push(item);
	}
	return all;
}

/**
 * Makes n8n put the item on the error output with its whole json. n8n before 2.41 takes an item with `details` for an error only by
 * the property `error` of the item (beside `json`); and every n8n then replaces the json of each item that still has this property
 * by the message alone (measured: n8n-core 1.123, 2.0 and 2.41, handleNodeErrorOutput and what follows it). So `error` is not
 * enumerable, and the copy that n8n makes to add the input item is without it; where n8n makes no copy, because the item is not
 * paired, the first new json is not taken.
 */
export function markAsError(
	item: INodeExecutionData,
	error: NodeApiError | NodeOperationError,
): void {
	const { json } = item;
	Object.defineProperties(item, {
		error: { value: error, configurable: true, writable: true },
		json: {
			configurable: true,
			enumerable: true,
			get: () => json,
			set() {
				Object.defineProperty(item, 'json', { value: json, writable: true });
			},
		},
	});
}
