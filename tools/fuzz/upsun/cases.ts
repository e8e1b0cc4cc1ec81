import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { type Fault, generatedUpsunId, type SandboxOptions } from '../../sandbox';
import { upsunDoubts, upsunFaults } from '../faults';
import { some } from '../sync/cases';

export type Kind = 'organization' | 'project' | 'team';

/** Somebody who may be in the place, in its organization alone, or with an account alone; `may` is one of `WORDS`. */
export interface Person {
	n: number;
	where: 'place' | 'organization' | 'outside';
	may: number;
	isInvited: boolean;
	/** There is no address to read. */
	isForgotten: boolean;
}

/** What somebody else does once so many requests were carried out. */
export interface Change {
	after: number;
	what: 'add' | 'remove' | 'promote' | 'accept' | 'invite' | 'withdraw';
	n: number;
}

/** A row of the list, and what it means; undefined where the node has to refuse it. */
export interface ListRow {
	item: IDataObject;
	n?: number;
	wants?: string[];
}

/** One run of Sync of a place, with everything that can be different about it. */
export interface PlaceCase {
	kind: Kind;
	crew: Person[];
	/** Who owns the organization, and who of both is in the project or team. */
	owner: typeof SELF | typeof BOSS;
	alsoThere: number[];
	by: 'email' | 'user_id';
	rows: ListRow[];
	missingUsers: 'add' | 'fail';
	leavers: 'keep' | 'remove';
	scope: IDataObject;
	exceptUsers: string[];
	options: IDataObject;
	continueOnFail: boolean;
	faults: Fault[];
	changes: Change[];
	sandbox: Partial<SandboxOptions>;
}

export const SELF = 0;
export const BOSS = 99;
const CREW = 7;
const SELF_ID = 'd81c8ee2-44b3-429f-b944-a33ad7437690';

export const idOf = (n: number) => (n === SELF ? SELF_ID : generatedUpsunId(900 + n));
export const nameOf = (n: number) => `crew-${n}`;
export const emailOf = (n: number) => `crew-${n}@${n === 6 || n === 7 ? 'other' : 'crew'}.example`;

/** What somebody may do there. */
export const WORDS: Record<Kind, string[][]> = {
	organization: [
		['projects:list'],
		['billing', 'projects:list'],
		['members', 'projects:list'],
		['admin'],
		['billing'],
	],
	project: [
		['viewer', 'development:viewer'],
		['viewer', 'production:contributor'],
		['admin'],
		['viewer', 'staging:admin', 'development:viewer'],
	],
	team: [[]],
};

const crew = fc.integer({ min: 1, max: CREW });

const someone = fc.oneof(
	{ weight: 12, arbitrary: crew },
	{ weight: 2, arbitrary: fc.integer({ min: CREW + 1, max: CREW + 3 }) },
	{ weight: 1, arbitrary: fc.constantFrom(SELF, BOSS) },
);

/** Ways to write one address or ID that mean the same; what looks the same is refused. */
const spelled = (text: string, tidy: boolean) =>
	fc.constantFrom(
		...Array.from({ length: 9 }, () => text),
		...[text.toUpperCase(), `  ${text}`],
		...(tidy ? [] : [`${text}\u200b`]),
	);

const written = (words: string[]) =>
	fc.constantFrom<IDataObject['x']>(
		words,
		words.join(', '),
		[...words].reverse(),
		JSON.stringify(words),
		words.join(',').toUpperCase(),
		[...words, ...words],
	);

const ODD_PERMISSIONS: Array<IDataObject['x']> = [
	...[null, '', ' , ', 'king', 7, { a: 1 }, '{"a":1}'],
	...['viewer', 'admin,production:admin', '["viewer"'],
];
const ODD_NAMES: Array<IDataObject['x']> = [null, '', 'no address', 'a@b, c@d', 7, 'a\n@b.example'];

function permissionsOf(kind: Kind, tidy: boolean): fc.Arbitrary<Omit<ListRow, 'n'>> {
	if (kind === 'team') return fc.constant({ item: {} });
	const good = fc
		.constantFrom(...WORDS[kind])
		.chain((wants) =>
			written(wants).map((permissions): Omit<ListRow, 'n'> => ({ item: { permissions }, wants })),
		);
	return fc.oneof(
		{ weight: 20, arbitrary: good },
		{ weight: tidy ? 0 : 4, arbitrary: fc.constant({ item: {} }) },
		{
			weight: tidy ? 0 : 3,
			arbitrary: fc
				.constantFrom(...ODD_PERMISSIONS)
				.map((permissions) => ({ item: { permissions } })),
		},
	);
}

function rowOf(kind: Kind, by: PlaceCase['by'], tidy: boolean): fc.Arbitrary<ListRow> {
	// Who is invited has an address, and who is in a team was in the organization before.
	const listed = tidy && (by === 'user_id' || kind === 'team') ? crew : someone;
	const known = listed.chain((n) =>
		spelled(by === 'email' ? emailOf(n) : idOf(n), tidy).map((name) => ({ n, name })),
	);
	const odd = fc.constantFrom(...ODD_NAMES).map((name) => ({ n: undefined, name }));
	const who = fc.oneof({ weight: 15, arbitrary: known }, { weight: tidy ? 0 : 1, arbitrary: odd });
	return fc.tuple(who, permissionsOf(kind, tidy)).map(
		([{ n, name }, { item, wants }]): ListRow => ({
			item: { [by]: name as IDataObject, ...item },
			...(n !== undefined && { n }),
			...(wants && { wants }),
		}),
	);
}

