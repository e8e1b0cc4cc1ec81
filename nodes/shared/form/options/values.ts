import type { IExecuteFunctions } from 'n8n-workflow';

import { beforeAnyRequest, Failure } from '../../errors';
import { isRecord } from '../../objects';
import {
	type Limit,
	parseBoolean,
	parseLimit,
	parseNamed,
	parseNumber,
	WrongValue,
} from '../parse';
import { shown } from '../../shown';
import type { Option, OptionTable, OptionValues } from './tables';

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
