import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { anyParameter, BuiltInNode } from './builtInNode';

/** Edit Fields: each item becomes the fields that are named. */
export class SetNode extends BuiltInNode {
	constructor(name: string) {
		super(name, [anyParameter('assignments')]);
	}

	async execute(this: IExecuteFunctions) {
		const items = this.getInputData().map((_, item) => {
			const fields = this.getNodeParameter('assignments.assignments', item) as IDataObject[];
			const json = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
			return { json: json as IDataObject, pairedItem: { item } };
		});
		return [items];
	}
}
