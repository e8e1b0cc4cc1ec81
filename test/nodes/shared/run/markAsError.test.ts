import { NodeOperationError, type INode, type INodeExecutionData } from 'n8n-workflow';

import { markAsError } from '../../../../nodes/shared/run/markAsError';

const node = { name: 'Node' } as INode;
const json = { error: 'It is missing [item 0]', details: { code: 'missing' } };

/** An error item, marked. */
function marked(): INodeExecutionData {
	const item: INodeExecutionData = { json, pairedItem: { item: 0 } };
	markAsError(item, new NodeOperationError(node, json.error));
	return item;
}

describe('an item that is marked as an error', () => {
	it('says so to the n8n that looks for it on the item', () => {
		expect(marked().error?.message).toBe(json.error);
	});

	it('is the same as before to whoever copies or stores it', () => {
		expect({ ...marked() }).toEqual({ json, pairedItem: { item: 0 } });
		expect(JSON.parse(JSON.stringify(marked()))).toEqual({ json, pairedItem: { item: 0 } });
	});

	it('keeps its details when n8n reduces the json of error items to the message', () => {
		const item = marked();
		item.json = { error: json.error };
		expect(item.json).toEqual(json);
	});

	it('takes any later json', () => {
		const item = marked();
		item.json = { error: json.error };
		item.json = { other: true };
		expect(item.json).toEqual({ other: true });
		expect(Object.keys(item)).toEqual(['json', 'pairedItem']);
	});
});
