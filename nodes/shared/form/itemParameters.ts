import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { beforeAnyRequest, Failure } from '../errors';
import { asRecord } from '../objects';
import type { Redactor } from '../redact';
import { shown } from '../shown';
import { nameOf, type Parameter, type TableOf } from './parameters';
import { isBlank, WrongValue, wrongValueOf } from './parse';

/**
 * Whether a parameter is hidden in the form because of others, which come before it in its table. What depends on something else,
 * such as `@tool`, n8n leaves out by itself.
 */
const isHidden = (
	{ show = {} }: NonNullable<Parameter['property']['displayOptions']>,
	others: Record<string, unknown>,
) =>
	Object.entries(show).some(
		([name, values]) => !name.startsWith('@') && !(values as unknown[]).includes(others[name]),
	);

/** @throws WrongValue for nothing: it may be a protection that was lost */
function checkNotEmptied(value: unknown): void {
	if (!isBlank(value)) return;
	const what = typeof value === 'string' ? 'empty' : String(value);
	throw new WrongValue(
		`is ${what}: its expression returned nothing. Fix the expression, or remove it`,
	);
}

/** The parameters and data of one input item. */
export class ItemParameters {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
		/** Learns the secrets that the item holds. */
		readonly redactor: Redactor,
	) {}

	get json(): IDataObject {
		return this.context.getInputData()[this.itemIndex].json;
	}

	/** The workflow's time zone (IANA). */
	get timezone(): string {
		return this.context.getTimezone();
	}

	/**
	 * A parameter with its expressions evaluated. n8n's validation is off: it would turn null into undefined and an
	 * empty text into 0, and its errors do not name the item and the field.
	 */
	get(name: string, fallback?: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback, { skipValidation: true });
	}

	/** A parameter with its expressions not evaluated; the same for all items. */
	raw(name: string, fallback?: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback, { rawExpressions: true });
	}

	/**
	 * The values of a table; undefined for what the form hides.
	 * @param isOfRun whether they apply to the whole run, so that the other items must have the same
	 * @throws Failure that names the parameter with a wrong value
	 */
	read<S>(table: TableOf<S>, isOfRun = false): S {
		const values: Record<string, unknown> = {};
		const options = asRecord(this.raw('options', {}));
		for (const name in table) {
			const parameter = table[name];
			const { property, isOption } = parameter;
			if (property.displayOptions && isHidden(property.displayOptions, values)) continue;
			const entered = isOption ? options[name] : this.raw(name, property.default);
			if (isOption && entered === undefined) {
				values[name] = parameter.unset;
				continue;
			}
			const path = isOption ? `options.${name}` : name;
			const value = this.get(path, property.default);
			// What begins with = is an expression, in n8n's own notation. Without one, it is the same for all items.
			if (isOfRun && JSON.stringify(entered ?? '').includes('"='))
				this.checkSameForAll(parameter, path, value);
			try {
				if (typeof entered === 'string' && entered.startsWith('=')) checkNotEmptied(value);
				values[name] = parameter.parse(value, this);
			} catch (error) {
				throw wrongValueOf(nameOf(parameter), error);
			}
		}
		return values as S;
	}

	/** @throws Failure when an expression gives another item another value: a dry run for only some of them would write unexpectedly */
	private checkSameForAll(parameter: Parameter, path: string, value: unknown): void {
		const values = this.context.getInputData().map((_, index) => {
			const item = new ItemParameters(this.context, index, this.redactor);
			return item.get(path, parameter.property.default);
		});
		const other = values.findIndex((one) => JSON.stringify(one) !== JSON.stringify(value));
		if (other === -1) return;
		throw new Failure(
			`${nameOf(parameter)} is ${shown(value)} for item ${this.itemIndex} and ${shown(values[other])} for item ${other}: it applies to the whole run, so give it one value`,
		);
	}
}

/**
 * What applies to the whole run, read once for all items.
 * @throws Failure that names what is wrong, or differs between items
 */
export function getSettings<S>(
	context: IExecuteFunctions,
	table: TableOf<S>,
	redactor: Redactor,
): S {
	try {
		return new ItemParameters(context, 0, redactor).read(table, true);
	} catch (error) {
		throw beforeAnyRequest(error);
	}
}
