import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readBoolean, readNamed } from './parse';

/** The parameters and data of one input item. */
export class ItemReader {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
	) {}

	/** The item's own data. */
	get json(): IDataObject {
		return this.context.getInputData()[this.itemIndex].json;
	}

	/** The workflow's time zone, an IANA name. */
	get timezone(): string {
		return this.context.getTimezone();
	}

	/**
	 * A parameter with its expressions evaluated for this item. n8n's validation is off: it would turn null into
	 * undefined and an empty text into 0, and name neither item nor field as we do.
	 */
	parameter(name: string, fallback?: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback, { skipValidation: true });
	}

	/**
	 * Whether a boolean parameter is on; an expression may give it as text.
	 * @throws Failure that names it by its title
	 */
	isOn(name: string, title: string, fallback: boolean): boolean {
		return readNamed(`'${title}'`, () => readBoolean(this.parameter(name, fallback)));
	}

	/** A parameter as it stands in the form, expressions unevaluated; the same for all items. */
	raw(name: string, fallback?: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback, { rawExpressions: true });
	}
}

/** The value behind a resource locator; any other value as it is. */
export function locatorValue(value: unknown): unknown {
	return typeof value === 'object' && value !== null && '__rl' in value && 'value' in value
		? value.value
		: value;
}

/** The mode of a resource locator; undefined for a plain value, which an expression may give. */
export function locatorMode(value: unknown): string | undefined {
	return typeof value === 'object' && value !== null && 'mode' in value
		? String(value.mode)
		: undefined;
}
