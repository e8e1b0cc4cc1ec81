import type { Claim } from './claims';
import { claimsOf, pairsOf } from './claims';
import { isAnswered, type Sent, sentFor, sentIn } from './requests';
import { bound } from './bound';
import { holds } from './same';
import type { Run } from './run';
import type { Finding, Held } from './types';

/** What an error says of a write that may have been carried out although no good answer came. */
export const MAY_HAVE_HAPPENED =
	/may (all the same )?have been (carried out|updated|written|applied)/i;

/** A run with what it says and what left, looked at once for all checks. */
export interface Seen {
	run: Run;
	claims: Array<Claim | undefined>;
	sent: Sent[];
	/** What left that can be the row's, for each row. */
	mine: Sent[][];
}

export function seenIn(run: Run): Seen {
	const sent = sentIn(run);
	const mine = run.given.rows.map((_, row) => sentFor(run, sent, row));
	return { run, claims: claimsOf(run), sent, mine };
}

type Check = (seen: Seen) => Finding[];

const about = (rule: string, item: number, text: string): Finding => ({ rule, item, text });

/** Each row is in exactly one output item, in order; or the error accounts for every row. */
const everyRowOnce: Check = ({ run: { given, result }, claims }) => {
	const missing = given.rows.flatMap((_, row) =>
		claims[row] ? [] : [about('every row once', row, 'nothing is said of this row')],
	);
	if (result.status === 'error') {
		return given.onError
			? [{ rule: 'every row once', text: `the run ended: ${result.message}` }]
			: missing;
	}
	const outputs = [result.items, result.errorItems].map((items) => items.map(pairsOf));
	const all = outputs.flat(2);
	const isOrdered = outputs.every((items) =>
		items.every(([first], index) => index === 0 || items[index - 1][0] < first),
	);
	const isOnce = new Set(all).size === all.length;
	const isSplit =
		given.onError !== 'continueErrorOutput' ||
		result.items.every((item) => !('error' in item.json));
	if (isOrdered && isOnce && isSplit) return missing;
	return [...missing, { rule: 'every row once', text: `pairs are ${JSON.stringify(outputs)}` }];
};

const finalOf = ({ observer }: Run, id: string): Held | undefined =>
	observer.users('after').find((user) => user.id === id);

const fields = ({ expected }: Run, row: number) => Object.entries(expected[row].body);

/** What is written was in a request that was answered with success, with the row's values and the request's own task. */
const writtenWasSent: Check = ({ run, claims, mine }) =>
	claims.flatMap((claim, row) => {
		if (claim?.kind !== 'written') return [];
		const { user } = run.expected[row];
		const carried = mine[row].filter(
			(one) => isAnswered(one) && (claim.task === undefined || one.write.task === claim.task),
		);
		// Its answer was lost, and what came of it was read afterwards.
		const wasReadBack =
			mine[row].some(({ hasLanded }) => hasLanded) && run.given.operation === 'update';
		const everHeld = run.expected[row].ids.some((id) => everHolds(run, id, row));
		const wasNotNeeded = claim.status === 'updated' && run.given.options.skipUnchanged && everHeld;
		if (carried.length === 0 && !wasReadBack && !wasNotNeeded)
			return [about('written was sent', row, 'no request that was answered with success held it')];
		const isBulk = run.given.operation === 'bulkUpdate';
		if (isBulk && claim.json && user !== undefined && claim.json.id !== user)
			return [about('written was sent', row, `the item has the ID ${String(claim.json.id)}`)];
		return [];
	});

const statesOf = ({ observer }: Run, id: string): Held[] =>
	(observer.states.get(id) ?? []).map((state) => JSON.parse(state) as Held);

/** Whether the user had all of the row's values at some time. */
const everHolds = (run: Run, id: string, row: number) =>
	statesOf(run, id).some((state) =>
		fields(run, row).every(([name, value]) => holds(name, value, state)),
	);

