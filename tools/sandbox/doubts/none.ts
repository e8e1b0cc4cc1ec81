import type { Doubts } from './types';

/** Everything as the pages have it. */
export const noDoubts: Doubts = {
	omittedFields: [],
	omittedFrom: ['read', 'list', 'write'],
	normalisations: [],
	ignoredFilters: [],
	ignoreCaseOf: [],
	listOddities: [],
	writeLatencyMs: 0,
	updateDelayMs: 0,
	staleAnswers: false,
	bodilessWrites: 'never',
	forgottenRows: {},
	rowDelayMs: 0,
	taskIds: 'text',
	strictUsernames: true,
	twins: [],
	refuseTwins: true,
	foreignMemberLinks: {},
	failingMemberPage: null,
	upperCaseIds: [],
	rateLimitStatus: 429,
	changesAfterRead: [],
	onBeforeWrite: undefined,
};
