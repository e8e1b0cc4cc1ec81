import { finding, when } from '../sync/findings';
import { most } from '../sync/protection';
import type { Finding } from '../types';
import { emailOf, idOf } from './cases';
import type { Expected } from './model';
import { isClean, isWrite, type PlaceRun } from './run';
import { truth } from './truth';
import { asSet, idIn, isInvitation, type Touch } from './watch';

/** Says what is wrong with a run. */
export type Check = (run: PlaceRun, expected: Expected) => Finding[];

const wantedBy = ({ given: { rows } }: PlaceRun, n: number | undefined) =>
	rows.flatMap((row) => (n !== undefined && row.n === n && row.wants ? asSet(row.wants) : []));

/** All that a run says. */
const textsOf = ({ result: { items, message, description, hints } }: PlaceRun) =>
	[
		message,
		description,
		JSON.stringify(hints),
		...items.map(({ json }) => JSON.stringify(json)),
	].join('\n');

/** What comes along with what the node did: out of an organization is out of its projects and teams, and who joins a project is a member. */
const comesAlong = ({ placeId, given: { kind } }: PlaceRun, { key, to }: Touch) =>
	!key.startsWith(`${placeId}/`) && (kind === 'organization' ? to === undefined : to !== undefined);

const bystanders: Check = (run, { named, safe, mayGo }) =>
	run.watch.touches.flatMap((touch): Finding[] => {
		const { key, from, to, n } = touch;
		if (comesAlong(run, touch)) return [];
		if (to === undefined) {
			const why =
				n === undefined
					? 'a stranger'
					: named.has(n)
						? 'somebody of the list'
						: safe.has(n)
							? 'somebody who is safe'
							: 'somebody out of scope, unreadable or new';
			// An invitation that is accepted at once is none any more.
			return when(!mayGo.has(key), `${why} was taken away`, key);
		}
		if (n === undefined || !named.has(n))
			return [finding('somebody who is not listed was added', key)];
		if (isInvitation(key)) return [];
		const isRight = wantedBy(run, n).includes(to) || run.given.kind === 'team';
		return [
			...when(
				safe.has(n) && from !== undefined && !isExceptedOnly(run, n),
				'owner or self was changed',
				key,
			),
			...when(!isRight, 'somebody got what no row says', `${key}: ${to}`),
		];
	});

/** Exceptions are about leaving: a row may change them. */
const isExceptedOnly = ({ given: { owner, kind } }: PlaceRun, n: number) =>
	n !== 0 && (kind === 'team' || n !== owner);

const mails: Check = ({ mails: all, given }) => {
	// What came to nothing was no mail.
	if (['cancelled', 'error'].includes(given.sandbox.invitationState ?? '')) return [];
	const twice = all.filter((to, index) => all.indexOf(to) < index);
	const listed = new Set(given.rows.flatMap(({ n }) => (n === undefined ? [] : emailOf(n))));
	return [
		...when(twice.length > 0, 'somebody got two mails', twice),
		...when(
			all.some((to) => !listed.has(to)),
			'somebody who is not listed got a mail',
			all,
		),
	];
};

const quiet: Check = ({ given, result, requests, secondWrites = 0 }) => {
	const stopped = [
		result.message ?? '',
		result.description ?? '',
		...result.items.map(({ json }) => JSON.stringify(json.details ?? '')),
	];
	const isStopped = stopped.some((text) =>
		/Nothing was written|No request was sent|maxLeavers|maxChanges|nobodyInScope|unknownException|scopeNotRead/.test(
			text,
		),
	);
	const count = requests.filter(isWrite).length;
	return [
		...when(isStopped && count > 0, 'a run that ended before its first write wrote', count),
		...when(given.options.dryRun === true && count > 0, 'a dry run wrote', count),
		...when(secondWrites > 0, 'a second run wrote', secondWrites),
		...when(requests.length > 400, 'there is no end of requests', requests.length),
	];
};

const gone = ({ watch }: PlaceRun, { mayGo }: Expected) =>
	watch.touches.filter(({ key, to }) => to === undefined && mayGo.has(key));

