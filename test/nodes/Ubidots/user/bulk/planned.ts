import type { IDataObject } from 'n8n-workflow';

import type { Planned, Requested, Result } from '../../../../../nodes/Ubidots/user/bulk/rows';
import { separate } from '../../../../../nodes/Ubidots/user/patch';
import type { Failure } from '../../../../../nodes/shared/errors';

/** A row that is planned: an update of the user with this ID. */
export function aPlan(
	item: number,
	id: string,
	body: IDataObject = { firstName: 'New' },
	more: Partial<Pick<Planned, 'changes'> & Requested & { result: Result | Failure }> = {},
): Planned {
	const { by = 'id', value = id, result, changes } = more;
	const row = { item, requested: { by, value, patch: { set: body } }, result };
	return { row, id, body: separate(body).body, ...(changes && { changes }) };
}
