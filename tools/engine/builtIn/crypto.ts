import { randomBytes } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { anyParameter, BuiltInNode } from './builtInNode';

/** Crypto, with its action Generate for base64: each item gets a random text besides, without signs, as in n8n 2.41. */
export class CryptoNode extends BuiltInNode {
	constructor(name: string) {
		super(
			name,
			['action', 'dataPropertyName', 'encodingType', 'stringLength'].map((one) =>
				anyParameter(one),
			),
		);
	}

	async execute(this: IExecuteFunctions) {
		const items = this.getInputData().map(({ json }, item) => {
			const kind = ['action', 'encodingType'].map((one) => this.getNodeParameter(one, item));
			if (kind.join() !== 'generate,base64') throw new Error(`No stand-in for ${kind.join()}`);
			const length = this.getNodeParameter('stringLength', item) as number;
			const text = randomBytes(length).toString('base64').replace(/\W/g, '').slice(0, length);
			const property = this.getNodeParameter('dataPropertyName', item) as string;
			return { json: { ...json, [property]: text }, pairedItem: { item } };
		});
		return [items];
	}
}
