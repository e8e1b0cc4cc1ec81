import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import { emailFlaw } from '../../../shared/form/flaws';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { isBlank, parseIdentity, parseNamed } from '../../../shared/form/parse';
import { whatIsThere } from '../../../shared/form/whatIsThere';
import { asText } from '../../../shared/objects';
import { ChangeCount, guardChanges } from '../../../shared/run/guard';
import type { Operation } from '../../../shared/run/operation';
import { outcomesOf } from '../../../shared/run/outputItems';
import { checkpoint, counted, isFailed, report } from '../../../shared/run/summary';
import { hintAtPlan } from '../../../shared/run/updateEach';
import { cannotSee } from '../../people/advice';
import { isUuid } from '../locator';
import { fetchUser } from '../lookup';
import { carryOut } from './carryOut';
import { type Case, type LeaverRow, openCases } from './cases';
import type { Leaver } from './find';
import { fetchSearched } from './organizations';
import { notVisibleOf, statusOf, toJson } from './output';
import { type OffboardRun, type OffboardSettings, SETTINGS } from './settings';
import { takeSnapshots } from './snapshot';

/** @throws Failure for what names nobody */
function getLeaver(item: ItemParameters): Leaver {
	const entered = item.get('email');
	if (isBlank(entered)) {
		const what = typeof entered === 'string' ? 'empty' : String(entered);
		const there = entered === undefined ? `. ${whatIsThere(item.json, 'email')}` : '';
		throw new Failure(`'Email' is ${what}: enter the address or ID of the user${there}`);
	}
	return parseNamed("'Email'", () => {
		const value = parseIdentity(entered);
		if (isUuid(value)) return { by: 'id', value: value.toLowerCase() };
		return { by: 'email', value: parseIdentity(value, emailFlaw) };
	});
}

/** @returns whether something may be written */
function guard(run: OffboardRun, rows: readonly LeaverRow[], toDo: readonly Case[]): boolean {
	const count = new ChangeCount();
	for (const { person } of toDo) count.add(person.id ?? person.name, 'removed');
	return guardChanges(run, rows, count) && !run.settings.dryRun;
}

/** Says above the output what became of the users, and whom to look at. */
function hintAtCases(run: OffboardRun, rows: readonly LeaverRow[], cases: readonly Case[]): void {
	const { dryRun } = run.settings;
	const good = cases.filter(({ row }) => !isFailed(row));
	const sum = (status: string) => good.filter((one) => statusOf(one, dryRun) === status).length;
	if (dryRun) hintAtPlan(run, rows);
	else
		run.headline(
			`${sum('removed')} removed, ${sum('partly')} in part, ${sum('unchanged')} not found`,
		);
	const unseen = good.filter((one) => notVisibleOf(one, []).length > 0).length;
	if (unseen === 0) return;
	run.hint(
		`Not everything about ${counted(unseen, 'user')} could be read: 'notVisible' says what. Nobody is taken for gone there`,
	);
}

/** Offboard: all that somebody has where the token manages people is taken away in a safe order, and read again. */
export const offboard: Operation<{ leaver: Leaver }, OffboardSettings, IDataObject> = {
	value: 'offboard',
	name: 'Offboard',
	action: 'Offboard user',
	description:
		'Remove a user from all organizations, projects and teams that you manage, cancel open invitations, and check the result',
	properties: [
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. name@email.com',
			description: 'Email address or ID of the user who leaves',
		},
	],
	settings: SETTINGS,

	prepare: (item) => ({ leaver: getLeaver(item) }),

	async run(run, rows) {
		const { client, settings } = run;
		const { request, baseUrl } = client;
		const api = { request, baseUrl, concurrency: settings.maxConcurrentRequests };
		const { organizations, others } = await fetchSearched(api, settings.organizations);
		const { id, email } = await fetchUser(request, { by: 'me', value: 'me' });
		const snapshots = await takeSnapshots(api, organizations, cannotSee);
		const me = { id: asText(id), email: asText(email) };
		const cases = await openCases(api, rows, snapshots, me);
		const done = ['Nothing was written.'];
		checkpoint(run, rows, () => report(rows, { done, hasBegun: false }));
		const toDo = cases.filter(({ person }) => person.presences.length > 0);
		if (guard(run, rows, toDo)) await carryOut(run, api, toDo);
		for (const one of cases) {
			one.row.result ??= toJson(one, others, settings.dryRun);
			for (const row of one.others) row.result ??= one.row.result;
		}
		hintAtCases(run, rows, cases);
		return outcomesOf(rows);
	},
};
