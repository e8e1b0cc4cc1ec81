import type { ILoadOptionsFunctions, INodeProperties, ResourceMapperField } from 'n8n-workflow';

import { getColumn } from '../../../shared/form/fields';
import { UPDATE_FIELDS } from '../fields';
import { DEFAULT_MATCH, isMatchColumn } from '../lookup/matchColumns';

/** Models see the name of its type alone, and would make one up. */
const COLUMNS_HINT =
	"The full object is needed, such as { mappingMode: 'autoMapInputData', value: null, matchingColumns: ['email'] }, or with values by hand { mappingMode: 'defineBelow', value: { email: expr('{{ $json.mail }}'), firstName: expr('{{ $json.first }}') }, matchingColumns: ['email'] }. Match by email, username or id. A field that is empty text or null is emptied: leave out what must not change.";

/** The resource mapper, and what it does with empty values. */
export const columnsProperties: INodeProperties[] = [
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'resourceMapper',
		description: 'Which fields of users to write, and the one that tells whose they are',
		builderHint: { propertyHint: COLUMNS_HINT },
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		required: true,
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: 'getUserColumns',
				mode: 'update',
				fieldWords: { singular: 'field', plural: 'fields' },
				multiKeyMatch: false,
				supportAutoMap: true,
				matchingFieldsLabels: {
					title: 'Match Users By',
					description: 'The column whose value identifies the user of a row',
					hint: 'The column that identifies the user of each row. Usernames and email addresses are looked up first.',
				},
			},
		},
	},
	{
		displayName:
			'Input fields named like a field of a user are written: firstName, also as First Name or first_name. An empty value empties the field, but changes nothing in Tags to Add and Tags to Remove. A missing one is left alone: Extract from File leaves out empty cells, unless Include Empty Cells is on.',
		name: 'autoMapNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/columns.mappingMode': ['autoMapInputData'] } },
	},
	{
		displayName:
			'A column left blank here is not written. An expression that returns empty text or null empties the field. One that returns undefined is refused, as for an empty cell that Extract from File left out: turn on Include Empty Cells there.',
		name: 'byHandNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/columns.mappingMode': ['defineBelow'] } },
	},
];

const ID: ResourceMapperField = {
	id: 'id',
	displayName: 'ID',
	required: false,
	defaultMatch: false,
	canBeUsedToMatch: true,
	display: true,
	type: 'string',
};

/**
 * The columns of Bulk Update and Sync: the fields of a user and the columns to match by. A form that is filled in by hand begins with
 * the match column alone. With the mapper's own setting for that, `addAllFields: false`, n8n would hide that column too, and with it
 * the button to add others (seen in n8n 2.41.1).
 */
export async function getUserColumns(this: ILoadOptionsFunctions) {
	const columns = UPDATE_FIELDS.map((field) => ({
		...getColumn(field),
		canBeUsedToMatch: isMatchColumn(field.name),
	}));
	const fields = [ID, ...columns].map((column) => {
		const defaultMatch = column.id === DEFAULT_MATCH;
		return { ...column, defaultMatch, removed: !defaultMatch };
	});
	return { fields };
}
