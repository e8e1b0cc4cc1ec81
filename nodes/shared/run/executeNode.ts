import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { asFailure, Failure, toNodeError } from '../errors';
import { getSettings, ItemParameters } from '../form/itemParameters';
import { BY_PACE, type SendingSettings } from '../form/settings';
import { Client } from '../http/client';
import type { Service } from '../http/service';
import { withoutMarkup } from '../shown';
import { Redactor } from '../redact';
import { checkpoint, RunFailure } from './checkpoint';
import type { AnyOperation, Outcome, Output, Resource, Row, Run } from './operation';
import { failedOutcomes, toItems } from './outputItems';
import { Progress } from './progress';
import { retriesHint } from './retriesHint';
import { counted, isOpen, itemsText, linesBy, sortRows } from './summary';

const GO_ON =
	"set 'On Error' to 'Continue (using error output)' in the settings of the node: the others come out there";

/** All items as rows; a refused row already has its failure. */
function prepareRows(
	context: IExecuteFunctions,
	operation: AnyOperation,
	settings: SendingSettings,
	redactor: Redactor,
): Array<Row<object, Output>> {
	const rows = context.getInputData().map((_, item): Row<object, Output> => {
		try {
			const requested = operation.prepare(new ItemParameters(context, item, redactor), settings);
			return { item, requested, result: undefined };
		} catch (error) {
			return { item, requested: {}, result: asFailure(error) };
		}
	});
	operation.refuse?.(rows.filter(isOpen), settings);
	return rows;
}

/** The refused items with other reasons than the first, which is the error itself, and the way to go on with the good ones. */
function describeRefused(rows: readonly Row[]): string {
	const { failed, good } = sortRows(rows);
	const reasons = linesBy(
		failed.filter(({ result }) => result.message !== failed[0].result.message),
		({ result }) => result.message,
		(message, group) => `Failed: ${itemsText(group)}: ${message}`,
	);
	const goOn =
		good.length > 0 ? [`To go on with the ${counted(good.length, 'good item')}, ${GO_ON}.`] : [];
	return ['No request was sent.', ...reasons, ...goOn].join('\n');
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
	settings: SendingSettings,
	rows: Array<Row<object, Output>>,
	redactor: Redactor,
): Promise<Outcome[]> {
	const items = context.getInputData().length;
	const timeouts = {
		timeoutMs: settings.timeout * 1000,
		retryTimeoutMs: settings.retryTimeout * 1000,
	};
	const client = await Client.open(context, service, timeouts, redactor);
	const { maxConcurrentRequests: chosen } = settings;
	const maxConcurrentRequests = chosen === BY_PACE ? client.concurrency : chosen;
	const headlines: string[] = [];
	const hints: string[] = [];
	const addTo = (texts: string[]) => (text: string) =>
		void texts.push(withoutMarkup(redactor.redactJson(text)));
	const hint = addTo(hints);
	const run: Run = {
		client,
		settings: { ...settings, maxConcurrentRequests },
		continueOnFail: context.continueOnFail(),
		items,
		refused: items - rows.length,
		progress: new Progress(operation.name, (text) => tell(context, text)),
		hint,
		headline: addTo(headlines),
	};
	let outcomes: Outcome[];
	try {
		outcomes = await operation.run(run, rows);
	} finally {
		client.close();
	}
	const retried = retriesHint(client.stats, client.requestsPerSecond);
	if (retried) hint(retried);
	for (const message of new Set([...headlines, ...hints]))
		context.addExecutionHints?.({ message, location: 'outputPane' });
	return outcomes;
}

/** With Continue On Fail, a failure of the whole run becomes the outcome of every row, unless the user stopped it. */
const mayContinue = (context: IExecuteFunctions, { kind }: Failure) =>
	context.continueOnFail() && kind !== 'canceled';

const failAll = (rows: ReadonlyArray<Pick<Row, 'item'>>, failure: Failure): Outcome[] =>
	rows.flatMap(({ item }) => (item === undefined ? [] : { items: [item], failure }));

/** @throws Failure when the node does not know what was chosen */
function chosenOf<T extends { value: string }>(
	context: IExecuteFunctions,
	name: 'resource' | 'operation',
	choices: readonly T[],
): T {
	const chosen = context.getNodeParameter(name, 0, '');
	const found = choices.find(({ value }) => value === chosen);
	if (found) return found;
	throw new Failure(`The ${name} '${String(chosen)}' is not known to this node`);
}

async function perform(
	context: IExecuteFunctions,
	service: Service,
	resources: readonly Resource[],
	redactor: Redactor,
): Promise<Outcome[]> {
	const { operations } = chosenOf(context, 'resource', resources);
	const operation = chosenOf(context, 'operation', operations);
	const settings = getSettings(context, operation.settings, redactor);
	const rows = prepareRows(context, operation, settings, redactor);
	checkpoint({ continueOnFail: context.continueOnFail() }, rows, () => describeRefused(rows));
	const open = rows.filter(isOpen);
	const refused = failedOutcomes(rows);
	if (open.length === 0) return refused;
	try {
		return refused.concat(await runRows(context, service, operation, settings, open, redactor));
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
	resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData().map((_, item) => ({ item }));
	if (items.length === 0) return [[]];
	const redactor = new Redactor();
	let outcomes: Outcome[];
	try {
		outcomes = await perform(context, service, resources, redactor);
	} catch (error) {
		const failure = asFailure(error);
		if (!mayContinue(context, failure)) {
			const item = error instanceof RunFailure ? error.item : undefined;
			throw toNodeError(context.getNode(), failure, item, redactor);
		}
		outcomes = failAll(items, failure);
	}
	// Sorting is stable, so the results of one item keep their order. Those of no item come last.
	const place = ({ items: [first = Infinity] }: Outcome) => first;
	const inOrder = outcomes.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
	return [toItems(context, inOrder, { redactor, secretFields: service.secretFields })];
}
