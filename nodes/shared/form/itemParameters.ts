import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Redactor } from '../redact';
import { parseBoolean, parseNamed } from './parse';

/** The parameters and data of one input item. */
export class ItemParameters {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
		/** Learns the secrets that the item holds. */
		readonly redactor = new Redactor(),
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

	/** @throws Failure that names the parameter by its title when it is not a boolean, also as text */
	isOn(name: string, title: string, fallback: boolean): boolean {
		return parseNamed(`'${title}'`, () => parseBoolean(this.get(name, fallback)));
	}

	/** A parameter with its expressions not evaluated; the same for all items. */
	raw(name: string, fallback?: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback, { rawExpressions: true });
	}
}
