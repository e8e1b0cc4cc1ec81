import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { type Resource, syncSite } from '../../../test/nodes/Upsun/people/sync/places';
import { autoMap, CONTINUE } from '../../../test/support/setups';
import type { Result } from '../../engine/nodeSetup';
import type { JournalEntry } from '../../sandbox';
import { noDoubts } from '../../sandbox/options';
import { DICE } from '../run';
import type { FuzzWorld } from '../world';
import { BOSS, emailOf, idOf, nameOf, type PlaceCase, SELF, WORDS } from './cases';
import { type State, Watch } from './watch';

/** What came of a case. */
export interface PlaceRun {
	given: PlaceCase;
	placeId: string;
	before: State;
	after: State;
	watch: Watch;
	result: Result;
	requests: JournalEntry[];
	/** Addresses that mails were sent to, in lower case. */
	mails: string[];
	/** How many writes a second run made; undefined where there was none. */
	secondWrites?: number;
}

const CALM = { upsunErrors: 'error', upsunAdmin: false, maxBodyBytes: 10_000 } as const;

/** The sandbox's own values of all that cases change. */
const HARMLESS = { ...noDoubts, maxPageSize: 1000 };

const RESOURCE: Record<PlaceCase['kind'], Resource> = {
	organization: 'organizationMember',
	project: 'projectUser',
	team: 'teamMember',
};

/** Makes the place and its people. @returns its ID */
function furnish({ sandbox: { upsun } }: FuzzWorld, given: PlaceCase): string {
	const { kind, crew, owner, alsoThere } = given;
	const words = WORDS[kind];
	for (const n of [SELF, BOSS, ...crew.map((one) => one.n)])
		upsun.put({ id: idOf(n), email: emailOf(n), username: nameOf(n) });
	const may = (index: number) => words[index % words.length];
	const members = crew.filter(({ where }) => where !== 'outside');
	const { id: organizationId } = upsun.addOrganization({
		ownerId: idOf(owner),
		members: {
			...Object.fromEntries([SELF, BOSS].map((n) => [idOf(n), ['admin']])),
			...Object.fromEntries(
				members
					// Who is in the organization alone is in no place where that is the place itself.
					.filter(({ where }) => kind !== 'organization' || where === 'place')
					.map((one) => [idOf(one.n), kind === 'organization' ? may(one.may) : ['projects:list']]),
			),
		},
	});
	const there = members.filter(({ where }) => where === 'place');
	const everybody = [
		...alsoThere.map((n) => [idOf(n), ['admin']] as const),
		...there.map((one) => [idOf(one.n), may(one.may)] as const),
	];
	const id = {
		organization: () => organizationId,
		project: () =>
			upsun.addProject({ organizationId, users: Object.fromEntries(everybody) as never }).id,
		team: () => upsun.addTeam({ organizationId, members: everybody.map(([one]) => one) }).id,
	}[kind]();
	for (const { n, isInvited, isForgotten, may: index } of crew) {
		if (isInvited && kind !== 'team') {
			const invited =
				kind === 'organization' ? may(index) : [{ type: 'development', role: 'viewer' }];
			upsun.invite(id, emailOf(n), invited);
		}
		if (isForgotten) upsun.forget(idOf(n));
	}
	return id;
}

function prepare(world: FuzzWorld, given: PlaceCase): string {
	const { sandbox, setCredentials } = world;
	Object.assign(sandbox.options, CALM, HARMLESS, given.sandbox);
	sandbox.reset();
	const accessToken = sandbox.secrets.upsunAccessToken;
	setCredentials({}, { authentication: 'accessToken', accessToken });
	const placeId = furnish(world, given);
	for (const fault of given.faults) sandbox.faults.add(fault);
	return placeId;
}

const setupOf = (given: PlaceCase, placeId: string) => {
	const { kind, by, missingUsers, leavers, scope, exceptUsers, continueOnFail } = given;
	const { dryRun, ...options } = given.options;
	// No list at all is refused: its expression may have lost it.
	const excepted = exceptUsers.length > 0 ? exceptUsers : '';
	return syncSite(
		{ resource: RESOURCE[kind], id: placeId },
		{
			...{ columns: autoMap(by), missingUsers, leavers, scope, dryRun },
			...{ exceptUsers: excepted, options },
		},
		continueOnFail ? CONTINUE : undefined,
	);
};

export const isWrite = ({ method }: { method: string }) => method !== 'GET';

/** Whether all went well, and a run should find nothing to do any more. */
export const isClean = ({ given, result }: Pick<PlaceRun, 'given' | 'result'>) =>
	result.status === 'success' &&
	result.items.every(({ json }) => !('error' in json)) &&
	!given.options.dryRun;

/** Somebody who is not shown, but said to be there. */
const isConflict = ({ action, status }: IDataObject) => action === 'add' && status === 'unchanged';

export const hidesPeople = ({ sandbox: { omittedFields = [] } }: PlaceCase) =>
	omittedFields.some((name) => ['email', 'id', 'state', 'permissions'].includes(name));

/** Lets what is still on its way arrive. */
async function settled(): Promise<void> {
	for (let turn = 0; turn < 3; turn++) await sleep(0);
}

/** Runs a case in the world, which is as good as new before; where all went well, and nobody interfered, once more. */
export async function runCase(world: FuzzWorld, given: PlaceCase): Promise<PlaceRun> {
	const placeId = prepare(world, given);
	const { sandbox } = world;
	const { random } = Math;
	const watch = new Watch(sandbox, given, placeId);
	Math.random = () => DICE;
	try {
		const items = given.rows.map(({ item }) => structuredClone(item));
		const result = await world.run(setupOf(given, placeId), items);
		await settled();
		const { before, state: after } = watch.finish();
		const run: PlaceRun = {
			...{ given, placeId, before, after, watch, result },
			requests: [...sandbox.journal.entries()],
			mails: sandbox.upsun.mails().map(({ to }) => to.toLowerCase()),
		};
		// What is not shown is written again.
		const isDoubtful = hidesPeople(given) || result.items.some(({ json }) => isConflict(json));
		if (!isClean(run) || watch.interferences.length > 0 || isDoubtful) return run;
		sandbox.journal.clear();
		sandbox.faults.clear();
		await world.run(setupOf(given, placeId), items);
		const secondWrites = sandbox.journal.entries().filter(isWrite).length;
		return { ...run, secondWrites };
	} finally {
		Math.random = random;
		Object.assign(sandbox.options, HARMLESS);
	}
}
