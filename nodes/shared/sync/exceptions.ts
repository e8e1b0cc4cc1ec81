import { Failure } from '../errors';
import { shownList } from '../shown';
import type { SyncRun } from './settings';

/** Names with which no user was found, each with the reason where it could not be looked up. */
export type Unknown = ReadonlyMap<string, Failure | undefined>;

/**
 * A misspelled exception would switch off the very user whom it shall protect, and so would one that cannot be looked up.
 * @throws Failure when one of them is not known to be a user and somebody would leave; a hint otherwise, and in a dry run
 */
export function refuseUnknown(
	{ settings: { dryRun }, hint }: SyncRun,
	unknown: Unknown,
	wouldLeave: boolean,
): void {
	if (unknown.size === 0) return;
	const nobody = [...unknown].flatMap(([name, failure]) => (failure ? [] : name));
	const unclear = [...unknown].flatMap(([name, failure]) => (failure ? name : []));
	const [reason] = [...unknown.values()].flatMap((failure) => failure ?? []);
	const texts = [
		...(nobody.length > 0
			? [`${shownList(nobody)}, but no user has that username, email address or ID`]
			: []),
		...(unclear.length > 0
			? [`${shownList(unclear)}, but nobody was found by it. ${reason.message}`]
			: []),
	];
	const text = `'Except Users' names ${texts.join(". 'Except Users' also names ")}`;
	if (dryRun || !wouldLeave) return hint(text);
	throw new Failure(`${text}. Nothing was written. Check the spelling, or remove the name`, {
		details: { code: 'unknownException' },
		isOfRun: true,
	});
}
