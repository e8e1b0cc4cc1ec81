import type { Fault } from '../../../tools/sandbox';

/** One thing that can go wrong with a request, and what has to come of it. */
export interface FaultCase {
	name: string;
	fault: Pick<Fault, 'answer' | 'when'>;
	options?: { timeout: number };
	/** It is waited for, by the clock: tried in virtual time. */
	takesTime?: true;
	/** The request is sent again by itself when there is time for retries. */
	isRetried: boolean;
	/** The service did what it was asked, whatever it answered. */
	isCarriedOut: boolean;
	/** What the error text has to say when the request is given up. */
	says: RegExp;
	/** What `details.httpCode` or `details.code` holds then. */
	code: string | RegExp;
	/** The error text has to say that the service may have done it. */
	hasDoubt: boolean;
}

const DOUBT = { hasDoubt: true };
const NO_DOUBT = { hasDoubt: false };

/** An HTTP date about a second from now; the form has whole seconds only. */
const soon = () => new Date(Math.ceil((Date.now() + 300) / 1000) * 1000).toUTCString();

const throttled = (retryAfter?: string): Fault['answer'] => ({
	status: 429,
	...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
	body: { code: 429001, message: 'Request was throttled.', detail: 'Request was throttled.' },
});

/** Made anew for each test, because one of them holds a date. */
export const faultCases = (): FaultCase[] => [
	{
		name: '429 with Retry-After in seconds',
		fault: { answer: throttled('1') },
		takesTime: true,
		isRetried: true,
		isCarriedOut: false,
		says: /answered 429.*throttled.*Requests per Second/,
		code: '429',
		...NO_DOUBT,
	},
	{
		name: '429 with Retry-After as a date',
		fault: { answer: throttled(soon()) },
		takesTime: true,
		isRetried: true,
		isCarriedOut: false,
		says: /answered 429.*throttled.*Requests per Second/,
		code: '429',
		...NO_DOUBT,
	},
	{
		name: '429 without Retry-After',
		fault: { answer: throttled() },
		isRetried: true,
		isCarriedOut: false,
		says: /answered 429.*throttled.*Requests per Second/,
		code: '429',
		...NO_DOUBT,
	},
	{
		name: '420, a limit by another name',
		fault: { answer: { status: 420, body: { message: 'API limits exceeded.' } } },
		isRetried: true,
		isCarriedOut: false,
		says: /answered 420.*API limits exceeded.*Requests per Second/,
		code: '420',
		...NO_DOUBT,
	},
	{
		name: '500',
		fault: { answer: { status: 500, body: { message: 'Something broke.' } } },
		isRetried: false,
		isCarriedOut: false,
		says: /answered 500: Something broke\./,
		code: '500',
		...DOUBT,
	},
	{
		name: '502 with a page of HTML',
		fault: { answer: 'html' },
		isRetried: true,
		isCarriedOut: false,
		says: /answered 502/,
		code: '502',
		...DOUBT,
	},
	{
		name: '503',
		fault: { answer: { status: 503 } },
		isRetried: true,
		isCarriedOut: false,
		says: /answered 503/,
		code: '503',
		...DOUBT,
	},
	{
		name: '504 after the request was carried out',
		fault: { answer: { status: 504 }, when: 'after' },
		isRetried: true,
		isCarriedOut: true,
		says: /answered 504/,
		code: '504',
		...DOUBT,
	},
	{
		name: 'a reset before the request was read',
		fault: { answer: 'reset', when: 'before' },
		isRetried: true,
		isCarriedOut: false,
		says: /connection was closed before the response came/,
		code: 'ECONNRESET',
		...DOUBT,
	},
	{
		name: 'a reset after the request was carried out',
		fault: { answer: 'reset', when: 'after' },
		isRetried: true,
		isCarriedOut: true,
		says: /connection was closed before the response came/,
		code: 'ECONNRESET',
		...DOUBT,
	},
	{
		name: 'no answer at all',
		fault: { answer: 'hang' },
		options: { timeout: 1 },
		takesTime: true,
		isRetried: true,
		isCarriedOut: false,
		says: /no response came within 1 s/,
		// That of the HTTP client's clock, or of the node's: both end at the same time.
		code: /ECONNABORTED|ETIMEDOUT/,
		...DOUBT,
	},
	{
		name: 'truncated JSON',
		fault: { answer: 'truncatedJson', when: 'after' },
		isRetried: false,
		isCarriedOut: true,
		says: /not JSON/,
		code: '200',
		...DOUBT,
	},
	{
		name: 'an answer that is cut off',
		fault: { answer: 'cutOff', when: 'after' },
		isRetried: true,
		isCarriedOut: true,
		says: /connection was closed/,
		code: 'ERR_BAD_RESPONSE',
		...DOUBT,
	},
];