/** What was left out of a request was there already. */
const leftOutWasThere: Check = ({ run, claims, mine }) =>
	claims.flatMap((claim, row) => {
		if (claim?.kind !== 'written') return [];
		return mine[row].flatMap(({ id, body }) => {
			const missing = fields(run, row).filter(([name]) => !(name in body));
			const ids = run.given.operation === 'update' ? run.expected[row].ids : [id];
			const states = ids.flatMap((one) => statesOf(run, one));
			const wrong = missing.filter(
				([name, value]) => !states.some((state) => holds(name, value, state)),
			);
			return wrong.length === 0
				? []
				: [
						about(
							'left out was there',
							row,
							`${wrong.map(([name]) => name).join(', ')} was not sent`,
						),
					];
		});
	});

/** The rows that what was sent can be of: more than one where several have the same user and values. */
const ownersOf = ({ mine }: Seen, one: Sent): number[] =>
	mine.flatMap((list, row) => (list.includes(one) ? [row] : []));

/** Nothing of a row that is called not sent, or that the node has to refuse, ever left. */
const notSentNeverLeft: Check = (seen) =>
	seen.sent.flatMap((one) => {
		const owners = ownersOf(seen, one);
		const isNotSent = (row: number) =>
			seen.claims[row]?.kind === 'notSent' || seen.run.expected[row].isWrong;
		if (owners.length === 0 || !owners.every(isNotSent)) return [];
		const [row] = owners;
		const said = seen.claims[row]?.text ?? seen.claims[row]?.kind ?? 'nothing';
		return [about('not sent never left', row, `it was in a request, but is called: ${said}`)];
	});

/** What the service has carried out and is called failed says that it may have happened. */
const failedMayHaveHappened: Check = (seen) =>
	seen.sent.flatMap((one) => {
		const owners = ownersOf(seen, one).filter((row) => !seen.run.expected[row].isWrong);
		const claims = owners.map((row) => seen.claims[row]);
		if (!one.hasLanded || owners.length === 0) return [];
		if (!claims.every((claim) => claim?.kind === 'failed')) return [];
		if (claims.some((claim) => MAY_HAVE_HAPPENED.test(claim?.text ?? ''))) return [];
		const text = claims.map((claim) => claim?.text ?? '(no text)').join(' | ');
		const wasSentAgain = owners.some((row) => seen.mine[row].at(-1) !== one);
		const rule = wasSentAgain ? 'failed later may have happened' : 'failed may have happened';
		return [about(rule, owners[0], `it was carried out: ${text}`)];
	});

/** What is called unchanged or planned is so: compared with the user as it was, and not written. */
const comparedIsTrue: Check = ({ run, claims, mine }) =>
	claims.flatMap((claim, row) => {
		if (claim?.kind !== 'unchanged' && claim?.kind !== 'planned') return [];
		const { ids } = run.expected[row];
		const states = ids.flatMap((id) => statesOf(run, id));
		const wanted = fields(run, row);
		const findings: Finding[] = [];
		const isAlone =
			run.expected.filter((other) => other.ids.some((id) => ids.includes(id))).length === 1;
		// With several rows for one user, a dry run compares with what the earlier ones would have written.
		const mayFollow = !isAlone && run.given.options.dryRun;
		if (claim.kind === 'unchanged' && !mayFollow && !ids.some((id) => everHolds(run, id, row)))
			findings.push(about('compared is true', row, 'it is called unchanged, but differs'));
		if (run.given.operation === 'bulkUpdate' && mine[row].length > 0)
			findings.push(about('compared is true', row, `it is called ${claim.kind}, but was sent`));
		const changes = claim.json?.changes as Record<string, { to: unknown }> | undefined;
		if (changes && isAlone) {
			const differing = wanted.filter(
				([name, value]) => !states.some((state) => holds(name, value, state)),
			);
			const named = Object.keys(changes).sort().join();
			if (
				named !==
				differing
					.map(([name]) => name)
					.sort()
					.join()
			)
				findings.push(about('compared is true', row, `changes name ${named || 'nothing'}`));
		}
		return findings;
	});

/** What Confirm has seen is there; what it calls pending was waited for. */
const confirmedIsTrue: Check = ({ run, claims }) =>
	claims.flatMap((claim, row) => {
		const { user } = run.expected[row];
		if (claim?.status === 'applied' && claim.json) {
			const held = user === undefined ? undefined : finalOf(run, user);
			const hidden = (claim.json.notVisible as string[] | undefined) ?? [];
			const wrong = fields(run, row).filter(
				([name, value]) => !hidden.includes(name) && !(held && holds(name, value, held)),
			);
			return wrong.map(([name]) =>
				about('confirmed is true', row, `${name} is not as it was sent`),
			);
		}
		const waited = run.seconds >= Number(run.given.options.confirmTimeout);
		return claim?.status === 'pending' && !waited
			? [about('confirmed is true', row, 'it is called pending before the time is over')]
			: [];
	});

