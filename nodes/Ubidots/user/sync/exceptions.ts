import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { shownList } from '../../../shared/shown';
import { asText } from '../../../shared/objects';
import { idFlaw, nameFlaw, path } from '../../../shared/path';
import { runConcurrently } from '../../../shared/run/concurrency';
import { fetchPage } from '../../pagination';
import { lookUpIn } from '../lookup';
import { nameKey } from '../../../shared/nameKey';
import { type MatchColumn } from '../lookup/matchColumns';
import { throwUnlessOfOneValue } from '../lookup/search';
import type { SyncRun } from './settings';

/** All that an exception, or a row, may name a user by. */
export const identitiesOf = ({ username, email, id }: IDataObject): string[] =>
	[username, email, id].flatMap((name) => (asText(name) === '' ? [] : nameKey(asText(name))));

const FLAWS = { id: idFlaw, username: nameFlaw };

/** As what a name may be looked up. */
const waysOf = (name: string): MatchColumn[] => {
	const ways: MatchColumn[] = name.includes('@') ? ['email', 'username'] : ['username', 'id'];
	// Addresses are not looked up by a path.
	return ways.filter((by) => by === 'email' || FLAWS[by](name) === undefined);
};

/** Whether somebody has this name but for its case, or several have it. An answer about others proves nothing. */
async function isListed({ client: { request } }: SyncRun, name: string): Promise<boolean> {
	for (const by of waysOf(name)) {
		const query = { [`${by}__iexact`]: name, fields: 'id,username,email' };
		try {
			const { results } = await fetchPage(request, path`/users/`, 'users', query);
			if (results.some((user) => identitiesOf(user).includes(nameKey(name)))) return true;
		} catch (error) {
			throwUnlessOfOneValue(error);
		}
	}
	return false;
}

/**
 * Those of the names with which no user was found, each with the reason where it could not be looked up.
 * @throws Failure when nothing can be looked up
 */
async function fetchUnknown(
	run: SyncRun,
	names: readonly string[],
): Promise<Map<string, Failure | undefined>> {
	const unknown = new Map<string, Failure | undefined>(names.map((name) => [name, undefined]));
	for (const by of ['email', 'username', 'id'] as const) {
		const asked = [...unknown.keys()].filter((name) => waysOf(name).includes(by));
		if (asked.length === 0) continue;
		const found = await lookUpIn(run, by, asked);
		for (const name of asked) {
			const one = found.get(name);
			if (one && 'user' in one) unknown.delete(name);
			else if (one && 'failure' in one) unknown.set(name, one.failure);
		}
	}
	await runConcurrently(run.settings.maxConcurrentRequests, [...unknown.keys()], async (name) => {
		if (await isListed(run, name)) unknown.delete(name);
	});
	return unknown;
}

/**
 * A misspelled exception would switch off the very user whom it shall protect, and so would one that cannot be looked up.
 * @param outside exceptions that are nobody in the scope; who is outside of it is safe anyway
 * @throws Failure when one of them is not known to be a user and somebody would leave; a hint otherwise, and in a dry run
 */
export async function checkExceptions(
	run: SyncRun,
	outside: readonly string[],
	wouldLeave: boolean,
): Promise<void> {
	const unknown = [...(await fetchUnknown(run, outside))];
	if (unknown.length === 0) return;
	const nobody = unknown.flatMap(([name, failure]) => (failure ? [] : name));
	const unclear = unknown.flatMap(([name, failure]) => (failure ? name : []));
	const [reason] = unknown.flatMap(([, failure]) => failure ?? []);
	const texts = [
		...(nobody.length > 0
			? [`${shownList(nobody)}, but no user has that username, email address or ID`]
			: []),
		...(unclear.length > 0
			? [`${shownList(unclear)}, but nobody was found by it. ${reason.message}`]
			: []),
	];
	const text = `'Except Users' names ${texts.join(". 'Except Users' also names ")}`;
	if (run.settings.dryRun || !wouldLeave) return run.hint(text);
	throw new Failure(`${text}. Nothing was written. Check the spelling, or remove the name`, {
		details: { code: 'unknownException' },
		isOfRun: true,
	});
}
