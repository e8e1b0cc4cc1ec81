import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Failure } from '../errors';
import type { Sender } from '../http/client';
import type { Settings } from '../form/options';
import type { ItemReader } from '../form/itemParameters';

/** One input item whose parameters were read and checked. */
export interface Row<T> {
	itemIndex: number;
	value: T;
}

/** What came of one or more input items: a result, or the reason why there is none. */
export type Outcome =
	| { items: number[]; json: IDataObject }
	| { items: number[]; failure: Failure };

/** What an operation has at hand while it sends requests. */
export interface Run {
	sender: Sender;
	settings: Settings;
	continueOnFail: boolean;
	/** Something the user should know of the run as a whole, shown by n8n above the output. */
	hint(text: string): void;
}

/**
 * One entry of the operation list. `prepare` turns one item into a checked row without any request; `run` takes
 * all rows that passed. Order, pairing, Continue On Fail and the shape of errors are the loop's business.
 */
export interface Operation<T = unknown> {
	value: string;
	name: string;
	action: string;
	description: string;
	properties: INodeProperties[];
	/** @throws Failure that says what is wrong with this item */
	prepare(item: ItemReader, settings: Settings): T;
	/** Rows that are good by themselves but cannot stand beside each other, with the reason. */
	clashes?(rows: ReadonlyArray<Row<T>>): Map<number, Failure>;
	run(run: Run, rows: ReadonlyArray<Row<T>>): Promise<Outcome[]>;
}

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
