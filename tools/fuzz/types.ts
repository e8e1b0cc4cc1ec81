import type { IDataObject } from 'n8n-workflow';

import type { Fault, SandboxOptions } from '../sandbox';

/** A value of one field: what the item holds, and what has to be in the request for it. */
export interface Value {
	/** Undefined: the item does not have the field. */
	given?: unknown;
	sent?: unknown;
	/** Who has to refuse it: the node before any request, or the service. */
	refusedBy?: 'node' | 'service';
	/** The value that the service already holds; it is filled in before the run. */
	same?: true;
}

/** What a row names its user by. */
export interface Who {
	given?: unknown;
	/** As the service is asked for it; undefined where the node has to refuse it. */
	key?: string;
}

export interface FuzzRow {
	who: Who;
	values: Record<string, Value>;
}

/** How a user is named, in all rows alike. */
export type By = 'id' | 'username' | 'email' | 'me';

/** One run of a node, with everything that can be different about it. */
export interface Case {
	service: 'ubidots' | 'upsun';
	operation: 'bulkUpdate' | 'update';
	by: By;
	/** Columns are mapped by hand (bulk update). */
	byHand: boolean;
	rows: FuzzRow[];
	options: IDataObject;
	onError?: 'continueRegularOutput' | 'continueErrorOutput';
	/** The credential needs session tokens. */
	renewable: boolean;
	faults: Fault[];
	sandbox: Partial<SandboxOptions>;
}

/** A user of either service, as far as the model looks at it. */
export type Held = Record<string, unknown> & { id: string };

/** Something that must not be. */
export interface Finding {
	rule: string;
	text: string;
	/** The item that it is about, where it is about one. */
	item?: number;
}
