import { sleep } from 'n8n-workflow';

import { autoMap, CONTINUE, settingsOf, sync } from '../../../test/support/setups';
import type { Result } from '../../engine/nodeSetup';
import type { JournalEntry } from '../../sandbox';
import { DICE } from '../run';
import type { Held } from '../types';
import type { FuzzWorld } from '../world';
import { emailOf, memberId, type SyncCase } from './cases';

/** Every user by ID, with the password. */
export type Users = Map<string, Held>;

/** What came of a case. */
export interface SyncRun {
	given: SyncCase;
	before: Users;
	after: Users;
	result: Result;
	requests: JournalEntry[];
}

const CALM = { upsunErrors: 'error', upsunAdmin: false, maxBodyBytes: 10_000 } as const;

function usersOf({ sandbox: { ubidots } }: FuzzWorld): Users {
	const users = ubidots.users().map((user) => ({ ...user, password: ubidots.passwordOf(user.id) }));
	return new Map(users.map((user) => [user.id, structuredClone(user) as unknown as Held]));
}

function prepare({ sandbox, setCredentials }: FuzzWorld, given: SyncCase): void {
	Object.assign(sandbox.options, CALM, given.sandbox);
	sandbox.reset();
	setCredentials({ token: sandbox.secrets.ubidotsToken }, {});
	for (const { n, firstName, isTagged, isActive } of given.crew) {
		const tags = isTagged ? ['crew'] : [];
		const user = { id: memberId(n), username: `crew-${n}`, email: emailOf(n) };
		sandbox.ubidots.put({ ...user, firstName, tags, isActive });
	}
}

/** Runs a case in the world, which is as good as new before. */
export async function runCase(world: FuzzWorld, given: SyncCase): Promise<SyncRun> {
	prepare(world, given);
	const before = usersOf(world);
	for (const fault of given.faults) world.sandbox.faults.add(fault);
	const { by, rows, continueOnFail, missingUsers, leavers, scope, exceptUsers, options } = given;
	const parameters = { missingUsers, leavers, scope, exceptUsers, ...settingsOf(options) };
	const setup = sync(
		{ columns: autoMap(by), ...parameters },
		continueOnFail ? CONTINUE : undefined,
	);
	const { random } = Math;
	Math.random = () => DICE;
	try {
		const result = await world.run(setup, structuredClone(rows));
		// What is still on its way arrives, and every task is carried out.
		for (let turn = 0; turn < 3; turn++) await sleep(0);
		const { options: of } = world.sandbox;
		const { now } = of;
		of.now = () => now() + 3_600_000;
		const after = usersOf(world);
		of.now = now;
		return { given, before, after, result, requests: world.sandbox.journal.entries() };
	} finally {
		Math.random = random;
		Object.assign(world.sandbox.options, { omittedFields: [], ignoredFilters: [] });
	}
}
