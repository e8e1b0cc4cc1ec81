import { type Claim, claimsOf } from './claims';
import { type Sent, sentFor, sentIn } from './requests';
import type { Run } from '../run';
import { holds } from '../same';
import type { Finding, Held } from '../types';

/** A run with what it says and what left, looked at once for all checks. */
export interface Seen {
	run: Run;
	claims: Array<Claim | undefined>;
	sent: Sent[];
	/** What left that can be the row's, for each row. */
	mine: Sent[][];
}

export function seenIn(run: Run): Seen {
	const sent = sentIn(run);
	const mine = run.given.rows.map((_, row) => sentFor(run, sent, row));
	return { run, claims: claimsOf(run), sent, mine };
}

/** What is wrong with a run in one respect. */
export type Check = (seen: Seen) => Finding[];

export const about = (rule: string, item: number, text: string): Finding => ({ rule, item, text });

/** The user as it is in the end. */
export const finalOf = ({ observer }: Run, id: string): Held | undefined =>
	observer.users('after').find((user) => user.id === id);

/** The fields that a row is to write, with their values. */
export const fields = ({ expected }: Run, row: number) => Object.entries(expected[row].body);

/** Every state that the user was in. */
export const statesOf = ({ observer }: Run, id: string): Held[] =>
	(observer.states.get(id) ?? []).map((state) => JSON.parse(state) as Held);

/** Whether the user had all of the row's values at some time. */
export const everHolds = (run: Run, id: string, row: number) =>
	statesOf(run, id).some((state) =>
		fields(run, row).every(([name, value]) => holds(name, value, state)),
	);

/** Whether no other row can mean the row's user: it has another key, whatever the case, and another user. */
export function isAlone({ given, expected }: Run, row: number): boolean {
	const keyOf = (index: number) => given.rows[index].who.key?.toLowerCase();
	const others = expected.filter(
		({ ids }, index) =>
			index !== row &&
			(keyOf(index) === keyOf(row) || ids.some((id) => expected[row].ids.includes(id))),
	);
	return others.length === 0;
}
