import { BOSS, emailOf, idOf, nameOf, type PlaceCase, SELF } from './cases';
import type { PlaceRun } from './run';
import { idIn, isInvitation, personKey } from './watch';

/** What the model knows of a run. */
export interface Expected {
	/** Whom rows name, in whatever spelling. */
	named: Set<number>;
	/** Who is excepted, owns the place, or is the account behind the token. */
	safe: Set<number>;
	/** Keys of people and invitations that the node may take away, whatever happened around it. */
	mayGo: Set<string>;
	/** Of these, those that have to go, where the run gets so far. */
	mustGo: Set<string>;
}

export const SOMEBODY = [SELF, BOSS, ...Array.from({ length: 10 }, (_, index) => index + 1)];

const isExcepted = ({ exceptUsers }: PlaceCase, n: number) =>
	exceptUsers.some((name) =>
		[idOf(n), emailOf(n), nameOf(n)].some((own) => own.toLowerCase() === name.toLowerCase()),
	);

function isInScope({ scope }: PlaceCase, address: string, permissions: string): boolean {
	const { emailEndsWith, permission } = scope;
	const hasEnd =
		emailEndsWith === undefined ||
		address.toLowerCase().endsWith(String(emailEndsWith).toLowerCase());
	return (
		hasEnd && (permission === undefined || permissions.split(' ').includes(String(permission)))
	);
}

/** The path of the list of the people of the place. */
const listOf = ({ given: { kind }, placeId }: PlaceRun) =>
	({
		organization: `/organizations/${placeId}/members`,
		project: `/projects/${placeId}/user-access`,
		team: `/teams/${placeId}/members`,
	})[kind];

/** The number of the last request for a list before the first write. */
function readAtOf(run: PlaceRun, path: string): number {
	const firstWrite = run.watch.writes[0]?.at ?? Infinity;
	return run.requests.reduce(
		(last, entry, index) =>
			index + 1 < firstWrite && entry.method === 'GET' && entry.path === path ? index + 1 : last,
		0,
	);
}

/** People in the scope, whatever they were allowed while the run went on. */
function peopleOf(run: PlaceRun, isSure: boolean): string[] {
	const { given, placeId, watch } = run;
	return SOMEBODY.flatMap((n) => {
		const key = personKey(placeId, n);
		const values = [...(watch.history.get(key) ?? [])];
		const fits = values.filter((value) => isInScope(given, emailOf(n), value));
		return values.length > 0 && (isSure ? fits.length === values.length : fits.length > 0)
			? [key]
			: [];
	});
}

/** Open invitations in the scope; those to a project do not show what they permit. */
function invitationsOf(run: PlaceRun): Array<{ key: string; n?: number }> {
	const { given, placeId, before, watch } = run;
	const known = new Map(SOMEBODY.map((n) => [emailOf(n), n]));
	return [...watch.history]
		.filter(([key]) => isInvitation(key) && key.startsWith(`${placeId}/`))
		.map(([key, [address]]) => ({ key, n: known.get(address), address, wasThere: before.has(key) }))
		.filter(({ address }) => isInScope({ ...given, scope: endOf(given) }, address, ''));
}

const endOf = ({ scope: { emailEndsWith } }: PlaceCase) => ({ emailEndsWith });

export function expectedOf(run: PlaceRun): Expected {
	const { given, before, watch } = run;
	const { kind, owner, leavers, rows, crew, sandbox } = given;
	const named = new Set(rows.flatMap(({ n }) => n ?? []));
	const owns = (n: number) => kind !== 'team' && n === owner;
	const safe = new Set(SOMEBODY.filter((n) => n === SELF || owns(n) || isExcepted(given, n)));
	const readAt = readAtOf(run, listOf(run));
	const invitedAt = readAtOf(run, `/${kind}s/${run.placeId}/invitations`);
	const isHidden =
		sandbox.omittedFields?.includes('email') && sandbox.omittedFrom?.includes('list');
	const unreadable = new Set(crew.filter(({ isForgotten }) => isForgotten).map(({ n }) => n));
	// A list of IDs can tell of them as well, unless the scope goes by address.
	const needsAddress = given.by === 'email' || endOf(given).emailEndsWith !== undefined;
	const isOpen = (n: number | undefined) => n !== undefined && !named.has(n) && !safe.has(n);
	// Whose address cannot be read is not known to be the one who is invited.
	const byAddress = (n: number) =>
		named.has(n) || given.exceptUsers.some((name) => name.toLowerCase() === emailOf(n));
	const late = new Set(
		watch.interferences
			.filter(
				({ at, key, to }) =>
					at >= (isInvitation(key) ? invitedAt : readAt) && to !== undefined && !before.has(key),
			)
			.map(({ key }) => key),
	);
	const [people, surely] = [false, true].map((isSure) =>
		leavers === 'keep' || isHidden
			? []
			: peopleOf(run, isSure).filter((key) => {
					const n = SOMEBODY.find((one) => idOf(one) === idIn(key));
					return isOpen(n) && !(needsAddress && unreadable.has(n as number));
				}),
	);
	const invitations =
		leavers === 'keep' || isHidden
			? []
			: invitationsOf(run).filter(
					({ n = -1 }) =>
						// A list of IDs names no invitation: only those of people who are there and leave are about somebody.
						(given.by === 'email' ||
							(!unreadable.has(n) && people.includes(personKey(run.placeId, n)))) &&
						(isOpen(n) || (unreadable.has(n) && !byAddress(n))),
				);
	const isSteady = (key: string) =>
		before.has(key) && !watch.interferences.some((one) => one.key === key);
	// What somebody else takes away while the pages are read moves others past it.
	const isRead = watch.interferences.every(({ at }) => at >= readAt);
	// Whoever is there and stays keeps an invitation, too.
	const stays = (n: number | undefined) => {
		const key = personKey(run.placeId, n ?? -1);
		return watch.history.has(key) && !surely.includes(key);
	};
	// By its ID alone, nobody is known who came after the list was read.
	const isUnknown = (n: number | undefined) =>
		given.by === 'user_id' && !isSteady(personKey(run.placeId, n ?? -1));
	const mayGo = [...people, ...invitations.map(({ key }) => key)].filter((key) => !late.has(key));
	const mustGo = isRead
		? [
				...surely,
				...(given.scope.permission === undefined
					? invitations.flatMap(({ key, n }) => (stays(n) || isUnknown(n) ? [] : key))
					: []),
			].filter(isSteady)
		: [];
	return { named, safe, mayGo: new Set(mayGo), mustGo: new Set(mustGo) };
}
