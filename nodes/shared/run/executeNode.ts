import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { asFailure, Failure, toNodeError } from '../errors';
import { getSettings, ItemParameters } from '../form/itemParameters';
import { BY_PACE, type SendingSettings } from '../form/settings';
import { Client } from '../http/client';
import type { Service } from '../http/service';
import { withoutMarkup } from '../shown';
import { Redactor } from '../redact';
import type { AnyOperation, Outcome, Output, Resource, Row, Run } from './operation';
import { outcomesOf, toItems } from './outputItems';
import { Progress } from './progress';
import { retriesHint } from './retriesHint';
import { checkpoint, counted, failureLines, isOpen, RunFailure, sortRows } from './summary';

const GO_ON =
	"set 'On Error' to 'Continue (using error output)' in the settings of the node: the others come out there";

/** All items as rows; a refused row already has its failure. */
function prepareRows(
	context: IExecuteFunctions,
	operation: AnyOperation,
	settings: SendingSettings,
	redactor: Redactor,
): Array<Row<object, Output>> {
	const rows: Array<Row<object, Output>> = [];
	for (const item of context.getInputData().keys()) {
		try {
			const requested = operation.prepare(new ItemParameters(context, item, redactor), settings);
			rows.push({ item, requested, result: undefined });
		} catch (error) {
			rows.push({ item, requested: {}, result: asFailure(error) });
		}
	}
	operation.refuse?.(rows.filter(isOpen), settings);
	return rows;
}

/** The refused items with other reasons than the first, which is the error itself, and the way to go on with the good ones. */
function describeRefused(rows: readonly Row[]): string {
	const { failed, good } = sortRows(rows);
	const others = failed.filter(({ result }) => result.message !== failed[0].result.message);
	const goOn =
		good.length > 0 ? [`To go on with the ${counted(good.length, 'good item')}, ${GO_ON}.`] : [];
	return ['No request was sent.', ...failureLines(others), ...goOn].join('\n');
}

/** To the browser's console in a manual run, otherwise to n8n's log. */
function tell(context: IExecuteFunctions, text: string): void {
	if (context.getMode() === 'manual') context.sendMessageToUI(text);
	else {
		const executionId = context.getExecutionId();
		context.logger.info(`${context.getNode().name}: ${text}`, { executionId });
	}
}

/** Sends what the rows ask for, and shows above the output what there is to say of the whole run. */
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
	const toShow = (text: string) => withoutMarkup(redactor.redactJson(text));
	const run: Run = {
		client,
		settings: { ...settings, maxConcurrentRequests },
		continueOnFail: context.continueOnFail(),
		items,
		refused: items - rows.length,
		progress: new Progress(operation.name, (text) => tell(context, text)),
		hint: (text) => void hints.push(toShow(text)),
		headline: (text) => void headlines.push(toShow(text)),
	};
	const outcomes = await operation.run(run, rows);
	const { stats, requestsPerSecond } = client;
	if (stats.retries > 0) run.hint(retriesHint(stats, requestsPerSecond));
	for (const message of new Set([...headlines, ...hints]))
		context.addExecutionHints?.({ message, location: 'outputPane' });
	return outcomes;
}

/** @throws Failure when the node does not know what was chosen */
function getChosen<T extends { value: string }>(
	context: IExecuteFunctions,
	name: 'resource' | 'operation',
	choices: readonly T[],
): T {
	const chosen = context.getNodeParameter(name, 0, '');
	for (const choice of choices) if (choice.value === chosen) return choice;
	throw new Failure(`The ${name} '${String(chosen)}' is not known to this node`);
}

/** Runs the chosen operation for all input items: the only place where a failure becomes an error item or ends the node. */
export async function executeNode(
	context: IExecuteFunctions,
	service: Service,
	resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
	const items = [...context.getInputData().keys()];
	if (items.length === 0) return [[]];
	const continueOnFail = context.continueOnFail();
	const redactor = new Redactor();
	let outcomes: Outcome[] = [];
	try {
		const { operations } = getChosen(context, 'resource', resources);
		const operation = getChosen(context, 'operation', operations);
		const settings = getSettings(context, operation.settings, redactor);
		const rows = prepareRows(context, operation, settings, redactor);
		checkpoint({ continueOnFail }, rows, () => describeRefused(rows));
		outcomes = outcomesOf(rows);
		const open = rows.filter(isOpen);
		if (open.length > 0) {
			const sent = await runRows(context, service, operation, settings, open, redactor);
			outcomes = outcomes.concat(sent);
		}
	} catch (error) {
		const failure = asFailure(error);
		if (!continueOnFail || failure.kind === 'canceled') {
			const item = error instanceof RunFailure ? error.item : undefined;
			throw toNodeError(context.getNode(), failure, item, redactor);
		}
		// The failure of the whole run is that of every item that was not refused.
		const refused = new Set(outcomes.flatMap((outcome) => outcome.items));
		const others = items.filter((item) => !refused.has(item));
		outcomes = outcomes.concat(others.map((item) => ({ items: [item], failure })));
	}
	// Sorting is stable, so the results of one item keep their order. Those of no item come last.
	const place = ({ items: [first = Infinity] }: Outcome) => first;
	const inOrder = outcomes.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
	return [toItems(context, inOrder, { redactor, secretFields: service.secretFields })];
}