const limits: Check = (run, expected) => {
	const { maxLeavers, maxChanges } = run.given.options;
	const keys = new Set(run.watch.touches.filter((one) => !comesAlong(run, one)).map(({ n }) => n));
	// People and invitations in the scope: no fewer than those in the place.
	const inScope = run.watch.history.size;
	const left = gone(run, expected).length;
	return [
		...when(left > Math.ceil(most(maxLeavers, inScope)), 'over Max Leavers', left),
		...when(keys.size > most(maxChanges, run.given.rows.length), 'over Max Changes', keys.size),
	];
};

const leaversLast: Check = (run, expected) => {
	const { result, given, watch } = run;
	const left = gone(run, expected).map(({ key }) => key);
	const { message = '', description = '' } = result;
	const rowFailed =
		result.items.slice(0, given.rows.length).some(({ json }) => 'error' in json) ||
		/^Failed: /m.test(description) ||
		message.includes('[item');
	const order = watch.writes.map(({ entry: { method, path } }) => {
		if (method !== 'DELETE') return method === 'PATCH' ? 0 : 1;
		return path.includes('/invitations/') ? 2 : 3;
	});
	return [
		...when(rowFailed && left.length > 0, 'somebody left after a failure', left),
		...when(
			order.some((rank, index) => rank < (order[index - 1] ?? 0)),
			'the order',
			order,
		),
	];
};

const everyRow: Check = ({ given: { rows, continueOnFail }, result }) => {
	if (result.status === 'error')
		return when(continueOnFail, 'a run with Continue On Fail ended with an error', result.message);
	const pairs = result.items.map(({ pairedItem }) => JSON.stringify(pairedItem));
	const wanted = rows.map((_, item) => JSON.stringify({ item }));
	// n8n itself pairs everything with the only item that came in.
	const others = rows.length === 1 ? [] : pairs.slice(rows.length).filter(Boolean);
	return [
		...when(
			pairs.slice(0, rows.length).join() !== wanted.join(),
			'rows without exactly one item',
			pairs,
		),
		...when(others.length > 0, 'a leaver is paired', others),
	];
};

/** Whoever should have left, and has not, is named; but where nothing was written, all are as they were. */
const remaining: Check = (run, { mustGo }) => {
	const { after, result } = run;
	const texts = textsOf(run).toLowerCase();
	const isOfRun = result.items.every(({ json }) => 'error' in json);
	if (isOfRun && !run.requests.some(isWrite)) return [];
	const silent = [...mustGo].filter((key) => {
		if (!after.has(key)) return false;
		// Who has no address that can be read is named by ID.
		const names = isInvitation(key) ? [after.get(key)] : [emailOfId(idIn(key)), idIn(key)];
		return !names.some((name) => texts.includes(String(name)));
	});
	return when(silent.length > 0, 'somebody who should have left is not named', silent);
};

const emailOfId = (id: string) =>
	emailOf([0, 99, ...Array.from({ length: 10 }, (_, n) => n + 1)].find((n) => idOf(n) === id) ?? 0);

const CHECKS: Record<string, Check> = {
	...{ bystanders, mails, quiet, limits, leaversLast, everyRow, remaining, truth },
};

/** What is wrong with a run. */
export const findingsIn = (run: PlaceRun, expected: Expected): Finding[] =>
	Object.values(CHECKS).flatMap((check) => check(run, expected));

/** What came of a run, for counting how much the cases reach. */
export function sortOf(run: PlaceRun, expected: Expected): string[] {
	const changed = run.watch.interferences.length > 0 ? ['changed under the run'] : [];
	if (!isClean(run)) return [run.result.status === 'error' ? 'ended' : 'with failures', ...changed];
	return [
		...['clean', ...changed],
		...(gone(run, expected).length > 0 ? ['with leavers'] : []),
		...(run.watch.touches.some(({ from, to }) => from === undefined && to !== undefined)
			? ['with additions']
			: []),
		...(run.secondWrites !== undefined ? ['run twice'] : []),
	];
}
