import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, Failure, toNodeError } from '../errors';
import type { Redactor } from '../redact';
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

/** The failure as it may be shown: it may quote what the service has of a user. */
export function safeFailure(failure: Failure, redactor: Redactor): Failure {
	const { message, description, details, kind, isOfRun, stackOfBug } = failure;
	const shown = { message, description, details };
	const safe = redactor.redactJson(shown);
	if (safe === shown) return failure;
	return new Failure(safe.message, { ...safe, kind, isOfRun, stackOfBug });
}

function toItem(outcome: Outcome): INodeExecutionData {
	const { items } = outcome;
	return {
		json: 'json' in outcome ? outcome.json : errorJson(outcome.failure, items[0]),
		...(items.length > 0 && {
			pairedItem: items.length === 1 ? { item: items[0] } : items.map((item) => ({ item })),
		}),
	};
}

/**
 * The items of the outcomes, those of failures marked for the error output where there is one.
 * @param redactor hides the secrets of the run: here what was read and written becomes what is shown
 */
export function toItems(
	context: IExecuteFunctions,
	outcomes: readonly Outcome[],
	redactor: Redactor,
): INodeExecutionData[] {
	const node = context.getNode();
	const hasErrorOutput = node.onError === 'continueErrorOutput';
	// Thousands of rows may have the same one.
	const failures = new Map<Failure, Failure>();
	const asShown = (outcome: Outcome): Outcome => {
		if ('json' in outcome) return { ...outcome, json: redactor.redactJson(outcome.json) };
		const { failure } = outcome;
		const safe = failures.get(failure) ?? safeFailure(failure, redactor);
		failures.set(failure, safe);
		return { ...outcome, failure: safe };
	};
	return outcomes.map(asShown).map((outcome) => {
		const item = toItem(outcome);
		if (hasErrorOutput && 'failure' in outcome) {
			markAsError(item, toNodeError(node, outcome.failure, outcome.items[0]));
		}
		return item;
	});
}
