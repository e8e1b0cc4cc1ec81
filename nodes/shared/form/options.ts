import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { beforeAnyRequest, Failure } from '../errors';
import { isRecord } from '../objects';
import {
	type Limit,
	parseBoolean,
	parseLimit,
	parseNamed,
	parseNumber,
	shown,
	WrongValue,
} from './parse';

/** The limits of a number are in the unit of its title. */
type Option = { displayName: string; description: string } & (
	| {
			default: number;
			min: number;
			max: number;
			whole?: boolean;
			/** The value when the option is not set, where that is not the default. */
			unset?: number;
	  }
	| { default: boolean }
	/** A number of users or a share of them; '' for none. */
	| { default: string; isLimit: true }
	| { default: string; choices: Array<{ name: string; value: string; description: string }> }
);

/** The options of a run, by the name that workflows are saved with. */
export type OptionTable = Record<string, Option>;

type Widened<D> = D extends boolean ? boolean : D extends number ? number : string;

/** The values of the options, in the unit of their titles; a limit that is '' is undefined. */
export type OptionValues<T extends OptionTable> = {
	[N in keyof T]: T[N] extends { isLimit: true } ? Limit | undefined : Widened<T[N]['default']>;
};

/** Stands for as many requests at once as the account's pace needs, see `Client.concurrency`. */
export const BY_PACE = 0;

/** Offered by every operation. */
export const SENDING_OPTIONS = {
	maxConcurrentRequests: {
		displayName: 'Max Concurrent Requests',
		default: 4,
		unset: BY_PACE,
		min: 1,
		max: 100,
		whole: true,
		description:
			'Max number of requests in flight at once. If not set: 4, or as many as Requests per Second lets start in 5 seconds.',
	},
	retryTimeout: {
		displayName: 'Retry Timeout (Seconds)',
		default: 120,
		min: 0,
		max: 86_400,
		description:
			'How long to retry a request when the service is busy or the connection is lost. 0 means no retries.',
	},
	timeout: {
		displayName: 'Timeout (Seconds)',
		default: 60,
		min: 0.05,
		max: 3600,
		description: 'How long to wait for one response',
	},
} satisfies OptionTable;

/** Offered by every operation that compares before it writes. */
export const PLANNING_OPTIONS = {
	dryRun: {
		displayName: 'Dry Run',
		default: false,
		description:
			'Whether to only read, compare and report what would change, without writing anything',
	},
	maxChanges: {
		displayName: 'Max Changes',
		default: '',
		isLimit: true,
		description:
			'Max number of users that the run may change, or a share of the input items such as 20%. Users are read and compared first. If more would change, nothing is written.',
	},
	...SENDING_OPTIONS,
} satisfies OptionTable;

/** Offered by the updates. */
export const UPDATING_OPTIONS = {
	skipUnchanged: {
		displayName: 'Skip Unchanged',
		default: false,
		description:
			'Whether to read each user first, send only the fields that differ, and skip users without changes. Needed to undo the run later.',
	},
	...PLANNING_OPTIONS,
} satisfies OptionTable;

export type SendingOptions = typeof SENDING_OPTIONS;
export type PlanningOptions = typeof PLANNING_OPTIONS;
export type UpdatingOptions = typeof UPDATING_OPTIONS;

function optionProperty([name, option]: [string, Option]): INodeProperties {
	const { displayName, default: byDefault, description } = option;
	const shared = { displayName, name, default: byDefault, description };
	if ('min' in option) {
		const typeOptions = { minValue: option.min, maxValue: option.max };
		return { ...shared, type: 'number', typeOptions };
	}
	if ('choices' in option) return { ...shared, type: 'options', options: option.choices };
	if ('isLimit' in option) return { ...shared, type: 'string', placeholder: 'e.g. 50 or 20%' };
	return { ...shared, type: 'boolean' };
}

