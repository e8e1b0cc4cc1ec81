import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { anyParameter, BuiltInNode } from './builtInNode';

/** Filter and If: items that meet the conditions leave by the first output, the others by the second, where there is one. */
export class ConditionsNode extends BuiltInNode {
	constructor(name: string, outputs: number) {
		super(
			name,
			[{ ...anyParameter('conditions', 'filter'), typeOptions: { filter: { version: 2 } } }],
			outputs,
		);
	}

	async execute(this: IExecuteFunctions) {
		const [met, others]: INodeExecutionData[][] = [[], []];
		this.getInputData().forEach((item, index) => {
			const isMet = this.getNodeParameter('conditions', index, false, { extractValue: true });
			(isMet ? met : others).push({ ...item, pairedItem: { item: index } });
		});
		return [met, others].slice(0, this.getNodeOutputs().length);
	}
}
