import { flag, number, shownWhere } from './parameters';

/** n8n requires these controls and texts for lists. */
export const RETURN_ALL = {
	returnAll: flag({
		displayName: 'Return All',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	}),
	limit: shownWhere(
		{ returnAll: [false] },
		number({
			displayName: 'Limit',
			default: 50,
			min: 1,
			whole: true,
			description: 'Max number of results to return',
		}),
	),
};
