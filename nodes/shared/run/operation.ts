import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Failure } from '../errors';
import type { ItemParameters } from '../form/itemParameters';
import type { ParameterTable, TableOf } from '../form/parameters';
import type { SendingSettings } from '../form/settings';
import type { Client } from '../http/client';
import type { Progress } from './progress';

/** What the rows of most operations end with: the JSON of their output. */
export type Output = IDataObject | IDataObject[];

/** One input item with checked parameters, and what became of it. Kept small: there may be a hundred thousand. */
export interface Row<T = unknown, R = unknown> {
	/** The number of the input item; undefined for what belongs to none. */
	readonly item: number | undefined;
	/** What `prepare` made of the item. */
	readonly requested: T;
	/** Undefined until the row is settled. */
	result?: R | Failure;
}

/** One output item, for the input items it came from, if there are any. */
export type Outcome =
	| { items: number[]; json: IDataObject }
	| { items: number[]; failure: Failure };

/** What an operation can use while it sends requests. */
export interface Run<S extends SendingSettings = SendingSettings> {
	client: Client;
	settings: S;
	continueOnFail: boolean;
	/** How many input items there are, and how many of them were refused before the run. */
	items: number;
	refused: number;
	/** Tells those who wait for a long run where it is. */
	progress?: Progress;
	/** Shows the user a text about the whole run, above the output. */
	hint(text: string): void;
	/** The same for what the run comes to, its sums or the limit that it is over: it is read first, before all hints. */
	headline(text: string): void;
}

/**
 * An operation: `prepare` turns an item into a checked row without any request, `run` settles all rows that passed. Order, pairing,
 * Continue On Fail and error items are the same for all operations, see `executeNode`.
 */
export interface Operation<
	T extends object = object,
	S extends SendingSettings = SendingSettings,
	R = Output,
> {
	/** The name that workflows are saved with. */
	value: string;
	name: string;
	action: string;
	description: string;
	/** For models that write workflows: when to use it, or not. */
	builderHint?: string;
	/** The beginning of the form, which `prepare` reads by itself. */
	properties: INodeProperties[];
	/** Further parameters that may differ between items, for `item.read`. */
	parameters?: ParameterTable;
	/** What applies to the whole run. */
	settings: TableOf<S>;
	/**
	 * @returns a new object for each item
	 * @throws Failure when the item is wrong
	 */
	prepare(item: ItemParameters, settings: S): T;
	/** Fails rows that cannot be sent, alone or together with others. */
	refuse?(rows: ReadonlyArray<Row<T, R>>, settings: S): void;
	/**
	 * @param rows at least one
	 * @returns the output of all rows, and what belongs to no item, in any order
	 * @throws Failure that ends the run as a whole
	 */
	run(run: Run<S>, rows: ReadonlyArray<Row<T, R>>): Promise<Outcome[]>;
}

export type AnyOperation = Operation<object, SendingSettings, unknown>;

/** What a node works on, and what it can do with it. */
export interface Resource {
	/** The name that workflows are saved with. */
	value: string;
	name: string;
	operations: readonly AnyOperation[];
	/** The operation of a new node: one that does no harm. */
	initial: string;
}
