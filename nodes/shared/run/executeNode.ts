import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { asFailure, errorJson, Failure, toNodeError } from '../errors';
import { Sender } from '../http/client';
import { type Operation, type Outcome, type Row, type Run, RunFailure } from './operation';
import { readSettings, type Settings } from '../form/options';
import { counted } from './summary';
import { ItemReader } from '../form/itemParameters';
import type { Service } from '../http/service';

interface Prepared<T> {
	rows: Array<Row<T>>;
	refused: Map<number, Failure>;
}

function prepareAll<T>(
	context: IExecuteFunctions,
	operation: Operation<T>,
	settings: Settings,
	count: number,
): Prepared<T> {
	const rows: Array<Row<T>> = [];
	const refused = new Map<number, Failure>();
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			rows.push({
				itemIndex,
				value: operation.prepare(new ItemReader(context, itemIndex), settings),
			});
		} catch (error) {
			refused.set(itemIndex, asFailure(error));
		}
	}
	const clashes = operation.clashes?.(rows) ?? new Map<number, Failure>();
	for (const [itemIndex, failure] of clashes) refused.set(itemIndex, failure);
	return { rows: rows.filter(({ itemIndex }) => !clashes.has(itemIndex)), refused };
}

/** How many refused items are named before the rest is only counted. */
const MOST_NAMED = 10;

function refusal(refused: Map<number, Failure>): RunFailure {
	const [[itemIndex, first], ...others] = [...refused].sort(([a], [b]) => a - b);
	const named = others
		.slice(0, MOST_NAMED)
		.map(([item, { message }]) => `Item ${item}: ${message}`);
	const more = others.length - named.length;
	if (more > 0) named.push(`and ${more} more`);
	const description = ['No request was sent.', ...named].join('\n');
	return new RunFailure(first, itemIndex, description);
}

async function perform(
	context: IExecuteFunctions,
	service: Service,
	operations: readonly Operation[],
): Promise<Outcome[]> {
	const count = context.getInputData().length;
	if (count === 0) return [];
	const chosen = context.getNodeParameter('operation', 0, '');
	const operation = operations.find(({ value }) => value === chosen);
	if (!operation) throw new Failure(`The operation '${String(chosen)}' is not known to this node`);
	const settings = readSettings(context);
	const continueOnFail = context.continueOnFail();
	const { rows, refused } = prepareAll(context, operation, settings, count);
	if (refused.size > 0 && !continueOnFail) throw refusal(refused);
	const outcomes: Outcome[] = [...refused].map(([item, failure]) => ({ items: [item], failure }));
	if (rows.length === 0) return outcomes;

	const results = await performRows(context, service, operation, { settings, rows }).catch(
		(error: unknown) => failAll(context, rows, error),
	);
	for (const result of results) outcomes.push(result);
	return outcomes;
}

async function performRows<T>(
	context: IExecuteFunctions,
	service: Service,
	operation: Operation<T>,
	{ settings, rows }: { settings: Settings; rows: Array<Row<T>> },
): Promise<Outcome[]> {
	const sender = await Sender.open(context, service, settings);
	const hints: string[] = [];
	const run: Run = {
		sender,
		settings,
		continueOnFail: context.continueOnFail(),
		hint: (text) => hints.push(text),
	};
	const results = await operation.run(run, rows).finally(() => sender.close());
	if (sender.retries > 0) hints.push(`${counted(sender.retries, 'request')} had to be sent again`);
	for (const message of hints) context.addExecutionHints?.({ message, location: 'outputPane' });
	return results;
}

/** With Continue On Fail, what ends the run as a whole becomes the outcome of every row, but for a stop by the user. */
function failAll(
	context: IExecuteFunctions,
	rows: ReadonlyArray<{ itemIndex: number }>,
	error: unknown,
): Outcome[] {
	const failure = asFailure(error);
	if (!context.continueOnFail() || failure.kind === 'canceled') throw failure;
	return rows.map(({ itemIndex }) => ({ items: [itemIndex], failure }));
}

function toItem(outcome: Outcome): INodeExecutionData {
	const { items } = outcome;
	return {
		json: 'json' in outcome ? outcome.json : errorJson(outcome.failure, items[0]),
		pairedItem: items.length === 1 ? { item: items[0] } : items.map((item) => ({ item })),
	};
}

/**
 * Runs the chosen operation over all input items: the only loop over items, and the only place where a failure
 * becomes an error item or ends the node.
 */
export async function executeOperations(
	context: IExecuteFunctions,
	service: Service,
	operations: readonly Operation[],
): Promise<INodeExecutionData[][]> {
	const everyItem = () => context.getInputData().map((_, itemIndex) => ({ itemIndex }));
	const outcomes = await perform(context, service, operations)
		.catch((error: unknown) => failAll(context, everyItem(), error))
		.catch((error: unknown) => {
			const itemIndex = error instanceof RunFailure ? error.itemIndex : undefined;
			throw toNodeError(context.getNode(), asFailure(error), itemIndex);
		});
	// Sorting is stable, so several results of one item keep their order.
	return [outcomes.sort((a, b) => a.items[0] - b.items[0]).map(toItem)];
}
