import type { ILoadOptionsFunctions, ResourceMapperField } from 'n8n-workflow';

import { getColumn } from '../../../shared/form/fields';
import { UPDATE_FIELDS } from '../fields';
import { isMatchColumn } from '../matchColumns';

const idColumn: ResourceMapperField = {
	id: 'id',
	displayName: 'ID',
	required: false,
	defaultMatch: true,
	canBeUsedToMatch: true,
	display: true,
	type: 'string',
};

/** The columns of a bulk update: the fields of a user and the columns to match by. */
export async function getUserColumns(this: ILoadOptionsFunctions) {
	return {
		fields: [
			idColumn,
			...UPDATE_FIELDS.map((field) => ({
				...getColumn(field),
				canBeUsedToMatch: isMatchColumn(field.name),
			})),
		],
	};
}
