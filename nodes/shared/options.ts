import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { Failure } from './failure';
import { shown } from './kind';
import { isRecord } from './records';
import { type NumberRange, type OptionName, OPTIONS } from './optionTable';

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
	const shared = OPTIONS.map(({ property }) => property).filter(({ name }) =>
		names.includes(name as OptionName),
	);
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...shared, ...others].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** Options are read before anything is sent. */
const badOption = (message: string) =>
	new Failure(message, { description: 'No request was sent.' });

function readNumber(title: string, value: unknown, { min, max, whole }: NumberRange): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	const inRange = typeof number === 'number' && number >= min && number <= max;
	if (inRange && (!whole || Number.isInteger(number))) return number;
	throw badOption(
		`The option '${title}' is ${shown(value)}: it has to be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
	);
}

function readBoolean(title: string, value: unknown): boolean {
	const text = String(value).toLowerCase();
	if (value === true || text === 'true' || text === '1') return true;
	if (value === false || text === 'false' || text === '0') return false;
	throw badOption(`The option '${title}' is ${shown(value)}: it has to be true or false`);
}

function readChoice({ displayName, options = [] }: INodeProperties, value: unknown): string {
	const choices = options.flatMap((option) => ('value' in option ? [String(option.value)] : []));
	if (choices.includes(String(value))) return String(value);
	throw badOption(
		`The option '${displayName}' is ${shown(value)}: it has to be ${choices.map(shown).join(' or ')}`,
	);
}

/**
 * The settings from the values of the `Options` collection.
 * @throws Failure that names the option that is out of its range
 */
export function readSettings(values: Record<string, unknown>): Settings {
	const read: Record<string, unknown> = {};
	for (const { property, range } of OPTIONS) {
		const { name, displayName, type } = property;
		const value = name in values ? values[name] : property.default;
		if (range) read[name] = readNumber(displayName, value, range);
		else if (type === 'boolean') read[name] = readBoolean(displayName, value);
		else read[name] = readChoice(property, value);
	}
	const seconds = (name: OptionName) => (read[name] as number) * 1000;
	return {
		...(read as unknown as Settings),
		confirmTimeoutMs: seconds('confirmTimeout'),
		retryTimeoutMs: seconds('retryTimeout'),
		timeoutMs: seconds('timeout'),
	};
}

/**
 * The values of the `Options` collection, which hold for the run as a whole: a dry run that is one only for
 * some of the items would write where nobody expects it.
 * @throws Failure when an expression gives different values for different items
 */
export function optionValues(context: IExecuteFunctions, items: number): Record<string, unknown> {
	const read = (index: number) =>
		context.getNodeParameter('options', index, {}, { skipValidation: true }) as Record<
			string,
			unknown
		>;
	const first = read(0);
	if (!isRecord(first)) throw badOption("'Options' has to be an object of options and values");
	const raw = context.getNodeParameter('options', 0, {}, { rawExpressions: true });
	const hasExpression = JSON.stringify(raw).includes('"=');
	for (let index = 1; hasExpression && index < items; index++) {
		const other = read(index);
		const differing = Object.keys({ ...first, ...other }).find(
			(name) => JSON.stringify(first[name]) !== JSON.stringify(other[name]),
		);
		if (differing !== undefined) {
			const title = OPTIONS.find(({ property }) => property.name === differing)?.property;
			throw badOption(
				`The option '${title?.displayName ?? differing}' is ${shown(first[differing])} for item 0 and ${shown(other[differing])} for item ${index}: options hold for the whole run, so give them one value`,
			);
		}
	}
	return first;
}
