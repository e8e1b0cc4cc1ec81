import { sentFor } from './requests';
import type { Finding } from '../types';
import type { Check } from './seen';

/** Nobody is changed but by a row that says so, a dry run changes nobody, and no user is twice in a bulk request. */
export const nobodyElse: Check = ({ run, claims, sent }) => {
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
export const noSecrets: Check = ({ run: { result, tokens, expected } }) => {
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
