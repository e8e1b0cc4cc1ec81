import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { asFailure, Failure } from '../errors';
import { type Option, type OptionName, optionProperty, OPTIONS } from './optionTable';
import { readBoolean, readNamed, readNumber, shown, WrongValue } from './parse';
import { isRecord } from '../objects';

/** What the sender needs of the options. */
export interface SendSettings {
	timeoutMs: number;
	retryTimeoutMs: number;
}

/** All options as a run uses them; an operation that does not offer one gets its default. */
export interface Settings extends SendSettings {
	batchSize: number;
	maxBatchBytes: number;
	output: 'users' | 'batches';
	confirm: boolean;
	confirmTimeoutMs: number;
	dryRun: boolean;
	skipUnchanged: boolean;
	maxConcurrentRequests: number;
	isolateBadRows: boolean;
}

/** How requests are sent: offered by every operation that has options. */
export const SENDING_OPTIONS: OptionName[] = ['maxConcurrentRequests', 'retryTimeout', 'timeout'];

/** The form's `Options` collection with the given ones, and further properties of the operation's own. */
export function optionsProperty(
	names: readonly OptionName[],
	others: INodeProperties[] = [],
): INodeProperties {
	const options = [...names.map(optionProperty), ...others];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/**
 * The values of the `Options` collection, which hold for the run as a whole: a dry run that is one only for
 * some of the items would write where nobody expects it.
 * @throws Failure when an expression gives different values for different items
 */
function optionValues(context: IExecuteFunctions, items: number): Record<string, unknown> {
	const read = (index: number): Record<string, unknown> => {
		const values = context.getNodeParameter('options', index, {}, { skipValidation: true });
		if (isRecord(values)) return values;
		throw new Failure("'Options' has to be an object of options and values");
	};
	const first = read(0);
	const raw = context.getNodeParameter('options', 0, {}, { rawExpressions: true });
	const hasExpression = JSON.stringify(raw).includes('"=');
	for (let index = 1; hasExpression && index < items; index++) {
		const other = read(index);
		const differing = Object.keys({ ...first, ...other }).find(
			(name) => JSON.stringify(first[name]) !== JSON.stringify(other[name]),
		);
		if (differing === undefined) continue;
		const title = isOption(differing) ? OPTIONS[differing].displayName : differing;
		throw new Failure(
			`The option '${title}' is ${shown(first[differing])} for item 0 and ${shown(other[differing])} for item ${index}: options hold for the whole run, so give them one value`,
		);
	}
	return first;
}

const isOption = (name: string): name is OptionName => Object.keys(OPTIONS).includes(name);

/** @throws Failure that names the option and what it may be */
function readOption<N extends OptionName>(name: N, values: Record<string, unknown>) {
	const option: Option = OPTIONS[name];
	const value = name in values ? values[name] : option.default;
	const read = (): unknown => {
		if ('min' in option) return readNumber(value, option);
		if (!('choices' in option)) return readBoolean(value);
		const choices = option.choices.map((choice) => choice.value);
		if (choices.includes(String(value))) return String(value);
		throw new WrongValue(`is ${shown(value)}: it has to be ${choices.map(shown).join(' or ')}`);
	};
	return readNamed(`The option '${option.displayName}'`, read) as (typeof OPTIONS)[N]['default'];
}

const beforeAnythingIsSent = (error: unknown) =>
	new Failure(asFailure(error).message, { description: 'No request was sent.' });

/**
 * The settings of a run from the operation's `Options`; n8n leaves out those that the operation does not offer.
 * @throws Failure that names the option that differs between items or is out of its range
 */
export function readSettings(context: IExecuteFunctions): Settings {
	try {
		const values = optionValues(context, context.getInputData().length);
		return {
			batchSize: readOption('batchSize', values),
			maxBatchBytes: readOption('maxBatchBytes', values),
			output: readOption('output', values) === 'batches' ? 'batches' : 'users',
			confirm: readOption('confirm', values),
			confirmTimeoutMs: readOption('confirmTimeout', values) * 1000,
			dryRun: readOption('dryRun', values),
			skipUnchanged: readOption('skipUnchanged', values),
			maxConcurrentRequests: readOption('maxConcurrentRequests', values),
			isolateBadRows: readOption('isolateBadRows', values),
			retryTimeoutMs: readOption('retryTimeout', values) * 1000,
			timeoutMs: readOption('timeout', values) * 1000,
		};
	} catch (error) {
		throw beforeAnythingIsSent(error);
	}
}
