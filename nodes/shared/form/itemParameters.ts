import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { parseBoolean, parseNamed } from './parse';

/** The parameters and data of one input item. */
export class ItemParameters {
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
	get(name: string, fallback?: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback, { skipValidation: true });
	}

	/**
	 * Whether a boolean parameter is on; an expression may give it as text.
	 * @throws Failure that names it by its title
	 */
	isOn(name: string, title: string, fallback: boolean): boolean {
		return parseNamed(`'${title}'`, () => parseBoolean(this.get(name, fallback)));
	}

	/** A parameter as it stands in the form, expressions unevaluated; the same for all items. */
	raw(name: string, fallback?: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback, { rawExpressions: true });
	}
}
