import type { Row, Run } from '../../../shared/run/operation';
import type { Update } from '../../../shared/run/reconcile';
import type { MatchColumn } from '../matchColumns';
import type { BulkOptions } from './options';

/** What is asked of one user. Kept small: there may be a hundred thousand. */
export interface BulkUpdate extends Update {
	column: MatchColumn;
	/** The user's value in that column. */
	key: string;
	/** Known from the start when the column is `id`, else once it is resolved. */
	id: string;
	/** Of this row in the request, as UTF-8 JSON. */
	bytes: number;
	/** Input fields that were ignored only for their spelling. */
	misspelled?: string[];
	/** The request that was accepted. */
	taskId?: string;
	/** Fields that `confirm` could not see, or not yet. */
	notVisible?: string[];
}

export type Status = 'accepted' | 'applied' | 'pending' | 'unchanged' | 'planned';

/** One input item on its way through a bulk update. */
export type BulkRow = Row<BulkUpdate, Status>;

export type BulkRun = Run<BulkOptions>;

/** Rows that nothing was decided about yet. */
export const isOpen = ({ state }: BulkRow) => state === undefined;
