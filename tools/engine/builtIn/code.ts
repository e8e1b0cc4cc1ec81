/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs the code of example workflows, never shipped */
import { compileFunction } from 'node:vm';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { anyParameter, BuiltInNode } from './builtInNode';

/** Code that runs once for all items. */
export class CodeNode extends BuiltInNode {
	constructor(name: string) {
		super(name, [{ ...anyParameter('jsCode', 'string'), default: '' }]);
	}

	async execute(this: IExecuteFunctions) {
		const { $, $input } = this.getWorkflowDataProxy(0);
		const run = compileFunction(this.getNodeParameter('jsCode', 0) as string, ['$', '$input']);
		return [run($, $input) as INodeExecutionData[]];
	}
}
