import { isOverLimit, type Entry } from './probe';
import { type Answer, type Context, differs, holds, type Steps, type Untold } from './step';

const SLOW_MS = 1000;

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

async function times({ probe }: Context): Promise<Answer> {
	const answered = probe.log.filter(({ status }) => !isOverLimit(status));
	const of = (isRead: boolean) =>
		median(answered.filter(({ method }) => (method === 'GET') === isRead).map(({ ms }) => ms));
	const [read, write] = [of(true), of(false)];
	const longest = Math.max(...answered.map(({ ms }) => ms));
	const says = `Half of all reads took at most ${read} ms, of writes ${write} ms; the longest ${longest} ms.`;
	if (read >= SLOW_MS) return differs(says, { latencyMs: read });
	if (write >= read + SLOW_MS) return differs(says, { writeLatencyMs: write });
	return holds(says);
}

/** Most requests in any second that were carried out: what is refused for another reason need not be counted by the service. */
function mostInASecond(log: Entry[]): number {
	const at = log.filter(({ status }) => status < 300).map((entry) => entry.at);
	return Math.max(...at.map((time) => at.filter((one) => one >= time && one < time + 1000).length));
}

async function limits({ probe }: Context): Promise<Answer> {
	const { log, options } = probe;
	const refused = log.filter(({ status }) => isOverLimit(status));
	if (refused.length === 0) {
		const pace = options.perSecond > 0 ? `${options.perSecond} requests a second` : 'no pace';
		return holds(`No limit was met at ${pace}: what lies above it is not known.`);
	}
	const [{ status, headers }] = refused;
	const wait = headers['retry-after'];
	const retryAfter = wait === undefined ? 'none' : /^\d{1,6}$/.test(wait) ? 'seconds' : 'date';
	const through = mostInASecond(log);
	return differs(
		`${refused.length} requests were refused with ${status}, Retry-After: ${retryAfter}; at most ${through} went through in a second.`,
		{ ubidotsRequestsPerSecond: through },
		...(status === 420 ? [{ rateLimitStatus: 420 as const }] : []),
		...(retryAfter === 'none' ? [] : [{ retryAfter } as const]),
	);
}

const timesStep: Steps = {
	times: {
		what: 'Half of the answers come within a second, and each within the 60 seconds that are waited for it.',
		source: 'Inference',
		ifFalse: 'a request that is not answered in time is repeated where that does no harm',
		played: [{ latencyMs: 1500 }, { writeLatencyMs: 1500 }],
		run: times,
	},
};

/** What is told by all requests of the check, at its end. */
export const lastSteps: Record<'Ubidots' | 'Upsun', Steps> = {
	Ubidots: {
		limits: {
			what: 'Four requests a second are served; more are answered with 429.',
			source: 'Page: help centre, "How many dots can I send"; v1.6 response-codes for 420',
			ifFalse:
				'the pace goes down to what is served; 420 means the same, and Retry-After is obeyed',
			played: [
				{ ubidotsRequestsPerSecond: 2 },
				{ ubidotsRequestsPerSecond: 2, rateLimitStatus: 420 },
				{ ubidotsRequestsPerSecond: 2, retryAfter: 'seconds' },
				{ ubidotsRequestsPerSecond: 2, retryAfter: 'date' },
			],
			run: limits,
		},
		...timesStep,
	},
	Upsun: {
		limits: {
			what: 'No limit on requests is met.',
			source: 'Inference: no page and no specification has one',
			ifFalse: 'the request is repeated, later and later',
			played: [],
			run: limits,
		},
		...timesStep,
	},
};

/** What no step can tell, of either service. */
export const untold: Record<string, Untold> = {
	'hostile-answers': {
		what: 'Answers are as the pages have them, and mean no harm.',
		source: 'Inference',
		ifFalse:
			'texts are cut and cleaned of secrets, sizes and depths are bounded, redirects are not followed',
		played: [{ hostile: 'echo' }],
		why: 'a service does not show that it will not do so tomorrow',
	},
	'others-change': {
		what: 'Between a read and a write somebody else may change the same user.',
		source: 'Inference: there is no ETag',
		ifFalse: 'nothing; where it is true, Apply Changes refuses what has changed',
		played: [{ changesAfterRead: [{ user: 'testt', set: { firstName: 'Other' } }] }],
		why: 'it depends on who else works on the account in that second',
	},
	'ignored-on-creation': {
		what: 'A new user gets every field of the request.',
		source: 'Page: create-user',
		ifFalse: 'the user is read back, and the differing fields are in `notVisible`',
		played: [{ ignoredOnCreation: ['tags'] }],
		why: 'the check creates nobody',
	},
	'refused-twins': {
		what: 'A username or address that somebody else has is refused.',
		source: 'Third party: "Email or username is already taken."',
		ifFalse:
			'values that two rows or another user have are refused before the first write all the same',
		played: [{ refuseTwins: false }],
		why: 'the test user would get the name of somebody else; the step `twins` says whether it has happened',
	},
	'session-lifetime': {
		what: 'A session token of Ubidots lasts 6 hours.',
		source: 'Page: authentication (the help centre: "if not used")',
		ifFalse: 'it is renewed when it is refused',
		played: [{ sessionTokenSeconds: 60 }],
		why: 'the check is run with a token that does not expire, and is over in minutes',
	},
	'rows-of-others': {
		what: 'A bulk task forgets none of many rows.',
		source: 'Inference: there is no result of a task to read',
		ifFalse: '`confirm` reads every user back; who is not changed ends as `pending`',
		played: [
			{ forgottenRows: { every: 3 } },
			{ forgottenRows: { after: 10 } },
			{ forgottenRows: { ids: ['63d3f1247fefea000cd325af'] } },
		],
		why: 'one test user is one row; a row that was forgotten is told by `bulk-task`',
	},
	'invitation-answers': {
		what: 'An invitation is pending at first, and 409 says that there is one, or that the person is there.',
		source: 'Page: OpenAPI for 409; Library: the CLI for states',
		ifFalse: 'each state and status has an outcome of its own: `added`, `invited`, or an error',
		played: [
			{ invitationState: 'accepted' },
			{ invitationState: 'processing' },
			{ invitationState: 'cancelled' },
			{ invitationState: 'error' },
			{ invitedMembers: 400 },
			{ invitedMembers: 201 },
		],
		why: 'an invitation is a mail to a person, which cannot be taken back',
	},
	'create-permission': {
		what: 'Invitations take `projects:create`, as members do.',
		source: 'Library: the CLI sends it; the specification has `project:create`',
		ifFalse: 'the invitation fails with what was said',
		played: [{ createWord: 'project:create' }, { createWord: 'projects:create' }],
		why: 'only an invitation, which is a mail, could tell',
	},
	'teams-after-leaving': {
		what: 'Whoever leaves an organization leaves its teams.',
		source: 'Inference',
		ifFalse: 'Offboard leaves teams first, and reads again afterwards',
		played: [{ teamsOutlastMembership: true }],
		why: 'a membership that was ended comes back by an invitation only',
	},
};
