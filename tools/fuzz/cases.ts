import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { SandboxOptions } from '../sandbox';
import { faults, mayHang, SHORT_TIMEOUT } from './faults';
import { withMaxChanges } from './limits';
import { isUnknown, ubidotsWho, upsunWho } from './people';
import { TAG_EDITS } from './tagEdits';
import type { By, Case, FuzzRow, Value, Who } from './types';
import { UBIDOTS_VALUES, UPSUN_VALUES } from './values';

/** As many as a description lists without leaving any out. */
const MOST_ROWS = 20;

const some = (percent: number): fc.Arbitrary<boolean> => fc.nat(99).map((n) => n < percent);

/** A field that a row leaves out. */
const ABSENT: Value = {};

type Fields = Record<string, fc.Arbitrary<Value>>;

/** Columns for edits of tags beside another one, where there are such. */
function withTagEdits(names: string[]): fc.Arbitrary<string[]> {
	const edits = names.filter((name) => TAG_EDITS.includes(name));
	const others = names.filter((name) => !TAG_EDITS.includes(name) && name !== 'tags');
	return fc.subarray(others, { minLength: 1, maxLength: 1 }).map((other) => [...edits, ...other]);
}

/** Rows that all have mostly the same fields, as those of a sheet do. */
function rows(who: fc.Arbitrary<Who>, fields: Fields, most: number): fc.Arbitrary<FuzzRow[]> {
	const names = Object.keys(fields);
	const columns = fc.oneof(
		{ weight: 5, arbitrary: fc.subarray(names, { minLength: 1, maxLength: 4 }) },
		{ weight: 1, arbitrary: withTagEdits(names) },
	);
	const valueOf = (name: string) =>
		fc.oneof(
			{ weight: 12, arbitrary: fields[name] },
			{ weight: 1, arbitrary: fc.constant(ABSENT) },
		);
	return columns.chain((chosen) => {
		const each = (make: (name: string) => fc.Arbitrary<Value>) =>
			fc.record(Object.fromEntries(chosen.map((name) => [name, make(name)])));
		const values = fc.oneof(
			{ weight: 5, arbitrary: each(valueOf) },
			// Somebody for whom nothing is to be done.
			{ weight: 1, arbitrary: each(() => fc.constant<Value>({ same: true })) },
		);
		return fc.array(fc.record({ who, values }), { minLength: 1, maxLength: most });
	});
}

const sending = {
	maxConcurrentRequests: fc.integer({ min: 1, max: 4 }),
	retryTimeout: fc.constantFrom(0, 0.1, 0.3),
	dryRun: some(12),
	skipUnchanged: some(35),
};

const bulkOptions = fc.record({
	...sending,
	batchSize: fc.constantFrom(1, 2, 3, 5, 100),
	maxBatchBytes: fc.constantFrom(10_000, 10_000, 10_000, 300, 120),
	isolateBadRows: some(75),
	output: fc.constantFrom('users', 'users', 'users', 'batches'),
	confirm: some(15),
	confirmTimeout: fc.constantFrom(0, 0.05, 0.12),
});

const sandbox: fc.Arbitrary<Partial<SandboxOptions>> = fc.record({
	honourInFilters: fc.constantFrom<SandboxOptions['honourInFilters']>(
		true,
		true,
		'first',
		'ignored',
	),
	bulkErrors: fc.constantFrom<'object' | 'rows'>('object', 'rows'),
	upsunErrors: fc.constantFrom<'error' | 'detail'>('error', 'detail'),
	upsunAdmin: fc.boolean(),
	maxPageSize: fc.constantFrom(2, 3, 1000, 1000),
	maxBodyBytes: fc.constantFrom(10_000, 10_000, 10_000, 400),
	taskDelayMs: fc.constantFrom(0, 0, 30, 400),
	refuseTwins: some(70),
});

interface Kind {
	service: Case['service'];
	operation: Case['operation'];
	by: By;
	options: fc.Arbitrary<IDataObject>;
	rows: fc.Arbitrary<FuzzRow[]>;
}

/** Whether the node can send the row: it names somebody, and every field has a value that may be sent. */
const isGood = (by: By, { who, values }: FuzzRow) =>
	(by === 'me' || (who.key !== undefined && !isUnknown(by, who.key))) &&
	Object.values(values).every(
		({ given, same, refusedBy }) => (same || given !== undefined) && refusedBy !== 'node',
	);

/** The good rows, one for each user: without Continue On Fail, a single other one ends the run before anything is sent. */
function tidied(given: Case): Case {
	const seen = new Set<string | undefined>();
	const good = given.rows.filter((row) => {
		const key = row.who.key?.toLowerCase();
		const isNew = given.operation === 'update' || !seen.has(key);
		seen.add(key);
		return isNew && isGood(given.by, row);
	});
	return good.length === 0 ? given : { ...given, rows: good };
}

const withTimeout = ({ options, ...rest }: Case): Case => ({
	...rest,
	options: { ...options, timeout: mayHang(rest.faults) ? SHORT_TIMEOUT : 10 },
});

/** Only a bulk update is to find out by itself that a name is taken. */
const withStrictNames = (given: Case): Case => ({
	...given,
	sandbox: { ...given.sandbox, refuseTwins: true },
});

const caseOf = ({ service, operation, by, options, rows: some_ }: Kind): fc.Arbitrary<Case> =>
	fc
		.record<Case>({
			service: fc.constant(service),
			operation: fc.constant(operation),
			by: fc.constant(by),
			byHand: some(25),
			rows: some_,
			options: withMaxChanges(options),
			onError: fc.constantFrom(undefined, 'continueRegularOutput', 'continueErrorOutput'),
			renewable: some(10),
			faults: faults(service),
			sandbox,
		})
		.chain((given) => some(given.onError ? 20 : 85).map((tidy) => (tidy ? tidied(given) : given)))
		.map(withTimeout)
		.map((given) => (operation === 'bulkUpdate' ? given : withStrictNames(given)));

/** Every field but the one that users are matched by, which is never written. */
const without = (fields: Fields, name: string): Fields =>
	Object.fromEntries(Object.entries(fields).filter(([other]) => other !== name));

const bulkUpdates = fc
	.constantFrom('id' as const, 'username' as const, 'email' as const)
	.chain((by) =>
		caseOf({
			service: 'ubidots',
			operation: 'bulkUpdate',
			by,
			options: bulkOptions,
			rows: rows(ubidotsWho(by), without(UBIDOTS_VALUES, by), MOST_ROWS),
		}),
	);

const updates = fc.constantFrom('id' as const, 'username' as const).chain((by) =>
	caseOf({
		service: 'ubidots',
		operation: 'update',
		by,
		options: fc.record(sending),
		// n8n takes no expression for a list of rows as a whole.
		rows: rows(ubidotsWho(by), without(UBIDOTS_VALUES, 'contactMethods'), 12),
	}),
);

const upsunUpdates = fc.constantFrom<By>('me', 'id', 'email', 'username').chain((by) =>
	caseOf({
		service: 'upsun',
		operation: 'update',
		by,
		options: fc.record(sending),
		rows: rows(upsunWho(by), UPSUN_VALUES, 8),
	}),
);

/** Any run of any operation that updates. */
export const cases: fc.Arbitrary<Case> = fc.oneof(
	{ weight: 6, arbitrary: bulkUpdates },
	{ weight: 3, arbitrary: updates },
	{ weight: 2, arbitrary: upsunUpdates },
);