/** Nobody is changed but by a row that says so, a dry run changes nobody, and no user is twice in a bulk request. */
const nobodyElse: Check = ({ run, claims, sent }) => {
	const { observer, given, expected } = run;
	const admits = (row: number) => claims[row]?.kind === 'written' || claims[row]?.kind === 'failed';
	const asked = new Set(expected.flatMap(({ ids }, row) => (admits(row) ? ids : [])));
	const findings = [...observer.states].flatMap(([id, states]): Finding[] =>
		states.length > 1 && !asked.has(id)
			? [{ rule: 'nobody else', text: `the user ${id} was changed` }]
			: [],
	);
	if (given.options.dryRun && observer.writes.length > 0)
		findings.push({ rule: 'nobody else', text: 'a dry run sent a request that writes' });
	for (const { write, id } of given.operation === 'bulkUpdate' ? sent : []) {
		const rows = sent.filter((other) => other.write === write && other.id === id);
		if (rows.length > 1)
			findings.push({ rule: 'nobody else', text: `${id} is twice in a request` });
	}
	for (const one of sent) {
		const isOfRow = expected.some((_, row) => sentFor(run, [one], row).length > 0);
		if (!isOfRow) findings.push({ rule: 'nobody else', text: `${one.id} was sent, of no row` });
	}
	return findings;
};

/** No token anywhere in the execution, and no password in what the node gave. */
const noSecrets: Check = ({ run: { result, tokens, expected } }) => {
	const { items, errorItems, message, description, error } = result;
	const stored = result.stored();
	const given = JSON.stringify([
		items,
		errorItems.map(({ json: { error: text, details } }) => [text, details]),
		result.hints('Node'),
		message,
		description,
		error?.stack,
		error?.context,
	]);
	const leaked = [
		...tokens.filter((token) => stored.includes(token)),
		...expected
			.flatMap(({ passwords }) => passwords)
			.filter((password) => given.includes(JSON.stringify(password).slice(1, -1))),
	];
	return leaked.map((secret) => ({ rule: 'no secrets', text: `${secret} is in the execution` }));
};

const boundedRequests: Check = ({ run }) => {
	const { most, count } = bound(run);
	return count <= most
		? []
		: [{ rule: 'bounded requests', text: `${count} requests, more than ${most}` }];
};

/** Where nothing goes wrong and nothing is wrong with a row, it is written. */
const goodRowsSucceed: Check = ({ run: { given, expected, result }, claims }) => {
	const { options, faults, onError, operation, service } = given;
	const isCalm = faults.length === 0 && Number(given.sandbox.maxBodyBytes) >= 10_000;
	const isRoomy = operation === 'update' || Number(options.maxBatchBytes) >= 10_000;
	const mayOthersFail = operation === 'bulkUpdate' && !options.isolateBadRows;
	if (!isCalm || !isRoomy || Number(options.timeout) < 1 || (!onError && result.status === 'error'))
		return [];
	if (mayOthersFail && expected.some(({ isRefused }) => isRefused)) return [];
	if (service === 'upsun' && !given.sandbox.upsunAdmin && given.by !== 'me') return [];
	return claims.flatMap((claim, row) => {
		const { isWrong, isRefused, user, ids } = expected[row];
		const isAlone =
			expected.filter((other) => other.ids.some((id) => ids.includes(id))).length === 1;
		const isGood = !isWrong && !isRefused && user !== undefined && isAlone;
		return isGood && (claim?.kind === 'failed' || claim?.kind === 'notSent')
			? [about('good rows succeed', row, claim.text ?? claim.kind)]
			: [];
	});
};

/** What has to be true of every run. */
export const CHECKS: Check[] = [
	everyRowOnce,
	writtenWasSent,
	leftOutWasThere,
	notSentNeverLeft,
	failedMayHaveHappened,
	comparedIsTrue,
	confirmedIsTrue,
	nobodyElse,
	noSecrets,
	boundedRequests,
	goodRowsSucceed,
];
