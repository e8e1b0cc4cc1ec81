import { Failure } from '../../../shared/errors';
import { idFlaw, nameFlaw, path } from '../../../shared/path';
import { runConcurrently } from '../../../shared/run/runner';
import type { Unknown } from '../../../shared/sync/exceptions';
import { nameKeysOf } from '../../../shared/sync/users';
import { fetchPage } from '../../pagination';
import { lookUpIn } from '../lookup';
import { nameKey } from '../../../shared/nameKey';
import { type MatchColumn } from '../lookup/matchColumns';
import { throwUnlessOfOneValue } from '../lookup/search';
import type { SyncRun } from './settings';

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
			if (results.some((user) => nameKeysOf(user).includes(nameKey(name)))) return true;
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
export async function fetchUnknown(run: SyncRun, names: readonly string[]): Promise<Unknown> {
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
