import fc from 'fast-check';

import type { Fault, FaultAnswer, SandboxOptions } from '../sandbox';

/** The longest that a request waits where one may hang. */
export const SHORT_TIMEOUT = 0.2;

const BODIES: unknown[] = [
	undefined,
	'Oops',
	{ code: 400001, message: 'Validation Error.', detail: { firstName: ['Not that one.'] } },
	{ code: 1, message: 'No.', detail: 'No.' },
	[{}, { firstName: ['Not that one.'] }],
	{ detail: 'Header `X-BULK-OPERATION` should be provided for bulk operation.' },
];

const answered = (...statuses: number[]): fc.Arbitrary<FaultAnswer> =>
	fc.record({ status: fc.constantFrom(...statuses), body: fc.constantFrom(...BODIES) });

const throttled: fc.Arbitrary<FaultAnswer> = fc
	.constantFrom<Record<string, string> | undefined>(undefined, { 'retry-after': '0.12' })
	.map((headers) => ({ status: 429, headers, body: { detail: 'Request was throttled.' } }));

const noSuccess: fc.Arbitrary<FaultAnswer> = fc.constantFrom<FaultAnswer>(
	{ status: 200, body: {} },
	{ status: 200, body: '' },
	{ status: 200, body: 'Please sign in', contentType: 'text/html' },
);

/** What leaves open whether the request was carried out. */
const inDoubt: fc.Arbitrary<FaultAnswer> = fc.oneof(
	{ weight: 6, arbitrary: answered(500, 502, 503, 504) },
	{
		weight: 6,
		arbitrary: fc.constantFrom<FaultAnswer>('reset', 'html', 'truncatedJson', 'cutOff'),
	},
	{ weight: 1, arbitrary: fc.constant<FaultAnswer>('hang') },
	{ weight: 1, arbitrary: noSuccess },
);

/** The same, without what looks like a success. */
const lost: fc.Arbitrary<FaultAnswer> = fc.oneof(
	answered(500, 502, 503, 504),
	fc.constantFrom<FaultAnswer>('reset', 'html', 'truncatedJson', 'cutOff', {
		status: 200,
		body: 'Please sign in',
		contentType: 'text/html',
	}),
);

/** What says that the request was not carried out. */
const refusing: fc.Arbitrary<FaultAnswer> = fc.oneof(answered(400, 401, 403, 404), throttled);

/** A service that carries a request out says nothing else afterwards than what leaves it open. */
const happening = fc.oneof(
	fc.record({ when: fc.constant<Fault['when']>('before'), answer: fc.oneof(refusing, inDoubt) }),
	fc.record({ when: fc.constant<Fault['when']>('after'), answer: inDoubt }),
);

const isHang = ({ answer }: Pick<Fault, 'answer'>) => answer === 'hang';

const UPDATING = ['PATCH', 'PATCH', 'PATCH', 'GET', undefined];

const fault = (
	service: 'ubidots' | 'upsun',
	methods: Array<string | undefined> = UPDATING,
): fc.Arbitrary<Fault> =>
	fc
		.record({
			method: fc.constantFrom(...methods),
			skip: fc.nat(4),
			times: fc.constantFrom(1, 1, 2, 3, Infinity),
			how: happening,
		})
		.map(({ method, skip, times, how }) => ({
			match: { service, ...(method && { method }) },
			skip,
			// Each costs the time-out.
			times: isHang(how) ? 1 : times,
			...how,
		}));

/** What goes wrong at the service: often nothing. */
export const faults = (service: 'ubidots' | 'upsun'): fc.Arbitrary<Fault[]> =>
	fc.oneof(
		{ weight: 3, arbitrary: fc.constant<Fault[]>([]) },
		{ weight: 5, arbitrary: fc.array(fault(service), { minLength: 1, maxLength: 3 }) },
	);

/** What goes wrong at Ubidots with requests of these methods; nothing hangs. */
export const faultsOf = (methods: string[]): fc.Arbitrary<Fault[]> =>
	fc
		.array(fault('ubidots', methods), { maxLength: 2 })
		// A run makes few requests of one method.
		.map((list) => list.map((one) => ({ ...one, skip: (one.skip ?? 0) % 2 })))
		.map((list) => list.filter((one) => !isHang(one)));

/** Whether one of them makes the node wait until it times out. */
export const mayHang = (list: readonly Fault[]) => list.some(isHang);

/** What goes wrong at Upsun with one kind of request: it is refused, its answer is lost, or says what is not so. */
export const upsunFaults: fc.Arbitrary<Fault[]> = fc.array(
	fc
		.record({
			method: fc.constantFrom('GET', 'POST', 'POST', 'PATCH', 'DELETE', 'DELETE', 'DELETE'),
			// A run makes few requests that write.
			skip: fc.nat(8),
			times: fc.constantFrom(1, 1, 1, 2, 3, Infinity),
			how: fc.oneof(
				fc.record({
					when: fc.constant<Fault['when']>('before'),
					answer: fc.oneof(answered(400, 401, 402, 403, 404, 409), throttled, lost),
				}),
				fc.record({ when: fc.constant<Fault['when']>('after'), answer: lost }),
			),
		})
		.map(({ method, skip, times, how }) => ({
			match: { service: 'upsun' as const, method },
			skip: method === 'GET' ? skip : skip % 2,
			times,
			...how,
		})),
	{ minLength: 1, maxLength: 2 },
);

/** In what a service may differ from what is expected of it: one thing at a time, so that enough runs come to their end. */
const doubt: fc.Arbitrary<Partial<SandboxOptions>> = fc.constantFrom<
	Array<Partial<SandboxOptions>>
>(
	{ repeatedPage: 1 },
	{ repeatedPage: 2 },
	{ nextLinks: 'whole' },
	{ nextLinks: 'cursor' },
	{ bareListSize: 1 },
	{ invitedMembers: 400 },
	{ invitedMembers: 201 },
	{ invitationState: 'processing' },
	{ invitationState: 'accepted' },
	{ invitationState: 'cancelled' },
	{ invitationState: 'error' },
	{ createWord: 'project:create' },
	{ billingAlone: true },
	{ teamsOutlastMembership: true },
	{ teamMemberTwice: 409 },
	{ teamMemberTwice: 201 },
	{ upperCaseIds: ['user'] },
	{ upperCaseIds: ['member'] },
	{ upperCaseIds: ['reference', 'member'] },
	{ failingMemberPage: { page: 1, status: 403 } },
	{ failingMemberPage: { page: 2, status: 500 } },
	{ foreignMemberLinks: { next: 'http://evil.example' } },
	{ foreignMemberLinks: { ref: 'http://evil.example' } },
	{ bodilessWrites: 204 },
	...['email', 'username', 'permissions', 'owner', 'user_id', 'id', 'state', 'owner_id'].flatMap(
		(name): Array<Partial<SandboxOptions>> => [
			{ omittedFields: [name], omittedFrom: ['list'] },
			{ omittedFields: [name], omittedFrom: ['read', 'write'] },
		],
	),
);

/** In what Upsun differs from what is expected of it, and the size of its pages. */
export const upsunDoubts = fc
	.tuple(
		fc.oneof(
			{ weight: 7, arbitrary: fc.constant<Partial<SandboxOptions>>({}) },
			{ weight: 3, arbitrary: doubt },
		),
		fc.constantFrom(2, 3, 1000),
	)
	.map(([one, maxPageSize]) => ({ ...one, maxPageSize }));
