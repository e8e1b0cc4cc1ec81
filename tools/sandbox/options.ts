/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- these open nothing but the sandbox */
import type { ChangeAfterRead, Normalisation, Place } from './doubts';
import type { ResolvedOptions, SandboxOptions, Secrets } from './types';
import type { ForgottenRows } from './ubidots/bulk';
import type { ListOddity } from './ubidots/lists';

/** Each default is a documented figure where there is one, else the harmless choice. */
export function resolveOptions(options: SandboxOptions = {}): ResolvedOptions {
	return {
		port: 0,
		users: 0,
		// "How many dots can I send": 4 requests per second per token unless the owner set another window.
		ubidotsRequestsPerSecond: 4,
		retryAfter: 'none',
		taskDelayMs: 300,
		latencyMs: 0,
		// Ubidots' v2.0 authentication page: a minted token is valid for 6 hours.
		sessionTokenSeconds: 6 * 60 * 60,
		// Upsun's authentication page: expires_in 900.
		accessTokenSeconds: 900,
		honourInFilters: true,
		bulkErrors: 'object',
		upsunErrors: 'error',
		upsunAdmin: false,
		// The same ingestion article names 10,000 bytes per request.
		maxBodyBytes: 10_000,
		maxPageSize: 1000,
		hostile: null,
		// Looked up each time: a test may have replaced the clock.
		now: () => Date.now(),
		...noDoubts,
		...withoutUndefined(options),
	};
}

/** Fixed, so that a saved credential still fits after a restart. */
export const secrets: Secrets = {
	ubidotsToken: 'BBFF-sandboxAccountToken4d72bc73',
	ubidotsApiKey: 'BBFF-sandboxMasterApiKey8e01fa26',
	upsunApiToken: 'sandboxUpsunApiToken-5b7c9d1e',
	upsunAccessToken: 'sandboxUpsunAccessToken-a3f86c20',
};

function withoutUndefined(options: SandboxOptions): SandboxOptions {
	return Object.fromEntries(
		Object.entries(options).filter(([, value]) => value !== undefined),
	) as SandboxOptions;
}

/**
 * What a real service may do and its published pages do not exclude. Each switch is an option of the sandbox like any
 * other, and off unless asked for.
 */
export interface Doubts {
	/** User objects lack these fields, though asked for by `fields`: in both services. */
	omittedFields: string[];
	/** Where they are lacking. */
	omittedFrom: Place[];
	/** What is done to values on their way in or out, in this order: in both services. */
	normalisations: Normalisation[];
	/** Filters of lists, as a query writes them (`email__iexact`), that are taken for unknown ones. */
	ignoredFilters: string[];
	/** What is compared whatever its case: in exact and `__in` filters, and usernames in `~username` and when taken. */
	ignoreCaseOf: Array<'email' | 'username'>;
	/** How the lists of Ubidots differ from what is expected of them. */
	listOddities: ListOddity[];
	/** The answers to writes wait this long, those to reads do not; the write itself takes effect at once. */
	writeLatencyMs: number;
	/** An update of one user takes effect this long after its answer, which shows it done. */
	updateDelayMs: number;
	/** The answer to an update of one user shows the user as it was before. */
	staleAnswers: boolean;
	/** Fields that a new user does not get: it has their defaults. */
	ignoredOnCreation: string[];
	/** What the removal of organizations is answered with, of which one application only knows that it is a success. */
	removalStatus: 200 | 204;
	/** A user cannot be taken out of the last organization. */
	keepsLastOrganization: boolean;
	/** The role of a removal has to be the one that the user has. */
	removalWantsRole: boolean;
	/** The organizations of a user are shown without the role in them. */
	hidesRoles: boolean;
	/** A write that succeeds is answered with this status and no body. */
	bodilessWrites: 'never' | 200 | 202 | 204;
	/** What a bulk task leaves undone. */
	forgottenRows: ForgottenRows;
	/** A bulk task applies its rows one after the other, with this much time between them. */
	rowDelayMs: number;
	/** How the answer to a bulk update names its task: as on the page, by a number, without `id`, or without `task`. */
	taskIds: 'text' | 'number' | 'missing' | 'noTask';
	/**
	 * False: a username may hold spaces, dots, `@` and `+` too. The bulk update page's table says no, its example does.
	 */
	strictUsernames: boolean;
	/** From the next reset on, somebody has the address, or the username in another case, of `testt` and of `jsmith`. */
	twins: Array<'email' | 'username'>;
	/** Whether a username or address that somebody else has is refused. */
	refuseTwins: boolean;
	/** Where the links of an Upsun list of members point, by kind, instead of being relative: an origin. */
	foreignMemberLinks: { next?: string; ref?: string };
	/** One page of an Upsun list of the people of a place, counted from 1, is answered with this error. */
	failingMemberPage: { page: number; status: 403 | 500 } | null;
	/** Answers of Upsun that write ids in upper case. */
	upperCaseIds: Array<'user' | 'member' | 'reference'>;
	/** The `next` link of this page of every Upsun list, counted from 1, leads to the same page again; 0 for none. */
	repeatedPage: number;
	/** What links of Upsun lists to other pages repeat of the query: all of it, all but filters and order, or nothing but the cursor. */
	nextLinks: 'whole' | 'page' | 'cursor';
	/** How many entries an Upsun list without pages (invitations) has where no `page[size]` is sent; 0 = all. */
	bareListSize: number;
	/** What an invitation of somebody who is a member, or has access to the project, is answered. */
	invitedMembers: 409 | 400 | 201;
	/** What becomes of a new invitation at once. `accepted` is for those who have an account; others remain pending. */
	invitationState: 'pending' | 'processing' | 'accepted' | 'cancelled' | 'error';
	/** How invitations to an organization spell the permission to create projects. */
	createWord: 'both' | 'project:create' | 'projects:create';
	/** Members with `billing` do not get `projects:list` with it. */
	billingAlone: boolean;
	/** Whoever leaves an organization stays in its teams. */
	teamsOutlastMembership: boolean;
	/** What adding somebody to a team they are in is answered. */
	teamMemberTwice: 409 | 400 | 201;
	/** Whether the access of others than the token's owner may be read, by who manages an organization of theirs. */
	accessOfOthers: 'managed' | 'forbidden';
	/** Whether users may be looked up by their email address. */
	emailLookups: 'everyone' | 'forbidden';
	/** 420 is "API limits exceeded" in the v1.6 table of statuses. */
	rateLimitStatus: 429 | 420;
	/** Changes that somebody else makes once a user has been read, alone or in a list. */
	changesAfterRead: ChangeAfterRead[];
	/** Called before a user is changed, alone or in a row of a task: a test can change the user first. */
	onBeforeWrite?: (userId: string) => void;
}

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
	ignoredOnCreation: [],
	removalStatus: 200,
	keepsLastOrganization: false,
	removalWantsRole: false,
	hidesRoles: false,
	bodilessWrites: 'never',
	forgottenRows: {},
	rowDelayMs: 0,
	taskIds: 'text',
	strictUsernames: true,
	twins: [],
	refuseTwins: true,
	foreignMemberLinks: {},
	failingMemberPage: null,
	repeatedPage: 0,
	nextLinks: 'page',
	bareListSize: 0,
	invitedMembers: 409,
	invitationState: 'pending',
	createWord: 'both',
	billingAlone: false,
	teamsOutlastMembership: false,
	teamMemberTwice: 400,
	accessOfOthers: 'managed',
	emailLookups: 'everyone',
	upperCaseIds: [],
	rateLimitStatus: 429,
	changesAfterRead: [],
	onBeforeWrite: undefined,
};
