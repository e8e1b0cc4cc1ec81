import type { IDataObject } from 'n8n-workflow';

import type { Sized } from './batches';
import type { Comparison } from '../../../shared/form/diff';
import type { Failure } from '../../../shared/errors';
import type { MatchColumn } from '../matchColumns';

/**
 * One input item on its way through a bulk update: which user it is about, the fields to write, and what became of it.
 * Kept small: there may be a hundred thousand.
 */
export interface RowState extends Sized {
	itemIndex: number;
	column: MatchColumn;
	/** The user's value in that column. */
	key: string;
	/** Known from the start when the column is `id`, else once it is resolved. */
	id: string;
	body: IDataObject;
	/** Input fields that were ignored only for their spelling. */
	misspelled?: string[];
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
