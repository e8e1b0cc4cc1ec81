import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, toNodeError } from '../errors';
import { markAsError } from './errorItem';
import type { Outcome } from './operation';

function toItem(outcome: Outcome): INodeExecutionData {
	const { items } = outcome;
	return {
		json: 'json' in outcome ? outcome.json : errorJson(outcome.failure, items[0]),
		...(items.length > 0 && {
			pairedItem: items.length === 1 ? { item: items[0] } : items.map((item) => ({ item })),
		}),
	};
}

/** The items of the outcomes, those of failures marked for the error output where there is one. */
export function toItems(
	context: IExecuteFunctions,
	outcomes: readonly Outcome[],
): INodeExecutionData[] {
	const node = context.getNode();
	const hasErrorOutput = node.onError === 'continueErrorOutput';
	return outcomes.map((outcome) => {
		const item = toItem(outcome);
		if (hasErrorOutput && 'failure' in outcome) {
			markAsError(item, toNodeError(node, outcome.failure, outcome.items[0]));
		}
		return item;
	});
}
