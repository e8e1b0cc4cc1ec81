import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../form/fields';
import type { ItemParameters } from '../form/itemParameters';

/** `apply` writes `to` of every change, `undo` writes `from`. */
export type Direction = 'apply' | 'undo';

/** What a run saw, and what it wrote; `from` is undefined where the service did not show the field. */
export interface Change {
	from?: unknown;
	to: unknown;
}

/** What an output item did, where it is not a change of fields that can be undone. */
export interface Deed {
	/** After "The row": "creates the user 'jane'". Undefined for what can be applied. */
	does?: string;
	/** Which operation can do it. */
	by?: string;
	/** Why it cannot be undone, and what to do instead. */
	undo: string;
}

/** What the plans of one kind of user are made of: whose changes they are, and which. */
export interface PlanFormat {
	fields: readonly Field[];
	/** What names the user of an item, unchecked. */
	userId(item: ItemParameters, row: IDataObject): unknown;
	/** @throws Failure for what names nobody */
	parseUserId(value: unknown): string;
	/** Which runs give changes, after "a dry run": ", a sync". */
	sources: string;
	/** Why a row may have no changes, as further sentences that begin with a full stop; or ''. */
	whyWithout(row: IDataObject): string;
	/** Whether the run that the row comes from may still be carried out. */
	mayStillCome(row: IDataObject): boolean;
	/** What can be applied, after "Apply Changes only": "changes existing users". */
	only: string;
	/** Adds what the changes of a row leave unsaid. */
	complete?(changes: Record<string, Change>, row: IDataObject): Record<string, Change>;
	/** @param who the user of the row, for a sentence */
	deedOf(row: IDataObject, who: string, hasChanges: boolean): Deed | undefined;
}
