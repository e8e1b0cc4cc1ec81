import type { IDataObject } from 'n8n-workflow';

import type { Finding, Held } from '../types';
import { type Check, finding, touched, touchedLeavers, when, writesOf } from './findings';
import { asListed, type Expected, hasFields, isAs, isUntouched } from './model';
import { limits, protection } from './protection';
import type { SyncRun } from './run';

const createdIn = ({ before, after }: SyncRun) =>
	[...after.values()].filter(({ id }) => !before.has(id));
const failedRows = ({ given: { rows }, result: { items } }: SyncRun) =>
	items.slice(0, rows.length).filter(({ json }) => 'error' in json);
const isClean = ({ given, result }: SyncRun) =>
	result.status === 'success' &&
	result.items.every(({ json }) => !('error' in json)) &&
	!given.options.dryRun;

const bystanders: Check = (run, { users, leavers }) => {
	const { before, after, given } = run;
	return touched(run).flatMap((id): Finding[] => {
		const [was, is] = [before.get(id), after.get(id)];
		if (!was) return [];
		const row = given.rows.find((_, index) => users[index]?.id === id);
		if (row) {
			const isGone = is === undefined;
			const password = when(
				was.password !== is?.password,
				'the password of a user was rewritten',
				id,
			);
			return [...when(isGone, 'a user of the list was deleted', id), ...(isGone ? [] : password)];
		}
		if (!leavers.has(id)) return [finding('a user nobody asked for was touched', id)];
		const isRight =
			given.leavers === 'delete' ? is === undefined : is && isAs({ ...was, isActive: false }, is);
		return when(!isRight, 'a leaver was changed in another way', id);
	});
};

const creations: Check = (run) => {
	const created = createdIn(run);
	const emails = created.map(({ email }) => String(email).toLowerCase());
	const others = [...run.before.values()].map(({ email }) => String(email).toLowerCase());
	return [
		...when(new Set(emails).size < emails.length, 'somebody was created twice', emails),
		...when(
			emails.some((email) => others.includes(email)),
			'somebody who was there was created',
			emails,
		),
		...created.flatMap(({ username, email, password }) => {
			const row = run.given.rows.find((one) => one.username === username && one.email === email);
			const isRight = row && (row.password ?? password) === password;
			return when(!isRight, 'somebody was created whom no row names so', username);
		}),
	];
};

/** No two users have one name who had not before, whatever the service does about it. */
const ownNames: Check = ({ before, after }) => {
	const users = [...after.values()];
	return (['username', 'email'] as const).flatMap((name) =>
		users.flatMap((user, index) => {
			const keyOf = (one: Held | undefined) => one && String(one[name]).toLowerCase();
			const isNew = (one: Held) => keyOf(before.get(one.id)) !== keyOf(one);
			const twin = users
				.slice(index + 1)
				.find((other) => keyOf(other) === keyOf(user) && (isNew(user) || isNew(other)));
			return when(twin !== undefined, 'somebody got the name of another', [user[name], twin?.id]);
		}),
	);
};

/** Nobody is given a name that another had, even where that one was renamed: the order of the writes is not known. */
const noNamePassedOn: Check = (run) =>
	touched(run).flatMap((id) =>
		(['username', 'email'] as const).flatMap((name) => {
			const [was, is] = [run.before.get(id)?.[name], run.after.get(id)?.[name]];
			if (is === undefined || String(is).toLowerCase() === String(was).toLowerCase()) return [];
			const had = [...run.before.values()].find((one) => one.id !== id && one[name] === is);
			return when(had !== undefined, 'a name was passed on', [is, had?.id]);
		}),
	);

const everyRow: Check = ({ given: { rows, continueOnFail }, result }, { leavers }) => {
	if (result.status === 'error') {
		return when(continueOnFail, 'a run with Continue On Fail ended with an error', result.message);
	}
	const pairs = result.items.map(({ pairedItem }) => JSON.stringify(pairedItem));
	const wanted = rows.map((_, item) => JSON.stringify({ item }));
	// n8n itself pairs everything with the only item that came in.
	const others = rows.length === 1 ? [] : pairs.slice(rows.length).filter(Boolean);
	const ids = result.items
		.slice(rows.length)
		.flatMap(({ json: { id } }) => (id ? [String(id)] : []));
	return [
		...when(
			pairs.slice(0, rows.length).join() !== wanted.join(),
			'rows without exactly one item',
			pairs,
		),
		...when(others.length > 0, 'a leaver is paired', others),
		...when(
			ids.some((id) => !leavers.has(id)),
			'somebody is called a leaver',
			ids,
		),
		...when(new Set(ids).size < ids.length, 'a leaver has two items', ids),
	];
};

