import type { Row, Run } from '../../../shared/run/operation';
import type { Update } from '../../../shared/run/reconcile';
import type { MatchColumn } from '../matchColumns';
import type { BatchOptions, BulkOptions } from './options';

/** The update of one user. Kept small: there may be a hundred thousand. */
export interface BulkUpdate extends Update {
	column: MatchColumn;
	/** The user's value in that column. */
	key: string;
	/** '' until it is looked up, unless the column is `id`. */
	id: string;
	/** The size in the request, as UTF-8 JSON. */
	bytes: number;
	/** Input fields that were ignored because of their spelling. */
	misspelled?: string[];
	/** Of the accepted request. */
	taskId?: string;
	/** Fields that `confirm` has not seen. */
	notVisible?: string[];
}

/** What became of a row; see the README. */
export type Status =
	| 'accepted'
	| 'applied'
	| 'pending'
	| 'unchanged'
	| 'planned'
	/** Of a sync. */
	| 'created'
	| 'deleted';

export type BulkRow = Row<BulkUpdate, Status>;

export type BulkRun = Run<BulkOptions>;

/** Of any operation that writes in bulk. */
export type BatchRun = Run<BatchOptions>;
