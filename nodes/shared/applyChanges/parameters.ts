import type { INodeProperties } from 'n8n-workflow';

import { choice } from '../form/parameters';
import type { Direction } from './format';

/** Which way the changes of a plan are written. */
export const DIRECTION = {
	direction: choice<Direction>({
		displayName: 'Direction',
		noDataExpression: true,
		choices: [
			{
				name: 'Apply',
				value: 'apply',
				description: 'Write the new values where users still have the old ones',
			},
			{
				name: 'Undo',
				value: 'undo',
				description: 'Write the old values back where users still have the new ones',
			},
		],
		default: 'apply',
		description:
			'Whether to apply the changes or undo them. Users changed in the meantime are left alone.',
	}),
};

/** The plan of an item. */
export const CHANGES_PROPERTY: INodeProperties = {
	displayName: 'Changes',
	name: 'changes',
	type: 'json',
	required: true,
	default: '={{ $json.changes }}',
	description:
		'What to change, from the output of a dry run or an earlier run, as an object or JSON text',
};
