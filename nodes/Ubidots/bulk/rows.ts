import type { IDataObject } from 'n8n-workflow';

import type { Sized } from '../../shared/chunk';
import type { Comparison } from '../../shared/diff';
import type { Failure } from '../../shared/failure';
import type { MatchColumn } from '../matchColumns';

/** What one input item asks for: which user, and the fields to write. */
export interface BulkRow {
	column: MatchColumn;
	/** The user's value in that column. */
	key: string;
	body: IDataObject;
	/** Input fields that were ignored only for their spelling. */
	misspelled?: string[];
}

/** One row on its way through a bulk update. Kept small: there may be a hundred thousand. */
export interface RowState extends BulkRow, Sized {
	itemIndex: number;
	/** Known from the start when the column is `id`, else once it is resolved. */
	id: string;
	status?: 'accepted' | 'applied' | 'pending' | 'unchanged' | 'planned';
	taskId?: string;
	failure?: Failure;
	changes?: Comparison['changes'];
	/** Fields that `confirm` could not see, or not yet. */
	notVisible?: string[];
}

/** Rows that nothing was decided about yet. */
export const isOpen = ({ status, failure }: RowState) =>
	status === undefined && failure === undefined;
