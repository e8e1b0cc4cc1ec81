import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { asFailure, Failure, toNodeError, withoutMarkup } from '../errors';
import { ItemParameters } from '../form/itemParameters';
import {
	BY_PACE,
	checkSameForAll,
	getOptions,
	type OptionValues,
	type SendingOptions,
} from '../form/options';
import { Client } from '../http/client';
import type { Service } from '../http/service';
import { Redactor } from '../redact';
import { type AnyOperation, type AnyRow, type Outcome, type Run, RunFailure } from './operation';
import { toItems } from './outputItems';
import { Progress } from './progress';
import { retriesHint } from './retriesHint';
import { isOpen, sortRows } from './summary';

/** All items as rows; a refused row already has its failure. */
function prepareRows(
	context: IExecuteFunctions,
	operation: AnyOperation,
	options: OptionValues<SendingOptions>,
	redactor: Redactor,
): AnyRow[] {
	const rows = context.getInputData().map((_, itemIndex): AnyRow => {
		const item = new ItemParameters(context, itemIndex, redactor);
		try {
			return Object.assign(operation.prepare(item), { itemIndex });
		} catch (error) {
			return { itemIndex, state: asFailure(error) };
		}
	});
	operation.refuse?.(rows.filter(isOpen), options);
	return rows;
}

/** Refused items that are named; the rest is only counted. */
const MOST_NAMED = 10;

/** @throws RunFailure that names the refused items */
function throwIfRefused(rows: readonly AnyRow[]): void {
	const [first, ...others] = sortRows(rows).failed;
	if (!first) return;
	const lines = ['No request was sent.'];
	for (const { itemIndex, state } of others.slice(0, MOST_NAMED)) {
		lines.push(`Item ${itemIndex}: ${state.message}`);
	}
	if (others.length > MOST_NAMED) lines.push(`and ${others.length - MOST_NAMED} more`);
	throw new RunFailure(first.state, first.itemIndex, lines.join('\n'));
}

function outcomesOf({ itemIndex, state = [] }: AnyRow): Outcome[] {
	const items = [itemIndex];
	if (state instanceof Failure) return [{ items, failure: state }];
	const results = (Array.isArray(state) ? state : [state]) as IDataObject[];
	return results.map((json) => ({ items, json }));
}

/** To the browser's console in a manual run, otherwise to n8n's log. */
function tell(context: IExecuteFunctions, text: string): void {
	if (context.getMode() === 'manual') context.sendMessageToUI(text);
	else {
		const executionId = context.getExecutionId();
		context.logger.info(`${context.getNode().name}: ${text}`, { executionId });
	}
}

async function runRows(
	context: IExecuteFunctions,
	service: Service,
	operation: AnyOperation,
	options: OptionValues<SendingOptions>,
	rows: AnyRow[],
	redactor: Redactor,
): Promise<Outcome[]> {
	const items = context.getInputData().length;
	const timeouts = {
		timeoutMs: options.timeout * 1000,
		retryTimeoutMs: options.retryTimeout * 1000,
	};
	const client = await Client.open(context, service, timeouts, redactor);
	const { maxConcurrentRequests: chosen } = options;
	const maxConcurrentRequests = chosen === BY_PACE ? client.concurrency : chosen;
	const hints = new Set<string>();
	const hint = (text: string) => hints.add(withoutMarkup(text));
	const run: Run = {
		client,
		options: { ...options, maxConcurrentRequests },
		continueOnFail: context.continueOnFail(),
		items,
		refused: items - rows.length,
		parameters: new ItemParameters(context, 0),
		progress: new Progress(operation.name, (text) => tell(context, text)),
		hint,
	};
	let others: Outcome[] | void;
	try {
		others = await operation.run(run, rows);
	} finally {
		client.close();
	}
	const retried = retriesHint(client.stats, client.requestsPerSecond);
	if (retried) hint(retried);
	for (const message of hints) context.addExecutionHints?.({ message, location: 'outputPane' });
	const outcomes = operation.outcomes?.(run, rows) ?? rows.flatMap(outcomesOf);
	return others ? outcomes.concat(others) : outcomes;
}

/** With Continue On Fail, a failure of the whole run becomes the outcome of every row, unless the user stopped it. */
const mayContinue = (context: IExecuteFunctions, { kind }: Failure) =>
	context.continueOnFail() && kind !== 'canceled';

const failAll = (rows: ReadonlyArray<{ itemIndex: number }>, failure: Failure): Outcome[] =>
	rows.map(({ itemIndex }) => ({ items: [itemIndex], failure }));

async function perform(
	context: IExecuteFunctions,
	service: Service,
	operations: readonly AnyOperation[],
): Promise<Outcome[]> {
	const chosen = context.getNodeParameter('operation', 0, '');
	const operation = operations.find(({ value }) => value === chosen);
	if (!operation) throw new Failure(`The operation '${String(chosen)}' is not known to this node`);
	const options = getOptions(context, operation.options);
	for (const name of operation.runParameters ?? []) checkSameForAll(context, name);
	const redactor = new Redactor();
	const rows = prepareRows(context, operation, options, redactor);
	if (!context.continueOnFail()) throwIfRefused(rows);
	const open = rows.filter(isOpen);
	// Open rows have no outcome yet.
	const refused = rows.flatMap(outcomesOf);
	if (open.length === 0) return refused;
	try {
		return refused.concat(await runRows(context, service, operation, options, open, redactor));
	} catch (error) {
		const failure = asFailure(error);
		if (!mayContinue(context, failure)) throw failure;
		return refused.concat(failAll(open, failure));
	}
}

/** Runs the chosen operation for all input items: the only place where a failure becomes an error item or ends the node. */
export async function executeNode(
	context: IExecuteFunctions,
	service: Service,
	operations: readonly AnyOperation[],
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData().map((_, itemIndex) => ({ itemIndex }));
	if (items.length === 0) return [[]];
	let outcomes: Outcome[];
	try {
		outcomes = await perform(context, service, operations);
	} catch (error) {
		const failure = asFailure(error);
		if (!mayContinue(context, failure)) {
			const itemIndex = error instanceof RunFailure ? error.itemIndex : undefined;
			throw toNodeError(context.getNode(), failure, itemIndex);
		}
		outcomes = failAll(items, failure);
	}
	// Sorting is stable, so the results of one item keep their order. Those of no item come last.
	const place = ({ items: [first = Infinity] }: Outcome) => first;
	const inOrder = outcomes.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
	return [toItems(context, inOrder)];
}
