import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Fault, SandboxOptions } from '../../sandbox';
import { faultsOf } from '../faults';

/** One of those whom the list is about. */
export interface Member {
	n: number;
	firstName: string;
	isTagged: boolean;
	isActive: boolean;
}

/** One run of Sync, with everything that can be different about it. */
export interface SyncCase {
	crew: Member[];
	by: 'id' | 'username' | 'email';
	rows: IDataObject[];
	missingUsers: 'create' | 'fail';
	leavers: 'keep' | 'deactivate' | 'delete';
	scope: IDataObject;
	exceptUsers: string[];
	options: IDataObject;
	continueOnFail: boolean;
	faults: Fault[];
	sandbox: Partial<SandboxOptions>;
}

export const MEMBERS = 8;
export const memberId = (n: number) => `c0de${String(n).padStart(20, '0')}`;
const nameOf = (n: number) => `crew-${n}`;
export const emailOf = (n: number) => `crew-${n}@crew.example`;

/** The three names of a person; of one who is not there yet, an ID that nobody has. */
const names = (n: number) => ({ id: memberId(n), username: nameOf(n), email: emailOf(n) });

export const some = (percent: number): fc.Arbitrary<boolean> => fc.nat(99).map((n) => n < percent);

/** People of the crew, or beyond it: who are not there. */
const anybody = fc.oneof(
	{ weight: 10, arbitrary: fc.integer({ min: 1, max: MEMBERS }) },
	{ weight: 3, arbitrary: fc.integer({ min: MEMBERS + 1, max: MEMBERS + 4 }) },
);

const who = (by: SyncCase['by'], tidy: boolean): fc.Arbitrary<IDataObject> => {
	const plain = anybody.map((n): IDataObject => names(n));
	// Nobody is created with an ID that the list chose.
	if (tidy && by === 'id') return fc.integer({ min: 1, max: MEMBERS }).map(names);
	if (tidy) return plain;
	return fc.oneof(
		{ weight: 30, arbitrary: plain },
		// The names of two people, as after a change of names, or where a column has slipped.
		{
			weight: 2,
			arbitrary: fc.tuple(anybody, anybody).map(([a, b]) => ({ ...names(a), email: emailOf(b) })),
		},
		{
			weight: 2,
			arbitrary: fc.tuple(anybody, anybody).map(([a, b]) => ({ ...names(a), username: nameOf(b) })),
		},
		{
			weight: 1,
			arbitrary: anybody.map((n) => ({ ...names(n), email: emailOf(n).toUpperCase() })),
		},
		{
			weight: 1,
			arbitrary: anybody.map((n) => ({ ...names(n), username: nameOf(n).toUpperCase() })),
		},
		{ weight: 1, arbitrary: anybody.map((n) => ({ ...names(n), username: 'renamed' })) },
		{ weight: 1, arbitrary: fc.constant({ id: '', username: '', email: '' }) },
		{ weight: 1, arbitrary: anybody.map((n) => ({ ...names(n), decimalPlaces: 'many' })) },
		{
			weight: 1,
			arbitrary: anybody.map((n) => ({ ...names(n), defaultRole: 'no-such-role' })),
		},
		{
			weight: 1,
			arbitrary: fc.constant({
				id: '63d3f1247fefea000cd325af',
				username: 'testt',
				email: 'testt@example.com',
			}),
		},
	);
};

const fields = fc.record<IDataObject>(
	{
		firstName: fc.constantFrom('Ann', 'Bob'),
		isActive: fc.constantFrom(true, true, false),
		tagsToAdd: fc.constant('new'),
		password: fc.constant('Correct-horse-9'),
	},
	{ requiredKeys: ['firstName'] },
);

/** In a tidy list, which can succeed as a whole, everybody has one row. */
function rowsOf(by: SyncCase['by'], tidy: boolean): fc.Arbitrary<IDataObject[]> {
	const row = fc
		.tuple(who(by, tidy), fields, some(30))
		// Nobody is created without the other name.
		.map(([named, set, onlyKey]) => ({
			...(onlyKey && by === 'id' ? { id: named.id } : named),
			...set,
		}));
	if (!tidy) return fc.array(row, { minLength: 1, maxLength: 9 });
	return fc.uniqueArray(row, {
		minLength: 1,
		maxLength: 9,
		selector: ({ id }) => id,
	});
}

