import type { INodeProperties, ResourceMapperField } from 'n8n-workflow';

import { getColumn } from '../form/fields';
import type { MapperTable } from './table';

/** What a service says about its columns. */
interface Texts {
	/** The method of the node that gives the columns. */
	method: string;
	/** Below the choice of the match column. */
	hint: string;
	/** What happens to empty values in automatic mapping, and when mapped by hand. */
	autoMapNotice: string;
	byHandNotice: string;
}

/** For models that write workflows: they see the name of its type alone, and would make one up. */
const SHAPE =
	"Needs the full object, such as { mappingMode: 'autoMapInputData', value: null, matchingColumns: ['email'] }, or by hand { mappingMode: 'defineBelow', value: { email: expr('{{ $json.mail }}') }, matchingColumns: ['email'] }, never a bare string.";

/** The resource mapper, and what it does with empty values. */
export const mapperProperties = (texts: Texts): INodeProperties[] => [
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'resourceMapper',
		description: 'Which fields of users to write, and the one that tells whose they are',
		builderHint: { propertyHint: `${SHAPE} ${texts.autoMapNotice}` },
		noDataExpression: true,
		default: { mappingMode: 'autoMapInputData', value: null },
		required: true,
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: texts.method,
				mode: 'update',
				fieldWords: { singular: 'field', plural: 'fields' },
				multiKeyMatch: false,
				supportAutoMap: true,
				matchingFieldsLabels: {
					title: 'Match Users By',
					description: 'The column whose value identifies the user of a row',
					hint: texts.hint,
				},
			},
		},
	},
	{
		displayName: texts.autoMapNotice,
		name: 'autoMapNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/columns.mappingMode': ['autoMapInputData'] } },
	},
	{
		displayName: texts.byHandNotice,
		name: 'byHandNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/columns.mappingMode': ['defineBelow'] } },
	},
];

/**
 * The columns of a mapper: what users can be matched by, and the fields. A form that is filled in by hand begins with the match column
 * alone. With the mapper's own setting for that, `addAllFields: false`, n8n would hide that column too, and with it the button to add
 * others (seen in n8n 2.41.1).
 */
export function mapperFields({ fields, match, defaultMatch }: MapperTable): ResourceMapperField[] {
	const names = fields.map(({ name }) => name);
	const keys = Object.entries(match).filter(([name]) => !names.includes(name));
	const keyColumns = keys.map(
		([id, { title }]): ResourceMapperField => ({
			id,
			displayName: title,
			required: false,
			defaultMatch: false,
			canBeUsedToMatch: true,
			display: true,
			type: 'string',
		}),
	);
	const columns = fields.map((field) => ({
		...getColumn(field),
		canBeUsedToMatch: Object.keys(match).includes(field.name),
	}));
	return [...keyColumns, ...columns].map((column) => {
		const isDefault = column.id === defaultMatch;
		return { ...column, defaultMatch: isDefault, removed: !isDefault };
	});
}
