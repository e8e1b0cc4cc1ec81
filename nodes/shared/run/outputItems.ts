import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, toNodeError } from '../errors';
import type { Redactor } from '../redact';
import { markAsError } from './markAsError';
import type { Outcome, Output, Row } from './operation';
import { isFailed, resultOf } from './summary';

/** What must not be in an output. */
interface Hiding {
	redactor: Redactor;
	/** Fields of a user that are left out. */
	secretFields: readonly string[];
}

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

function toItem(outcome: Outcome, { redactor, secretFields }: Hiding): INodeExecutionData {
	const { items } = outcome;
	const json = 'json' in outcome ? outcome.json : errorJson(outcome.failure, items[0]);
	return {
		json: redactor.redactJson(json, secretFields),
		...(items.length > 0 && {
			pairedItem: items.length === 1 ? { item: items[0] } : items.map((item) => ({ item })),
		}),
	};
}

/** The items of the outcomes, those of failures marked for the error output where there is one. Nothing else leaves a node that has not failed. */
export function toItems(
	context: IExecuteFunctions,
	outcomes: readonly Outcome[],
	hiding: Hiding,
): INodeExecutionData[] {
	const node = context.getNode();
	const hasErrorOutput = node.onError === 'continueErrorOutput';
	return outcomes.map((outcome) => {
		const item = toItem(outcome, hiding);
		if (hasErrorOutput && 'failure' in outcome) {
			markAsError(item, toNodeError(node, outcome.failure, outcome.items[0], hiding.redactor));
		}
		return item;
	});
}
