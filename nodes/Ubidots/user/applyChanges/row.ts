import type { Row } from '../../../shared/run/operation';
import type { BulkUpdate, Status } from '../bulk/rows';

/** `apply` writes `to` of every change, `undo` writes `from`. */
export type Direction = 'apply' | 'undo';

/** The planned changes of one user. */
export interface PlannedUpdate extends BulkUpdate {
	/**
	 * What the user should have before the write, by field: as the service showed it, or, to undo, as it was sent. Without the fields
	 * that the plan did not see. Not needed once the user is compared.
	 */
	expected?: Record<string, unknown>;
}

export type PlannedRow = Row<PlannedUpdate, Status>;
