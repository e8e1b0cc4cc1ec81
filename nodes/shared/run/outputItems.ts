import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, toNodeError } from '../errors';
import { markAsError } from './errorItem';
import type { Outcome, Output, Row } from './operation';
import { isFailed, resultOf } from './summary';

/** The input items that a row came from: one, or none. */
export const itemsOf = ({ item }: Row): number[] => (item === undefined ? [] : [item]);

/** The error items of the rows that have failed. */
export const failedOutcomes = (rows: readonly Row[]): Outcome[] =>
	rows.filter(isFailed).map((row) => ({ items: itemsOf(row), failure: row.result }));

/** The output of rows whose result is their output, and the error items of those that have failed. */
export const outcomesOf = (rows: ReadonlyArray<Row<unknown, Output>>): Outcome[] =>
	failedOutcomes(rows).concat(
		rows.flatMap((row) =>
			[resultOf(row) ?? []].flat().map((json) => ({ items: itemsOf(row), json })),
		),
	);

function toItem(outcome: Outcome): INodeExecutionData {
	const { items } = outcome;
	return {
		json: 'json' in outcome ? outcome.json : errorJson(outcome.failure, items[0]),
		...(items.length > 0 && {
			pairedItem: items.length === 1 ? { item: items[0] } : items.map((item) => ({ item })),
		}),
	};
}

/** The items of the outcomes, those of failures marked for the error output where there is one. */
export function toItems(
	context: IExecuteFunctions,
	outcomes: readonly Outcome[],
): INodeExecutionData[] {
	const node = context.getNode();
	const hasErrorOutput = node.onError === 'continueErrorOutput';
	return outcomes.map((outcome) => {
		const item = toItem(outcome);
		if (hasErrorOutput && 'failure' in outcome) {
			markAsError(item, toNodeError(node, outcome.failure, outcome.items[0]));
		}
		return item;
	});
}