const options: fc.Arbitrary<IDataObject> = fc.record(
	{
		maxConcurrentRequests: fc.integer({ min: 1, max: 4 }),
		retryTimeout: fc.constantFrom(0, 0.1),
		dryRun: some(15),
		batchSize: fc.constantFrom(1, 2, 100),
		isolateBadRows: some(75),
		confirm: some(3),
		confirmTimeout: fc.constantFrom(0, 0.05),
		maxLeavers: fc.constantFrom('100%', '100%', '100%', 20, '20%', '50%', 0, 1, 3),
		maxChanges: fc.constantFrom(50, 50, '50%', 2, 5),
	},
	{ requiredKeys: ['maxConcurrentRequests', 'retryTimeout', 'maxLeavers', 'confirmTimeout'] },
);

const scopes: IDataObject[] = [
	{ emailEndsWith: '@crew.example' },
	{ tag: 'crew' },
	{ tag: 'crew', emailEndsWith: '@CREW.example' },
	{ everyUser: true },
];

/** How a list may be half a list, or look like one. */
const ODDITIES = [
	'cutShort',
	'emptyPages',
	'shrinkingCount',
	'noObjects',
	'countMissing',
	'countTooHigh',
	'countOfPage',
	'reordered',
	'repeated',
	'twiceOnPage',
	'nextForEver',
	'nextToNowhere',
] as const;

const sandbox: fc.Arbitrary<Partial<SandboxOptions>> = fc.record({
	honourInFilters: fc.constantFrom<SandboxOptions['honourInFilters']>(
		true,
		true,
		'first',
		'ignored',
	),
	ignoredFilters: fc.constantFrom<string[]>(
		[],
		[],
		['email__iendswith', 'tags__contains'],
		['email__iexact', 'username__iexact'],
	),
	omittedFields: fc.oneof(
		{ weight: 9, arbitrary: fc.constant<string[]>([]) },
		fc.subarray(['username', 'email', 'tags', 'isActive'], { minLength: 1, maxLength: 1 }),
	),
	omittedFrom: fc.constant<SandboxOptions['omittedFrom']>(['list']),
	listOddities: fc.oneof(
		{ weight: 9, arbitrary: fc.constant<SandboxOptions['listOddities']>([]) },
		{ weight: 1, arbitrary: fc.subarray([...ODDITIES], { minLength: 1, maxLength: 1 }) },
	),
	bulkErrors: fc.constantFrom<'object' | 'rows'>('object', 'rows'),
	maxPageSize: fc.constantFrom(3, 1000, 1000),
	// The last one lands when the run is long over.
	taskDelayMs: fc.constantFrom(0, 0, 30, 600_000),
	refuseTwins: some(70),
});

const caseOf = (by: SyncCase['by'], tidy: boolean): fc.Arbitrary<SyncCase> =>
	fc.record<SyncCase>({
		crew: fc.tuple(
			...Array.from({ length: MEMBERS }, (_, index) =>
				fc.record<Member>({
					n: fc.constant(index + 1),
					firstName: fc.constantFrom('Ann', 'Bob'),
					isTagged: some(80),
					isActive: some(85),
				}),
			),
		),
		by: fc.constant(by),
		rows: rowsOf(by, tidy),
		missingUsers: fc.constantFrom('create', 'create', 'create', 'create', tidy ? 'create' : 'fail'),
		leavers: fc.constantFrom('keep', 'deactivate', 'deactivate', 'delete', 'delete'),
		scope: fc.constantFrom(...scopes),
		exceptUsers: fc.oneof(
			{ weight: 6, arbitrary: fc.constant<string[]>([]) },
			{ weight: 5, arbitrary: fc.subarray(['crew-1', 'CREW-2', emailOf(3)]) },
			// Nobody in the scope: the run ends where somebody would leave.
			{
				weight: 1,
				arbitrary: fc.subarray(['crew-1', 'MARA-lindqvist', 'nobody', 'nobody@crew.example']),
			},
		),
		options,
		continueOnFail: some(60),
		faults: fc.oneof(
			{ weight: tidy ? 3 : 1, arbitrary: fc.constant<Fault[]>([]) },
			{ weight: 2, arbitrary: faultsOf(['PATCH', 'PATCH', 'POST', 'POST', 'DELETE', 'GET']) },
		),
		sandbox,
	});

/** Any run of Sync. */
export const cases: fc.Arbitrary<SyncCase> = fc
	.tuple(fc.constantFrom<SyncCase['by']>('id', 'username', 'email'), some(65))
	.chain(([by, tidy]) => caseOf(by, tidy));
