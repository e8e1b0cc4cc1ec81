import type { Row, Run } from '../../../shared/run/operation';
import type { BulkUpdate, Status } from '../bulk/row';
import type { SyncOptions } from './options';
import type { LeaverAction } from './settings';

/** A person of the list. */
export interface Person extends BulkUpdate {
	/** Undefined until it is decided. */
	action?: 'create' | 'update' | 'none';
}

export type PersonRow = Row<Person, Status>;

/** A user in scope whom the list does not name. */
export interface Leaver extends BulkUpdate {
	action: LeaverAction;
	/** For texts. */
	name: string;
}

export type LeaverRow = Row<Leaver, Status>;

export type SyncRun = Run<SyncOptions>;