/** In a tidy list, which can succeed as a whole, everybody has one row. */
const rowsOf = (kind: Kind, by: PlaceCase['by'], tidy: boolean) => {
	const size = { minLength: tidy ? 3 : 1, maxLength: 7 };
	const row = rowOf(kind, by, tidy);
	return tidy ? fc.uniqueArray(row, { ...size, selector: ({ n }) => n }) : fc.array(row, size);
};

const options: fc.Arbitrary<IDataObject> = fc.record(
	{
		maxConcurrentRequests: fc.integer({ min: 1, max: 4 }),
		retryTimeout: fc.constantFrom(0, 0.1),
		dryRun: some(10),
		maxLeavers: fc.constantFrom(
			...Array.from({ length: 12 }, () => '100%'),
			20,
			'20%',
			'50%',
			0,
			1,
			3,
		),
		maxChanges: fc.constantFrom(...Array.from({ length: 7 }, () => 50), '50%', 2, 5),
	},
	{ requiredKeys: ['maxConcurrentRequests', 'retryTimeout', 'maxLeavers', 'dryRun'] },
);

const scopesOf = (kind: Kind): IDataObject[] => [
	{ everyUser: true },
	{ everyUser: true },
	{ emailEndsWith: '@crew.example' },
	{ emailEndsWith: '@CREW.example' },
	...(kind === 'team' ? [] : [{ permission: WORDS[kind][0][0] }]),
	...(kind === 'team' ? [] : [{ permission: WORDS[kind][0][0], emailEndsWith: '.example' }]),
];

const change = fc.record<Change>({
	after: fc.integer({ min: 1, max: 12 }),
	what: fc.constantFrom<Change['what']>(
		...(['add', 'remove', 'promote', 'accept', 'accept', 'invite', 'withdraw'] as const),
	),
	n: fc.integer({ min: 1, max: CREW + 3 }),
});

/** Somebody who is found by ID, or comes into a team, is in the organization. */
const WHERE: Record<'anywhere' | 'known' | 'there', Array<Person['where']>> = {
	anywhere: ['place', 'place', 'place', 'place', 'organization', 'outside'],
	known: ['place', 'place', 'place', 'organization'],
	there: ['place'],
};

const person = (n: number, where: keyof typeof WHERE) =>
	fc.record<Person>({
		n: fc.constant(n),
		where: fc.constantFrom(...WHERE[where]),
		may: fc.nat(3),
		isInvited: some(20),
		isForgotten: some(5),
	});

function caseOf(kind: Kind, by: PlaceCase['by'], tidy: boolean): fc.Arbitrary<PlaceCase> {
	const isKnown = tidy && (by === 'user_id' || kind === 'team');
	const where = !isKnown ? 'anywhere' : kind === 'organization' ? 'there' : 'known';
	return fc.record<PlaceCase>({
		kind: fc.constant(kind),
		crew: fc.tuple(...Array.from({ length: CREW }, (_, index) => person(index + 1, where))),
		owner: fc.constantFrom<PlaceCase['owner']>(SELF, BOSS),
		alsoThere: fc.subarray([SELF, BOSS]),
		by: fc.constant(by),
		rows: rowsOf(kind, by, tidy),
		missingUsers: fc.constantFrom('add', 'add', 'add', 'add', tidy ? 'add' : 'fail'),
		leavers: fc.constantFrom('keep', 'remove', 'remove', 'remove', 'remove'),
		scope: fc.constantFrom(...scopesOf(kind)),
		exceptUsers: fc.oneof(
			{ weight: 12, arbitrary: fc.constant<string[]>([]) },
			{ weight: 6, arbitrary: fc.subarray([nameOf(1), emailOf(2).toUpperCase(), idOf(3)]) },
			{
				weight: 1,
				arbitrary: fc.constantFrom<string[]>(['nobody'], [nameOf(1), 'nobody@crew.example']),
			},
		),
		options,
		continueOnFail: some(60),
		faults: fc.oneof(
			{ weight: tidy ? 3 : 1, arbitrary: fc.constant<Fault[]>([]) },
			{ weight: 2, arbitrary: upsunFaults },
		),
		changes: fc.oneof(
			{ weight: 3, arbitrary: fc.constant<Change[]>([]) },
			{ weight: 4, arbitrary: fc.array(change, { minLength: 1, maxLength: 3 }) },
		),
		sandbox: upsunDoubts,
	});
}

/** Any run of Sync of a place. */
export const cases: fc.Arbitrary<PlaceCase> = fc
	.tuple(
		fc.constantFrom<Kind>('organization', 'organization', 'project', 'project', 'team'),
		fc.constantFrom<PlaceCase['by']>('email', 'email', 'email', 'user_id'),
		some(65),
	)
	.chain(([kind, by, tidy]) => caseOf(kind, by, tidy));
