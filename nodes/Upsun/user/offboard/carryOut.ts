import { asFailure, Failure } from '../../../shared/errors';
import { runBatches } from '../../../shared/run/runner';
import { checkpoint, isOpen, report } from '../../../shared/run/summary';
import type { Api } from '../../pagination';
import { type Case, lookAgain } from './cases';
import type { Person } from './find';
import { removePerson } from './remove';
import type { OffboardRun } from './settings';
import { takeSnapshots, whatever } from './snapshot';

/** What is found only meanwhile is removed as well, once: the membership of somebody who has just accepted an invitation. */
const MOST_PASSES = 2;

/** What is there of somebody, as far as is known. */
const leftOf = ({ person, after }: Case) => after?.left ?? person;

/** All that was found of somebody, before and meanwhile. */
function merged(before: Person, now: Person): Person {
	const known = new Map(before.presences.map((one) => [one.organization.id, one]));
	for (const found of now.presences) {
		const one = known.get(found.organization.id) ?? found;
		const ids = new Set([...one.teams, ...one.invitations].map(({ id }) => id));
		const isNew = ({ id }: { id: string }) => !ids.has(id);
		known.set(found.organization.id, {
			...one,
			member: one.member ?? found.member,
			teams: [...one.teams, ...found.teams.filter(isNew)],
			invitations: [...one.invitations, ...found.invitations.filter(isNew)],
		});
	}
	return { ...before, ...(now.id !== undefined && { id: now.id }), presences: [...known.values()] };
}

/** Removes what is left of these people, then reads the organizations again in which there was something. */
async function pass(
	run: OffboardRun,
	api: Api,
	cases: readonly Case[],
	note: (text: string) => void,
): Promise<void> {
	await runBatches(run, {
		batches: cases,
		rowsOf: ({ row }) => [row],
		done: ' removed',
		work: async (one, request) => await removePerson(leftOf(one), request, note),
	});
	const open = cases.filter(({ row }) => isOpen(row));
	const concerned = new Map(
		open.flatMap((one) =>
			one.person.presences.map(({ organization }) => [organization.id, organization] as const),
		),
	);
	const snapshots = await takeSnapshots(api, [...concerned.values()], whatever);
	for (const one of open) {
		one.after = await lookAgain(api, one, snapshots);
		one.person = merged(one.person, one.after.left);
	}
}

/** The failure of a stop by the user, with what was done before it. */
function withDone(failure: Failure, done: readonly string[]): Failure {
	if (failure.kind !== 'canceled' || done.length === 0) return failure;
	const description = `Done before, and not checked again: ${done.join('; ')}`;
	return new Failure(failure.message, { kind: 'canceled', description });
}

/**
 * Takes the access of these people away, and looks what is left.
 * @throws RunFailure without Continue On Fail; Failure of kind `canceled` that says what was done
 */
export async function carryOut(run: OffboardRun, api: Api, cases: readonly Case[]): Promise<void> {
	const done: string[] = [];
	try {
		for (let passes = 0; passes < MOST_PASSES; passes++) {
			const toDo = cases.filter((one) => isOpen(one.row) && leftOf(one).presences.length > 0);
			if (toDo.length > 0) await pass(run, api, toDo, (text) => void done.push(text));
		}
	} catch (error) {
		throw withDone(asFailure(error), done);
	}
	const rows = cases.map(({ row }) => row);
	checkpoint(run, rows, () => {
		const lines = done.length > 0 ? done.map((text) => `Done: ${text}`) : ['Nothing was written.'];
		return report(rows, { done: lines, hasBegun: true });
	});
}
