import type { NodeHint } from 'n8n-workflow';

import type { Resource } from './operation';

/** More users than that are better written in bulk. */
const FEW = 20;

const before = (message: string, condition: string): NodeHint => ({
	message,
	type: 'warning',
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
	displayCondition: `={{ ${condition} }}`,
});

const TAKES_AWAY = before(
	'This run takes access away from people who are not in the list. Turn on Dry Run to see first who they are.',
	'$parameter["operation"] === "sync" && $parameter["leavers"] !== "keep" && $parameter["dryRun"] === false',
);

const ONE_BY_ONE = before(
	'Update sends a request for each user. Bulk Update sends up to 100 users in one.',
	`$parameter["operation"] === "update" && $input.all().length > ${FEW}`,
);

/** What the editor says of a node before it runs: of operations that do not have what it is about, nothing. */
export function hintsOf(resources: readonly Resource[]): NodeHint[] {
	const operations = resources.flatMap((resource) => resource.operations);
	const hasLeavers = operations.some(({ settings }) => 'leavers' in settings);
	const hasBulk = operations.some(({ value }) => value === 'bulkUpdate');
	return [...(hasLeavers ? [TAKES_AWAY] : []), ...(hasBulk ? [ONE_BY_ONE] : [])];
}
