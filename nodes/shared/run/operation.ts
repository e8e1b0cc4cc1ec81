import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Failure } from '../errors';
import type { ItemParameters } from '../form/itemParameters';
import type { OptionTable, OptionValues, SendingOptions } from '../form/options';
import type { Client } from '../http/client';

/**
 * One input item whose parameters were checked, and what became of it: nothing yet, a result, or the reason why there is none. One
 * object a row, because there may be a hundred thousand.
 */
export type Row<T extends object = object, S = IDataObject | IDataObject[]> = T & {
	itemIndex: number;
	state?: S | Failure;
};

/** What comes out of the node for one or more input items. */
export type Outcome =
	| { items: number[]; json: IDataObject }
	| { items: number[]; failure: Failure };

/** What an operation has at hand while it sends requests. */
export interface Run<O extends OptionTable = SendingOptions> {
	client: Client;
	options: OptionValues<O>;
	continueOnFail: boolean;
	/** Something the user should know of the run as a whole, shown by n8n above the output. */
	hint(text: string): void;
}

/**
 * One entry of the operation list. `prepare` turns one item into a checked row without any request; `run` settles all rows that passed.
 * Order, pairing, Continue On Fail and the shape of errors are decided elsewhere, once for all operations.
 */
export interface Operation<
	T extends object = object,
	O extends OptionTable = SendingOptions,
	S = IDataObject | IDataObject[],
> {
	/** The name that workflows are saved with. */
	value: string;
	name: string;
	action: string;
	description: string;
	properties: INodeProperties[];
	/** The options of a run, shown below the properties. */
	options: O;
	/** Further entries of the options that may differ between items. */
	itemOptions?: readonly INodeProperties[];
	/**
	 * A new object for each item.
	 * @throws Failure that says what is wrong with this item
	 */
	prepare(item: ItemParameters): T;
	/** Gives a failure to rows that cannot be sent as they are, or not beside each other. */
	refuse?(rows: ReadonlyArray<Row<T, S>>, options: OptionValues<O>): void;
	/** @throws Failure that ends the run as a whole */
	run(run: Run<O>, rows: ReadonlyArray<Row<T, S>>): Promise<void>;
	/** What comes out for settled rows, when that is not just their state. */
	outcomes?(run: Run<O>, rows: ReadonlyArray<Row<T, S>>): Outcome[];
}

/** An operation of which only that is known which all have. */
export type AnyOperation = Operation<object, SendingOptions, unknown>;

/** The failure of a run as a whole, with what became of the single items. */
export class RunFailure extends Failure {
	constructor(
		readonly cause: Failure,
		readonly itemIndex: number | undefined,
		description: string | undefined,
	) {
		super(cause.message, { description, details: cause.details, kind: cause.kind });
	}
}