/** Whether what an item says is so. */
function isTrue(
	{ before, after }: SyncRun,
	json: IDataObject,
	row: IDataObject | undefined,
): boolean {
	const id = String(json.id);
	const [was, is] = [before.get(id), after.get(id)];
	switch (`${String(json.action)} ${String(json.status)}`) {
		case 'none unchanged':
			return was !== undefined && isUntouched(was, is) && hasFields(row ?? {}, is);
		case 'update accepted':
		case 'update applied':
		case 'update pending':
			return was !== undefined && isAs(asListed(was, row ?? {}), is);
		case 'create created':
			return was === undefined && hasFields(row ?? {}, is);
		case 'delete deleted':
			return was !== undefined && is === undefined;
		case 'delete pending':
			return was !== undefined;
		case 'deactivate accepted':
		case 'deactivate applied':
		case 'deactivate pending':
			return is?.isActive === false;
		default:
			return false;
	}
}

const truth: Check = (run) => {
	const { given, result } = run;
	if (result.status === 'error') return [];
	return result.items.flatMap(({ json }, index) => {
		if ('error' in json) return [];
		if (given.options.dryRun) {
			const words = ['planned', 'unchanged'];
			return when(
				!words.includes(String(json.status)),
				'a dry run says it did something',
				json.status,
			);
		}
		return when(
			!isTrue(run, json, given.rows[index]),
			'an item tells no truth',
			JSON.stringify(json),
		);
	});
};

const leaversLast: Check = (run, expected) => {
	const gone = touchedLeavers(run, expected);
	const { message = '', description = '' } = run.result;
	const hasFailed =
		failedRows(run).length > 0 || /^Failed: /m.test(description) || message.includes('[item');
	const kept = run.result.items.some(
		({ json }) => (json.details as IDataObject | undefined)?.code === 'leaversKept',
	);
	const ranks = writesOf(run).map(({ method, body }) => {
		if (method !== 'PATCH') return method === 'POST' ? 1 : 2;
		const ids = (body as IDataObject[]).map(({ id }) => String(id));
		const leaving = ids.filter((id) => expected.leavers.has(id)).length;
		return leaving === 0 ? 0 : leaving === ids.length ? 2 : NaN;
	});
	return [
		...when(hasFailed && gone.length > 0, 'a leaver was touched after a failure', gone),
		...when(kept && gone.length > 0, 'leavers are said to be kept', gone),
		...when(
			ranks.some((rank, index) => !(rank >= (ranks[index - 1] ?? 0))),
			'the order',
			ranks,
		),
	];
};

/** After a run in which all went well, the service is the list within the scope. */
const inStep: Check = (run, { users, leavers }) => {
	if (!isClean(run)) return [];
	const { given, after, before } = run;
	// Who was off already is as they shall be.
	const isOff = (id: string) => given.leavers === 'deactivate' && after.get(id)?.isActive === false;
	const left = [...leavers].filter(
		(id) => !isOff(id) && isUntouched(before.get(id), after.get(id)),
	);
	return [
		...when(left.length > 0, 'a leaver was left', left),
		...given.rows.flatMap((row, index) => {
			const user = users[index];
			if (user)
				return when(
					!isAs(asListed(user, row), after.get(user.id)),
					'a user is not as listed',
					user.id,
				);
			const created = createdIn(run).some((one) => hasFields(row, one));
			return when(!created, 'somebody was not created', row.username);
		}),
	];
};

const secrets: Check = (run) => {
	const { items, message, description, hints } = run.result;
	const said = JSON.stringify([items, message, description, hints('Node')]);
	const sent = createdIn(run).map(({ password }) => String(password));
	return when(
		sent.some((password) => said.includes(password)),
		'a password is shown',
	);
};

export const CHECKS = {
	bystanders,
	creations,
	ownNames,
	noNamePassedOn,
	everyRow,
	truth,
	leaversLast,
	limits,
	protection,
	inStep,
	secrets,
};

/** What is wrong with a run. */
export const findingsIn = (run: SyncRun, expected: Expected): Finding[] =>
	Object.values(CHECKS).flatMap((check) => check(run, expected));

/** What came of a run, for counting how much the cases reach. */
export function sortOf(run: SyncRun, expected: Expected): string[] {
	if (!isClean(run)) return run.result.status === 'error' ? ['ended'] : ['with failures'];
	const sorts = [
		touchedLeavers(run, expected).length > 0 ? 'with leavers' : '',
		createdIn(run).length > 0 ? 'with creations' : '',
	].filter(Boolean);
	return ['clean', ...sorts];
}
