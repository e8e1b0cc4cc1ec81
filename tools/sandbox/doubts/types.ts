import type { ForgottenRows } from '../ubidots/forgottenRows';
import type { ListOddity } from '../ubidots/listOddities';
import type { Normalisation } from './normalisations';
import type { Place } from './omittedFields';
import type { ChangeAfterRead } from './readChanges';

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
	/** One page of an Upsun list of members, counted from 1, is answered with this error. */
	failingMemberPage: { page: number; status: 403 | 500 } | null;
	/** Answers of Upsun that write ids in upper case. */
	upperCaseIds: Array<'user' | 'member' | 'reference'>;
	/** 420 is "API limits exceeded" in the v1.6 table of statuses. */
	rateLimitStatus: 429 | 420;
	/** Changes that somebody else makes once a user has been read, alone or in a list. */
	changesAfterRead: ChangeAfterRead[];
	/** Called before a user is changed, alone or in a row of a task: a test can change the user first. */
	onBeforeWrite?: (userId: string) => void;
}