/** @param others further entries, which the operation gets for each item */
export function optionsProperty(
	table: OptionTable,
	others: readonly INodeProperties[] = [],
): INodeProperties {
	const options = [...Object.entries(table).map(optionProperty), ...others];
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
 * Whether an expression may give items different values. A parameter without one is the same for all of them.
 * @param name of a parameter
 */
function mayDiffer(context: IExecuteFunctions, name: string): boolean {
	const raw = context.getNodeParameter(name, 0, '', { rawExpressions: true });
	return (JSON.stringify(raw) ?? '').includes('"=');
}

/**
 * The values of the `Options` collection, which apply to the whole run: a dry run for only some items would write unexpectedly.
 * @throws Failure when an expression gives items different values
 */
function getValues(context: IExecuteFunctions, table: OptionTable): Record<string, unknown> {
	const getFor = (index: number): Record<string, unknown> => {
		const values = context.getNodeParameter('options', index, {}, { skipValidation: true });
		if (isRecord(values)) return values;
		throw new Failure("'Options' has to be an object of options and values");
	};
	const first = getFor(0);
	const items = mayDiffer(context, 'options') ? context.getInputData().length : 1;
	for (let index = 1; index < items; index++) {
		const other = getFor(index);
		const differing = Object.keys(table).find(
			(name) => JSON.stringify(first[name]) !== JSON.stringify(other[name]),
		);
		if (differing === undefined) continue;
		throw new Failure(
			`The option '${table[differing].displayName}' is ${shown(first[differing])} for item 0 and ${shown(other[differing])} for item ${index}: options apply to the whole run, so give each of them one value`,
		);
	}
	return first;
}

/**
 * @param isLeftBlank not emptied by an expression
 * @throws WrongValue
 */
function parseOption(
	option: Option,
	value: unknown,
	isLeftBlank: boolean,
): number | boolean | string | Limit | undefined {
	if ('min' in option) return parseNumber(value, option);
	// An expression that returns nothing must not take a limit away.
	if ('isLimit' in option) return isLeftBlank && value === '' ? undefined : parseLimit(value);
	if (!('choices' in option)) return parseBoolean(value);
	const choices = option.choices.map((choice) => choice.value);
	if (choices.includes(String(value))) return String(value);
	throw new WrongValue(`is ${shown(value)}: it has to be ${choices.map(shown).join(' or ')}`);
}

/** @throws Failure that names an option that is wrong or differs between items */
export function getOptions<T extends OptionTable>(
	context: IExecuteFunctions,
	table: T,
): OptionValues<T> {
	try {
		const values = getValues(context, table);
		const raw = context.getNodeParameter('options', 0, {}, { rawExpressions: true });
		const isLeftBlank = (name: string) =>
			!(name in values) || (isRecord(raw) && raw[name] === '' && table[name].default === '');
		const parsed = Object.entries(table).map(([name, option]) => {
			if (!(name in values) && 'unset' in option) return [name, option.unset] as const;
			const value = name in values ? values[name] : option.default;
			const subject = `The option '${option.displayName}'`;
			return [
				name,
				parseNamed(subject, () => parseOption(option, value, isLeftBlank(name))),
			] as const;
		});
		return Object.fromEntries(parsed) as OptionValues<T>;
	} catch (error) {
		throw beforeAnyRequest(error);
	}
}

/**
 * For a parameter that applies to the whole run, such as what becomes of leavers.
 * @throws Failure when an expression gives items different values
 */
export function checkSameForAll(context: IExecuteFunctions, name: string): void {
	if (!mayDiffer(context, name)) return;
	const valueFor = (index: number): unknown =>
		context.getNodeParameter(name, index, '', { skipValidation: true });
	const first = valueFor(0);
	for (let index = 1; index < context.getInputData().length; index++) {
		const other = valueFor(index);
		if (JSON.stringify(first) === JSON.stringify(other)) continue;
		throw beforeAnyRequest(
			new Failure(
				`The parameter '${name}' is ${shown(first)} for item 0 and ${shown(other)} for item ${index}: it applies to the whole run, so give it one value`,
			),
		);
	}
}
