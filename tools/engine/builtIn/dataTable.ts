import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { anyParameter, BuiltInNode } from './builtInNode';

const PARAMETERS = ['resource', 'operation', 'tableName', 'dataTableId', 'columns', 'filters'];
const MORE = ['matchType', 'returnAll', 'limit', 'orderBy', 'orderByColumn', 'orderByDirection'];

interface Condition {
	keyName: string;
	condition: 'eq' | 'gt';
	keyValue: string;
}

const meets = (row: IDataObject, { keyName, condition, keyValue }: Condition) =>
	condition === 'eq' ? row[keyName] === keyValue : String(row[keyName]) > keyValue;

/** Data Table: tables by name, kept as long as the engine. Of the rows it gives all that meet all conditions, the newest first. */
export class DataTableNode extends BuiltInNode {
	constructor(name: string, tables = new Map<string, IDataObject[]>()) {
		super(
			name,
			[...PARAMETERS, ...MORE].map((one) => anyParameter(one)),
		);
		const operations = {
			create(node: IExecuteFunctions) {
				const table = node.getNodeParameter('tableName', 0) as string;
				if (!tables.has(table)) tables.set(table, []);
				return [{ name: table }];
			},
			insert(node: IExecuteFunctions) {
				return node.getInputData().map((_, index) => {
					const table = rowsOf(node, index);
					const values = node.getNodeParameter('columns.value', index) as IDataObject;
					const now = new Date().toISOString();
					const row = { id: table.length + 1, createdAt: now, updatedAt: now, ...values };
					table.push(row);
					return row;
				});
			},
			get(node: IExecuteFunctions) {
				return node.getInputData().flatMap((_, index) => {
					const conditions = node.getNodeParameter('filters.conditions', index) as Condition[];
					const found = rowsOf(node, index).filter((row) =>
						conditions.every((condition) => meets(row, condition)),
					);
					const all = node.getNodeParameter('returnAll', index) === true;
					return all
						? found
						: found.reverse().slice(0, node.getNodeParameter('limit', index) as number);
				});
			},
		};
		function rowsOf(node: IExecuteFunctions, index: number): IDataObject[] {
			const name = node.getNodeParameter('dataTableId.value', index) as string;
			const rows = tables.get(name);
			if (rows) return rows;
			throw new Error(`Data table with name "${name}" not found`);
		}
		this.execute = async function (this: IExecuteFunctions) {
			const operation = this.getNodeParameter('operation', 0) as keyof typeof operations;
			const rows: IDataObject[] = operations[operation](this);
			return [rows.map((json, item) => ({ json: { ...json }, pairedItem: { item } }))];
		};
	}
}
