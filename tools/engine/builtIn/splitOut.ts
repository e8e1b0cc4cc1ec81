import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { anyParameter, BuiltInNode } from './builtInNode';

/** Split Out: each entry of a list in an item becomes an item of its own. */
export class SplitOutNode extends BuiltInNode {
	constructor(name: string) {
		super(name, [{ ...anyParameter('fieldToSplitOut', 'string'), default: '' }]);
	}

	async execute(this: IExecuteFunctions) {
		const field = this.getNodeParameter('fieldToSplitOut', 0) as string;
		const items = this.getInputData().flatMap(({ json }, item) =>
			(json[field] as IDataObject[]).map((entry) => ({ json: entry, pairedItem: { item } })),
		);
		return [items];
	}
}
