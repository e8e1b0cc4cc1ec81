import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { asRecord } from '../objects';
import type { Redactor } from '../redact';
import { nameOf, type Parameter, type TableOf } from './parameters';
import { isBlank, parseNamed, WrongValue } from './parse';

/**
 * Whether a parameter is hidden in the form because of others, which come before it in its table. What depends on something else,
 * such as `@tool`, n8n leaves out by itself.
 */
const isHidden = ({ property }: Parameter, others: Record<string, unknown>) =>
	Object.entries(property.displayOptions?.show ?? {}).some(
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

	/** As it was entered, with its expressions not evaluated; undefined for an option that was not added. */
	entered(name: string, { property, isOption }: Parameter): unknown {
		return isOption ? asRecord(this.raw('options', {}))[name] : this.raw(name, property.default);
	}

	/** Its value, not checked yet. */
	valueOf(name: string, { property, isOption }: Parameter): unknown {
		return this.get(isOption ? `options.${name}` : name, property.default);
	}

	/**
	 * The values of a table; undefined for what the form hides.
	 * @throws Failure that names the parameter with a wrong value
	 */
	read<S>(table: TableOf<S>): S {
		const values: Record<string, unknown> = {};
		for (const name in table) {
			const parameter = table[name];
			if (isHidden(parameter, values)) continue;
			const entered = this.entered(name, parameter);
			if (entered === undefined && 'unset' in parameter) values[name] = parameter.unset;
			else {
				const value = this.valueOf(name, parameter);
				values[name] = parseNamed(nameOf(parameter), () => {
					// What begins like this is an expression, in n8n's own notation.
					if (typeof entered === 'string' && entered.startsWith('=')) checkNotEmptied(value);
					return parameter.parse(value, this);
				});
			}
		}
		return values as S;
	}
}
