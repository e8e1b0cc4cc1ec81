import type { HostileAnswer } from './hostile';
import type { Reply } from './http';
import type { Doubts } from './options';
import type { Dashboard, Organization, PutUser, Role, UbidotsUser } from './ubidots/model';
import type {
	InvitedTo,
	NewOrganization,
	NewProject,
	NewTeam,
	Places,
	UpsunInvitation,
	UpsunOrganization,
	UpsunProject,
	UpsunTeam,
} from './upsun/people/places';
import type { SignIn, UpsunUser } from './upsun/store';

export type Service = 'ubidots' | 'upsun' | 'control';

export interface SandboxOptions extends Partial<Doubts> {
	/** 0 = any free port. The address is always 127.0.0.1. */
	port?: number;
	/** Generated users beside the named people, in both services. */
	users?: number;
	/** 0 = no limit; a fraction stands for a longer window (0.083 = 5 a minute). */
	ubidotsRequestsPerSecond?: number;
	/** What the answer of the rate limit carries. Ubidots documents no Retry-After. */
	retryAfter?: 'none' | 'seconds' | 'date';
	/** A bulk task is applied this much later; Infinity is never. */
	taskDelayMs?: number;
	/** Every answer waits this long; the request itself takes effect at once. */
	latencyMs?: number;
	sessionTokenSeconds?: number;
	accessTokenSeconds?: number;
	/**
	 * 'ignored' (or false) drops `__in` filters, 'first' or a number honours only so many of their values, 'firstPage'
	 * drops them from page 2 on: nothing is said in any case.
	 */
	honourInFilters?: boolean | 'first' | 'ignored' | 'firstPage' | number;
	/** How a refused bulk update names its errors: merged by field, or a list aligned with the rows. */
	bulkErrors?: 'object' | 'rows';
	/** Which of the two documented Upsun error bodies is sent. */
	upsunErrors?: 'error' | 'detail';
	/** The Upsun token may update anyone, not only itself. */
	upsunAdmin?: boolean;
	/** Ubidots answers 413 above; 0 = no limit. */
	maxBodyBytes?: number;
	/** A larger `page_size` is capped without a word. */
	maxPageSize?: number;
	/** Every request to either service is answered so. For some requests only: the answer of a fault. */
	hostile?: HostileAnswer | null;
	now?: () => number;
	/** Called once a request has been answered (or dropped on purpose), with the reply unless it was made to differ. */
	onRequest?: (entry: JournalEntry, reply?: Reply) => void;
}

type Hook = 'onRequest' | 'onBeforeWrite';

export type ResolvedOptions = Required<Omit<SandboxOptions, Hook>> & Pick<SandboxOptions, Hook>;

export interface JournalEntry {
	at: number;
	service: Service;
	method: string;
	/** As sent, still percent-encoded, without the query. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	body: unknown;
	bodyBytes: number;
	rawBody?: string;
	auth: 'header' | 'query' | 'bearer' | 'apikey' | 'basic' | 'none';
	/** 'aborted' = not answered: the client left, or the answer is still being held back. */
	status: number | 'reset' | 'hang' | 'aborted';
	/** Requests of this service in flight when it arrived, itself included. */
	inFlight: number;
}

export interface JournalFilter {
	service?: Service;
	method?: string;
	/** A string is a part of the path. */
	path?: string | RegExp;
	status?: JournalEntry['status'];
}

export interface FaultReply {
	status: number;
	headers?: Record<string, string>;
	/** A string is sent as it is, anything else as JSON. */
	body?: unknown;
	contentType?: string;
}

/** 'drip' is the good answer, a byte every tenth of a second. */
export type FaultAnswer =
	| FaultReply
	| 'reset'
	| 'hang'
	| 'drip'
	| 'truncatedJson'
	| 'cutOff'
	| 'html'
	| { hostile: HostileAnswer };

export interface Fault {
	match?: {
		service?: 'ubidots' | 'upsun';
		method?: string;
		/** A string is a part of the path. */
		path?: string | RegExp;
		bodyIncludes?: string;
	};
	/** Let this many matching requests pass first. */
	skip?: number;
	/** How many requests it hits; 1 unless told, Infinity allowed. */
	times?: number;
	/** 'before': the request takes no effect. 'after': it is carried out, then the fault answers. */
	when?: 'before' | 'after';
	/** The answer is held back this long. */
	delayMs?: number;
	answer: FaultAnswer;
}

export interface Journal {
	entries(): JournalEntry[];
	clear(): void;
	count(filter?: JournalFilter): number;
}

export interface Faults {
	add(fault: Fault): void;
	clear(): void;
}

export interface Secrets {
	ubidotsToken: string;
	ubidotsApiKey: string;
	upsunApiToken: string;
	/** A bearer token that never expires, for the access-token credential. */
	upsunAccessToken: string;
}

export interface TaskView {
	id: string;
	/** How many rows the request held. */
	rows: number;
	/** When it was applied, in milliseconds; null while it waits. */
	appliedAt: number | null;
}

export interface UbidotsAccess {
	users(): UbidotsUser[];
	user(idOrUsername: string): UbidotsUser | undefined;
	/** Inserts or changes directly, past every rule; found by id, else by username. */
	put(user: PutUser): UbidotsUser;
	passwordOf(idOrUsername: string): string | undefined;
	readonly organizations: Organization[];
	readonly roles: Role[];
	readonly dashboards: Dashboard[];
	tasks(): TaskView[];
	expireSessionTokens(): void;
	mintedTokens(): number;
}

export interface Mail {
	kind: 'emailaddress' | 'resetpassword' | 'invitation' | 'mfaReminder';
	/** Empty for somebody without an account. */
	userId: string;
	to: string;
}

export interface UpsunAccess {
	users(): UpsunUser[];
	user(id: string): UpsunUser | undefined;
	readonly me: UpsunUser;
	put(user: Partial<UpsunUser>): UpsunUser;
	expireAccessTokens(): void;
	exchanges(): number;
	mails(): Mail[];
	/** Ends an account and leaves its memberships: references to it are null. */
	forget(userId: string): void;
	setSignIn(userId: string, signIn: Partial<SignIn>): void;
	readonly organizations: UpsunOrganization[];
	readonly projects: UpsunProject[];
	readonly teams: UpsunTeam[];
	addOrganization(given: NewOrganization): UpsunOrganization;
	addProject(given: NewProject): UpsunProject;
	addTeam(given: NewTeam): UpsunTeam;
	/** Changes an organization, a project or a team directly, past every rule. */
	changePlace(
		id: string,
		change: (place: UpsunOrganization & UpsunProject & UpsunTeam, places: Places) => void,
	): void;
	/** A pending invitation to an organization or a project, without a mail. */
	invite(placeId: string, email: string, permissions: InvitedTo[]): UpsunInvitation;
	/** Somebody follows the link in their invitation. */
	accept(invitationId: string): void;
}

export interface Sandbox {
	url: string;
	secrets: Secrets;
	ubidots: UbidotsAccess;
	upsun: UpsunAccess;
	journal: Journal;
	faults: Faults;
	/** May be changed at run time. */
	options: ResolvedOptions;
	/** Connections that clients hold open, those that ask the control included. */
	openConnections(): number;
	reset(): void;
	close(): Promise<void>;
}
